"""The parts of a ladder that pages are about; `kinds` puts them beside the other kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stages.actions import edit_part
from stages.drafting import bench
from stages.editing.asked import asked_in
from stages.editing.parts import StageAbout
from stages.ladder import LadderSpec
from stages.models import LadderVersion
from tests.cast import Cast


@dataclass(frozen=True)
class Named:
    """A part of the ladder, which its address names by a key."""

    pk: str


def drafted(cast: Cast) -> LadderSpec:
    """The ladder in its draft, which renames its second stage."""
    desk = bench()
    assert desk
    part = StageAbout(desk.base.stages[1].key)
    given = part.read(desk.base) | {"name": "Renamed"}
    edit_part(part=part, given=given, expected=part.token(desk.spec), by=cast.senco)
    return desk.base


def kind_of_the_ladder(cast: Cast) -> Named:
    """One of the school's own kinds."""
    kind = drafted(cast).kinds[0]
    return Named(f"{kind.evidence.value}-{kind.key}")


OF_THE_LADDER: dict[str, Callable[[Cast], Any]] = {
    "version": lambda cast: LadderVersion.objects.in_use().get(),
    "stage": lambda cast: Named(drafted(cast).stages[1].key),
    "requirement": lambda cast: Named(asked_in(drafted(cast))[0].key),
    "way": lambda cast: Named(f"{drafted(cast).stages[0].key}-1"),
    "kind": kind_of_the_ladder,
}
