"""Changes to the school's ladder and to where a child is on it."""

from stages.actions.corrections import back_date, correct_record, withdraw_record
from stages.actions.drafts import (
    bring_back_stage,
    change_draft,
    copy_preset,
    discard_draft,
    edit_part,
)
from stages.actions.evidence import note_evidence, snooze, wake, withdraw_evidence
from stages.actions.giving import (
    give_letter,
    give_letters,
    talk_instead,
    talk_instead_to_all,
    withdraw_given,
)
from stages.actions.ladders import adopt_preset
from stages.actions.letters import make_letters_of, replace_letter
from stages.actions.line import token_of
from stages.actions.moves import leave, place
from stages.actions.overlays import end_overlay, start_overlay
from stages.actions.publishing import publish_draft
from stages.actions.staying import decide_to_stay, withdraw_stay

__all__ = [
    "adopt_preset",
    "back_date",
    "bring_back_stage",
    "change_draft",
    "copy_preset",
    "correct_record",
    "decide_to_stay",
    "discard_draft",
    "edit_part",
    "end_overlay",
    "give_letter",
    "give_letters",
    "leave",
    "make_letters_of",
    "note_evidence",
    "place",
    "publish_draft",
    "replace_letter",
    "snooze",
    "start_overlay",
    "talk_instead",
    "talk_instead_to_all",
    "token_of",
    "wake",
    "withdraw_evidence",
    "withdraw_given",
    "withdraw_record",
    "withdraw_stay",
]
