"""Changes to the school's ladder and to where a child is on it."""

from stages.actions.corrections import back_date, correct_record, withdraw_record
from stages.actions.ladders import adopt_preset
from stages.actions.line import token_of
from stages.actions.moves import leave, place
from stages.actions.overlays import end_overlay, start_overlay

__all__ = [
    "adopt_preset",
    "back_date",
    "correct_record",
    "end_overlay",
    "leave",
    "place",
    "start_overlay",
    "token_of",
    "withdraw_record",
]
