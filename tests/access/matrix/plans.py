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
            Page(
                "provision:bank_pick",
                FORM,
                about="plan",
                not_of="leaver",
                asks=("", "?kind=target&q=read&area=CL"),
            ),
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
            Page("provision:plan_agree", FORM, about="plan", not_of="leaver"),
            # The SENCO's, unless the school lets teachers issue.
            Page("provision:issued_withdraw", FORM, about="issued_plan", only="senco"),
            Page("provision:issued_print", "POST", about="issued_plan"),
            Page("provision:issued_copy", "POST", about="issued_plan", not_of="leaver"),
            Page("provision:class_print", FORM),
            Page("provision:print_detail", FORM, about="plan_print", not_of="leaver"),
            Page("provision:print_pdf", about="plan_print", not_of="leaver"),
        ),
    ),
    May(
        Permission.READ_WHOLE_PLANS,
        "senco head teacher year_leader dsl",
        (
            Page("provision:issued_detail", about="issued_plan"),
            Page("provision:issued_pdf", about="issued_plan"),
        ),
    ),
    May(
        Permission.ISSUE_PLANS,
        "senco",
        (Page("provision:issue_list", FORM),),
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
    May(
        Permission.EDIT_PLAN_TEMPLATES,
        "senco office",
        (
            Page("provision:template_list"),
            Page("provision:bank_list", asks=("", "?kind=target&q=read&area=CL")),
            Page("provision:bank_add", FORM),
            Page("provision:bank_hide", "POST", about="bank_line"),
            Page("provision:template_detail", about="template"),
            Page("provision:template_edit", FORM, about="template"),
            Page("provision:template_retire", "POST", about="template"),
            Page("provision:template_section_add", FORM, about="template"),
            Page("provision:template_section_edit", FORM, about="template_section"),
            Page("provision:template_section_up", "POST", about="template_section"),
            Page("provision:template_section_remove", "POST", about="template_section"),
        ),
    ),
)
