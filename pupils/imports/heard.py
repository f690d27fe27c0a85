"""What a file says of a child, as it is kept until the MIS says something else."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pupils.imports.contacts_plan import as_said
from pupils.imports.differences import their_needs, their_status
from pupils.imports.incoming import IncomingPupil
from pupils.imports.plan import Heard
from pupils.models import MisRecord

_DAYS = frozenset({"said_on", "sen_said_on", "needs_said_on", "contacts_said_on"})


def heard_of(
    row: IncomingPupil,
    says: frozenset[str],
    last: MisRecord | None,
    undecided: Iterable[str],
    today: date,
) -> Heard:
    """The fields of the MIS's record that a row gives a value to.

    A part the file has a column for is heard even where it is blank: the MIS has nothing there. A
    name or class that is blank says nothing.
    """
    names = {
        "forename": row.forename,
        "surname": row.surname,
        "class_name": row.class_name,
        "year_group": row.year_group,
    }
    said: dict[str, Any] = {"said_on": today}
    said |= {name: value for name, value in names.items() if value not in ("", None)}
    if "status" in says:
        status = their_status(row)
        said |= {"sen_code": status.code if status else "", "sen_said_on": today}
        said["sen_since"] = status.since if status else None
    if "needs" in says:
        said |= {"needs": list(their_needs(row)), "needs_said_on": today}
    if "contacts" in says:
        said |= {"contacts": [as_said(c, says) for c in row.contacts], "contacts_said_on": today}
    said["undecided"] = _undecided(says, last, undecided)
    return tuple(said.items())


def _undecided(says: frozenset[str], last: MisRecord | None, now: Iterable[str]) -> list[str]:
    """The parts nobody has decided: of this file, and earlier ones it says nothing about."""
    before = [part for part in (last.undecided if last else []) if part not in says]
    return sorted({*before, *now})


def is_news(last: MisRecord | None, heard: Heard) -> bool:
    """Whether this is something the MIS did not say before; the day alone is no news."""
    if not heard:
        return False
    if last is None:
        return True
    return any(getattr(last, name) != value for name, value in heard if name not in _DAYS)
