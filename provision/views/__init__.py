"""Plans, one module a subject."""

from provision.views.plans import (
    plan_begin,
    plan_detail,
    plan_edit,
    plan_end,
    plan_next,
    plan_withdraw,
    pupil_plans,
)
from provision.views.progress import note_add, note_withdraw, target_outcome
from provision.views.rows import (
    strategy_remove,
    strategy_restore,
    strategy_up,
    target_remove,
    target_restore,
    target_up,
)
from provision.views.writing import (
    section_edit,
    strategy_add,
    strategy_edit,
    target_add,
    target_edit,
)

__all__ = [
    "note_add",
    "note_withdraw",
    "plan_begin",
    "plan_detail",
    "plan_edit",
    "plan_end",
    "plan_next",
    "plan_withdraw",
    "pupil_plans",
    "section_edit",
    "strategy_add",
    "strategy_edit",
    "strategy_remove",
    "strategy_restore",
    "strategy_up",
    "target_add",
    "target_edit",
    "target_outcome",
    "target_remove",
    "target_restore",
    "target_up",
]
