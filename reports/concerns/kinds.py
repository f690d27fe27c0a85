"""What the school's ladder calls its form for concerns."""

from stages.models import LadderVersion
from stages.vocabulary import Evidence


def concern_kind() -> tuple[str, str]:
    """Key and name of the ladder's own form for concerns; empty where it names none. One query."""
    version = LadderVersion.objects.in_use().first()
    rows = [
        row for row in (version.kinds if version else []) if row["evidence"] == Evidence.CONCERN
    ]
    return (rows[0]["key"], rows[0]["name"]) if rows else ("", "")
