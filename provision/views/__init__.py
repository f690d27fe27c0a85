"""Plans, one module a subject."""

from provision.views.banks import bank_add, bank_hide, bank_list, bank_pick
from provision.views.issuing import (
    issue_list,
    issued_detail,
    issued_print,
    issued_withdraw,
    plan_agree,
)
from provision.views.plans import (
    plan_begin,
    plan_detail,
    plan_edit,
    plan_end,
    plan_next,
    plan_withdraw,
    pupil_plans,
)
from provision.views.prints import (
    class_print,
    issued_copy,
    issued_pdf,
    print_detail,
    print_pdf,
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
from provision.views.templates import (
    template_detail,
    template_edit,
    template_list,
    template_retire,
    template_section_add,
    template_section_edit,
    template_section_remove,
    template_section_up,
)
from provision.views.writing import (
    section_edit,
    strategy_add,
    strategy_edit,
    target_add,
    target_edit,
)

__all__ = [
    "bank_add",
    "bank_hide",
    "bank_list",
    "bank_pick",
    "class_print",
    "issue_list",
    "issued_copy",
    "issued_detail",
    "issued_pdf",
    "issued_print",
    "issued_withdraw",
    "note_add",
    "note_withdraw",
    "plan_agree",
    "plan_begin",
    "plan_detail",
    "plan_edit",
    "plan_end",
    "plan_next",
    "plan_withdraw",
    "print_detail",
    "print_pdf",
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
    "template_detail",
    "template_edit",
    "template_list",
    "template_retire",
    "template_section_add",
    "template_section_edit",
    "template_section_remove",
    "template_section_up",
]
