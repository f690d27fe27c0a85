"""What can be typed about a child, and how it is asked for. Every choice of records is scoped."""

from pupils.forms.base import ConfirmForm, EndForm, VersionForm
from pupils.forms.contact import ContactEndForm, ContactForm
from pupils.forms.needs import NeedLineForm, NeedsFormSet, needs_formset
from pupils.forms.pupil import (
    ArchiveForm,
    ClassForm,
    ClassFromDayForm,
    PhotoForm,
    PupilAddForm,
    PupilForm,
)
from pupils.forms.sen import SenStatusForm
from pupils.forms.staff import AccessBlockForm, StaffLinkForm

__all__ = [
    "AccessBlockForm",
    "ArchiveForm",
    "ClassForm",
    "ClassFromDayForm",
    "ConfirmForm",
    "ContactEndForm",
    "ContactForm",
    "EndForm",
    "NeedLineForm",
    "NeedsFormSet",
    "PhotoForm",
    "PupilAddForm",
    "PupilForm",
    "SenStatusForm",
    "StaffLinkForm",
    "VersionForm",
    "needs_formset",
]
