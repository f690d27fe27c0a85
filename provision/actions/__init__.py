"""Changes of what we give; views and tasks call these."""

from provision.actions.plans import begin_plan, end_plan, set_dates, start_next, withdraw_plan
from provision.actions.progress import note_progress, withdraw_note
from provision.actions.templates import keep_template
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
    "Source",
    "StrategyWords",
    "TargetWords",
    "begin_plan",
    "end_plan",
    "keep_template",
    "move_up",
    "note_progress",
    "put_back",
    "save_strategy",
    "save_target",
    "say_outcome",
    "says_something",
    "set_dates",
    "start_next",
    "take_out",
    "withdraw_note",
    "withdraw_plan",
    "write_section",
]
