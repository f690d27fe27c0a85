"""What people fill in about a child's stage, and to choose a ladder."""

from stages.forms.corrections import BackDateForm, CorrectionForm, WithdrawForm
from stages.forms.evidence import EvidenceForm, TakeBackForm, WhatForm
from stages.forms.ladder import AdoptForm
from stages.forms.moves import MoveForm
from stages.forms.overlays import OverlayEndForm, OverlayStartForm

__all__ = [
    "AdoptForm",
    "BackDateForm",
    "CorrectionForm",
    "EvidenceForm",
    "MoveForm",
    "OverlayEndForm",
    "OverlayStartForm",
    "TakeBackForm",
    "WhatForm",
    "WithdrawForm",
]
