"""The child, and what people record about the child."""

from pupils.models.access import AccessEntry
from pupils.models.imports import PupilImport
from pupils.models.people import AccessBlock, Contact, StaffLink
from pupils.models.pupil import ClassPlacement, Pupil
from pupils.models.sen import Need, NeedArea, NeedType, SenStatus

__all__ = [
    "AccessBlock",
    "AccessEntry",
    "ClassPlacement",
    "Contact",
    "Need",
    "NeedArea",
    "NeedType",
    "Pupil",
    "PupilImport",
    "SenStatus",
    "StaffLink",
]
