"""The shape and wording of what is written in plans."""

from provision.forms.plans import BeginForm, DatesForm, ReasonForm
from provision.forms.progress import NoteForm, OutcomeForm
from provision.forms.writing import SectionForm, StrategyForm, TargetForm

__all__ = [
    "BeginForm",
    "DatesForm",
    "NoteForm",
    "OutcomeForm",
    "ReasonForm",
    "SectionForm",
    "StrategyForm",
    "TargetForm",
]
