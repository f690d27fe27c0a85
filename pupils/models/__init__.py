"""The child, and what people record about the child."""

from pupils.models.access import AccessEntry
from pupils.models.agencies import Advice, AgencyInvolvement, Recommendation
from pupils.models.alerts import OpeningAlert
from pupils.models.checklists import Checklist
from pupils.models.classes import ClassPlacement
from pupils.models.concerns import Concern
from pupils.models.documents import Document
from pupils.models.handover import Handover
from pupils.models.imports import PupilImport
from pupils.models.letters import Given, Letter, LetterBatch, LetterKind, LetterText
from pupils.models.meetings import Meeting, MeetingAction, MeetingDay, MeetingPupil
from pupils.models.mis import ColumnMatching, DropNight, MisKeyed, MisRecord, RefreshSetting
from pupils.models.observations import Observation
from pupils.models.own_child import OwnChildAnswer, StaffHome
from pupils.models.people import AccessBlock, Contact, StaffLink
from pupils.models.pupil import Pupil
from pupils.models.sen import Need, NeedArea, NeedType, SenStatus
from pupils.models.snapshots import AttainmentScale, Snapshot, SnapshotFile
from pupils.models.voices import Voice

__all__ = [
    "AccessBlock",
    "AccessEntry",
    "Advice",
    "AgencyInvolvement",
    "AttainmentScale",
    "Checklist",
    "ClassPlacement",
    "ColumnMatching",
    "Concern",
    "Contact",
    "Document",
    "DropNight",
    "Given",
    "Handover",
    "Letter",
    "LetterBatch",
    "LetterKind",
    "LetterText",
    "Meeting",
    "MeetingAction",
    "MeetingDay",
    "MeetingPupil",
    "MisKeyed",
    "MisRecord",
    "Need",
    "NeedArea",
    "NeedType",
    "Observation",
    "OpeningAlert",
    "OwnChildAnswer",
    "Pupil",
    "PupilImport",
    "Recommendation",
    "RefreshSetting",
    "SenStatus",
    "Snapshot",
    "SnapshotFile",
    "StaffHome",
    "StaffLink",
    "Voice",
]
