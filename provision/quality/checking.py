"""Reading a plan by the rules a school has on."""

from collections.abc import Collection

from provision.quality.rules import RULES
from provision.quality.texts import Hint, PlanText


def check(plan: PlanText, *, off: Collection[str] = ()) -> list[Hint]:
    """What to look at in a plan, in the order of the rules; `off` holds keys of rules not asked.

    It says what may be better, and forbids nothing. The order of targets changes no hint.
    """
    return [hint for key, rule in RULES.items() if key not in off for hint in rule.finds(plan)]
