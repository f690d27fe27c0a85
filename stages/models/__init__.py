"""The school's ladder in its versions, and where each child has been on it."""

from stages.models.evidence import EvidenceNote
from stages.models.ladder import Link, Requirement, Route, Stage
from stages.models.notice import Notice
from stages.models.record import StageRecord
from stages.models.staging import StagingChoice, StagingDraft
from stages.models.standing import Snooze, Standing
from stages.models.staying import StayDecision
from stages.models.version import Ladder, LadderVersion

__all__ = [
    "EvidenceNote",
    "Ladder",
    "LadderVersion",
    "Link",
    "Notice",
    "Requirement",
    "Route",
    "Snooze",
    "Stage",
    "StageRecord",
    "StagingChoice",
    "StagingDraft",
    "Standing",
    "StayDecision",
]
