"""Forms about people: who works here, as what, and which class is theirs."""

from accounts.forms.assignments import AssignmentAddForm, AssignmentEditForm
from accounts.forms.fields import DayField, StaffChoice, VersionField
from accounts.forms.people import PersonAddForm, PersonEditForm, PersonEndForm

__all__ = [
    "AssignmentAddForm",
    "AssignmentEditForm",
    "DayField",
    "PersonAddForm",
    "PersonEditForm",
    "PersonEndForm",
    "StaffChoice",
    "VersionField",
]
