"""Plans, made through the actions as the pages make them; inside the school's scope."""

from datetime import date
from typing import Any
from uuid import uuid4

from accounts.models import Membership
from common.dates import today
from provision.actions import (
    Side,
    StrategyWords,
    TargetWords,
    agree_plan,
    begin_plan,
    issue_plan,
    save_strategy,
    save_target,
    write_section,
)
from provision.models import (
    Agreement,
    IssuedPlan,
    Plan,
    PlanSection,
    PlanTemplate,
    Strategy,
    Target,
)
from provision.offered import template_called
from pupils.models import Pupil


def template(address: str = "plan-iep") -> PlanTemplate:
    """A template that the school's ladder offers."""
    found = template_called(address)
    assert found is not None, address
    return found


def plan(pupil: Pupil, by: Membership, address: str = "plan-iep", **given: Any) -> Plan:
    """A plan that somebody has begun, with nothing in it yet."""
    dates: dict[str, Any] = {"starts_on": today(), "review_by": date(2026, 12, 18)} | given
    return begin_plan(pupil=pupil, template=template(address), by=by.user, **dates)


def target(of: Plan, by: Membership, what: str = "Read 20 words", **given: Any) -> Target:
    """A target with a baseline, a measure, figures, who, how often and by when."""
    words: dict[str, Any] = {
        "baseline": "Reads 5 of 20",
        "measure": "Reads 18 of 20 on two days",
        "value_from": 5,
        "value_aim": 18,
        "unit": "words",
        "by_on": date(2026, 12, 18),
        "who": "Class teacher",
        "how_often": "Daily, 10 minutes",
    }
    said = TargetWords(what=what, **(words | given))
    return save_target(plan=of, uid=uuid4(), words=said, by=by.user, expected=0)


def strategy(of: Plan, by: Membership, words: str = "A word mat", **given: Any) -> Strategy:
    """Something that helps, for the whole plan or one target."""
    said = StrategyWords(words=words, **given)
    return save_strategy(plan=of, uid=uuid4(), words=said, by=by.user, expected=0)


def section(of: Plan, key: str, text: str, by: Membership) -> PlanSection:
    """A section with words in it."""
    row: PlanSection = PlanSection.objects.get(plan=of, key=key)
    return write_section(section=row, text=text, by=by.user, expected=row.version)


def agreement(of: Plan, by: Membership, **sides: Side) -> Agreement:
    """The plan agreed: the child has said something, the parents have not, and why."""
    usual = {
        "pupil": Side(words="I like the word mat."),
        "parent": Side(why_none="Asked twice; away until January."),
    }
    return agree_plan(plan=of, by=by, **(usual | sides))


def written_plan(pupil: Pupil, by: Membership, address: str = "plan-iep") -> Plan:
    """A plan with a target, what helps with it, and what helps in general."""
    of = plan(pupil, by, address)
    goal = target(of, by)
    strategy(of, by, "Ten words a day with the word mat", target=goal, who="TA")
    strategy(of, by, "A seat at the front")
    return of


def issued(pupil: Pupil, by: Membership, address: str = "plan-iep") -> IssuedPlan:
    """A plan that was written, agreed and issued."""
    of = written_plan(pupil, by, address)
    agreement(of, by)
    return issue_plan(plan=of, by=by)
