"""Pages of plans: reading them, writing them, noting how targets go."""

from accounts.permissions import Permission
from tests.access.matrix.page import FORM, May, Page

READERS = "senco head teacher year_leader ta dsl"
WRITERS = "senco teacher year_leader"
NOTED_BY_THE_SENCO = "senco teacher_4b teacher_5a year_leader"

PLANS = (
    May(
        Permission.VIEW_PLANS,
        READERS,
        (
            Page("provision:pupil_plans", about="pupil"),
            Page("provision:plan_detail", about="plan"),
        ),
    ),
    May(
        Permission.WRITE_PLANS,
        WRITERS,
        (
            Page("provision:plan_begin", FORM, about="pupil", not_of="leaver"),
            Page("provision:plan_next", "POST", about="plan", not_of="leaver"),
            Page("provision:plan_edit", FORM, about="plan", not_of="leaver"),
            Page("provision:plan_end", FORM, about="plan", not_of="leaver"),
            Page("provision:plan_withdraw", FORM, about="plan", not_of="leaver"),
            Page("provision:section_edit", FORM, about="plan_section", not_of="leaver"),
            Page("provision:target_add", FORM, about="plan", not_of="leaver"),
            Page("provision:target_edit", FORM, about="plan_target", not_of="leaver"),
            Page("provision:target_outcome", FORM, about="plan_target", not_of="leaver"),
            Page("provision:target_up", "POST", about="plan_target", not_of="leaver"),
            Page("provision:target_remove", "POST", about="plan_target", not_of="leaver"),
            Page("provision:target_restore", "POST", about="target_out", not_of="leaver"),
            Page("provision:strategy_add", FORM, about="plan", not_of="leaver"),
            Page("provision:strategy_edit", FORM, about="plan_strategy", not_of="leaver"),
            Page("provision:strategy_up", "POST", about="plan_strategy", not_of="leaver"),
            Page("provision:strategy_remove", "POST", about="plan_strategy", not_of="leaver"),
            Page("provision:strategy_restore", "POST", about="strategy_out", not_of="leaver"),
        ),
    ),
    May(
        Permission.NOTE_PROGRESS,
        "senco teacher year_leader ta",
        (
            Page("provision:note_add", FORM, about="plan_target", not_of="leaver"),
            Page(
                "provision:note_withdraw",
                FORM,
                about="progress_note",
                only=NOTED_BY_THE_SENCO,
                not_of="leaver",
            ),
        ),
    ),
)
