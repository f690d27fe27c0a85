"""Forms about people: who works here, as what, and which class is theirs."""

from accounts.forms.assignments import AssignmentAddForm, AssignmentEditForm
from accounts.forms.fields import DayField, StaffChoice, VersionField
from accounts.forms.invitations import InvitationAddForm, InvitationPasteForm, NewcomerForm
from accounts.forms.people import PersonEditForm

__all__ = [
    "AssignmentAddForm",
    "AssignmentEditForm",
    "DayField",
    "InvitationAddForm",
    "InvitationPasteForm",
    "NewcomerForm",
    "PersonEditForm",
    "StaffChoice",
    "VersionField",
]
