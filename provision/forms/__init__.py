"""The shape and wording of what is written in plans."""

from provision.forms.issuing import AgreeForm, ClassPrintForm, CopyForm, GivenForm
from provision.forms.plans import BeginForm, DatesForm, ReasonForm
from provision.forms.progress import NoteForm, OutcomeForm
from provision.forms.writing import SectionForm, StrategyForm, TargetForm

__all__ = [
    "AgreeForm",
    "BeginForm",
    "ClassPrintForm",
    "CopyForm",
    "DatesForm",
    "GivenForm",
    "NoteForm",
    "OutcomeForm",
    "ReasonForm",
    "SectionForm",
    "StrategyForm",
    "TargetForm",
]
