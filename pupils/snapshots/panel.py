"""The last figures of a child, each with what became of it since the one before."""

from dataclasses import dataclass

from common.dates import long_date
from pupils.models import Pupil, Snapshot
from pupils.models.snapshots import SnapshotKind
from pupils.snapshots.actions import scale_of_school
from pupils.snapshots.values import change, in_words


@dataclass(frozen=True)
class LastFigure:
    """The last figure of one kind: `Attendance`, `94.2%`, its day, `down 1.3`, since when."""

    what: str
    value: str
    taken: str
    change: str
    since: str


def last_figures(pupil: Pupil) -> list[LastFigure]:
    """The last of every kind and subject; two queries."""
    rows = Snapshot.objects.filter(pupil=pupil).order_by("-taken_on", "-pk")
    found: dict[tuple[str, str], list[Snapshot]] = {}
    for row in rows:
        found.setdefault((row.kind, row.measure), []).append(row)
    scale = scale_of_school() if found else []
    order = {kind: place for place, kind in enumerate(SnapshotKind.values)}
    return [
        _figure(found[key], scale) for key in sorted(found, key=lambda key: (order[key[0]], key[1]))
    ]


def _figure(rows: list[Snapshot], scale: list[str]) -> LastFigure:
    last = rows[0]
    before = rows[1] if len(rows) > 1 else None
    return LastFigure(
        what=last.measure or str(last.get_kind_display()),
        value=in_words(last.kind, last.value),
        taken=long_date(last.taken_on),
        change=change(last.kind, last.value, before.value, scale) if before else "",
        since=long_date(before.taken_on) if before else "",
    )
