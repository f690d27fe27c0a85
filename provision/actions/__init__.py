"""Changes of what we give; views and tasks call these."""

from provision.actions.banks import add_to_bank, hide_in_bank
from provision.actions.copies import give_copies, print_plan_copies
from provision.actions.issuing import (
    Side,
    agree_plan,
    agreed,
    have_printed,
    issue_plan,
    issue_plans,
    may_issue,
    withdraw_issued,
)
from provision.actions.plans import begin_plan, end_plan, set_dates, start_next, withdraw_plan
from provision.actions.progress import note_progress, withdraw_note
from provision.actions.readings import read_sheet
from provision.actions.templates import (
    edit_template,
    keep_template,
    move_section_up,
    put_section,
    remove_section,
    retire_template,
)
from provision.actions.writing import (
    Source,
    StrategyWords,
    TargetWords,
    move_up,
    put_back,
    save_strategy,
    save_target,
    say_outcome,
    says_something,
    take_out,
    write_section,
)

__all__ = [
    "Side",
    "Source",
    "StrategyWords",
    "TargetWords",
    "add_to_bank",
    "agree_plan",
    "agreed",
    "begin_plan",
    "edit_template",
    "end_plan",
    "give_copies",
    "have_printed",
    "hide_in_bank",
    "issue_plan",
    "issue_plans",
    "keep_template",
    "may_issue",
    "move_section_up",
    "move_up",
    "note_progress",
    "print_plan_copies",
    "put_back",
    "put_section",
    "read_sheet",
    "remove_section",
    "retire_template",
    "save_strategy",
    "save_target",
    "say_outcome",
    "says_something",
    "set_dates",
    "start_next",
    "take_out",
    "withdraw_issued",
    "withdraw_note",
    "withdraw_plan",
    "write_section",
]
