"""Dated rows written as they came about, so that history tells the same as the years."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any


def write_in_turn(lines: Sequence[Sequence[Any]]) -> None:
    """Write dated rows that follow one another, as they came about.

    Each is written without its end, and ended when the next is recorded, so that history tells
    the same as the years themselves.
    """
    ends: dict[int, Any] = {}
    for place in range(max((len(line) for line in lines), default=0)):
        rows = [line[place] for line in lines if place < len(line)]
        for line in lines:
            if 0 < place < len(line):
                _end(line[place - 1], line[place], ends)
        for row in rows:
            ends[id(row)], row.ends_on = row.ends_on, None
        if rows:
            type(rows[0]).objects.all().recorded_bulk_create(rows)


def _end(row: Any, by_next: Any, ends: dict[int, Any]) -> None:
    row.ends_on = ends[id(row)]
    row.version += 1
    row._history_date, row._history_user = by_next._history_date, by_next._history_user
    row._change_reason = "Ended by the next move"
    row.save()


def not_before(at: datetime, earlier: datetime | None) -> datetime:
    """A moment, or five minutes after another where it would come first."""
    return at if earlier is None or at > earlier else earlier + timedelta(minutes=5)
