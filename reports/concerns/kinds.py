"""What the school's ladder calls its form and its checklist for concerns."""

from stages.models import LadderVersion
from stages.vocabulary import Evidence


def concern_kind() -> tuple[str, str]:
    """Key and name of the ladder's own form for concerns; empty where it names none. One query."""
    return _first(Evidence.CONCERN)


def checklist_kind() -> str:
    """Key of the ladder's own checklist; empty where it names none. One query."""
    return _first(Evidence.CHECKLIST)[0]


def _first(evidence: Evidence) -> tuple[str, str]:
    version = LadderVersion.objects.in_use().first()
    rows = [row for row in (version.kinds if version else []) if row["evidence"] == evidence]
    return (rows[0]["key"], rows[0]["name"]) if rows else ("", "")
