"""Where a class goes in September: a first proposal, pure, for a person to change.

3A goes to 4A. Children of a mixed class stay in it while it teaches their next year group, else
they go where that is taught. Where a school's names leave it open, nothing is proposed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from common.years import BESIDE_THE_RUN, YearGroup

_NUMBER = re.compile(r"\d+")
# How schools write the year before Year 1 and before Reception, with the space after it.
_EARLY: dict[int, re.Pattern[str]] = {
    YearGroup.Y1: re.compile(r"^(reception|rec|yr|r)\b\s*|^r(?=[a-z]$)", re.IGNORECASE),
    YearGroup.R: re.compile(r"^(nursery 2|nursery|n2|n)\b\s*|^n(?=[a-z]$)", re.IGNORECASE),
}


class Group(NamedTuple):
    """The children of one of this year's classes who go to the same year group."""

    class_pk: int
    class_name: str
    going_to: int


@dataclass(frozen=True)
class NextClass:
    """One of next year's classes and the year groups taught in it."""

    pk: int
    name: str
    years: frozenset[int]


def proposals(
    groups: Sequence[Group], classes: Sequence[NextClass]
) -> dict[Group, NextClass | None]:
    """Where each group goes; None where the names do not say, or nothing teaches them."""
    return {group: _proposal(group, groups, classes) for group in groups}


def leavers(groups: Sequence[Group], classes: Sequence[NextClass]) -> set[Group]:
    """The groups of the top year: what they would go to lies above all that is taught."""
    numbered = [year for one in classes for year in one.years if year not in BESIDE_THE_RUN]
    top = max(numbered, default=YearGroup.Y14)
    return {g for g in groups if g.going_to not in BESIDE_THE_RUN and g.going_to > top}


def _proposal(
    group: Group, groups: Sequence[Group], classes: Sequence[NextClass]
) -> NextClass | None:
    open_to = [one for one in classes if group.going_to in one.years]
    names = (moved_up(group.class_name, group.going_to), group.class_name)
    for name in names:
        for one in open_to:
            if one.name.casefold() == name.casefold():
                return one
    alone = [one for one in open_to if len(one.years) == 1]
    for found in (open_to, alone):
        if len(found) == 1:
            return found[0]
    return _same_stream(group, open_to) or _same_rank(group, groups, open_to)


def moved_up(name: str, going_to: int) -> str:
    """The name of a class a year on: `3A` becomes `4A`, `Reception B` becomes `1B`."""
    before, after = str(going_to - 1), YearGroup(going_to).code
    if going_to > YearGroup.Y1 and before in _NUMBER.findall(name):
        return re.sub(rf"(?<!\d){before}(?!\d)", after, name, count=1)
    early = _EARLY.get(going_to)
    return early.sub(after, name, count=1) if early else name


def _stream(name: str) -> str:
    """What tells the classes of a year apart: `A` of `3A`."""
    return _NUMBER.sub("", name).strip().casefold()


def _same_stream(group: Group, open_to: Sequence[NextClass]) -> NextClass | None:
    found = [one for one in open_to if _stream(one.name) == _stream(group.class_name)]
    return found[0] if len(found) == 1 else None


def _same_rank(
    group: Group, groups: Sequence[Group], open_to: Sequence[NextClass]
) -> NextClass | None:
    """The third of three goes to the third of three."""
    peers = sorted(g.class_name for g in groups if g.going_to == group.going_to)
    if len(peers) != len(open_to) or len(set(peers)) != len(peers):
        return None
    return sorted(open_to, key=lambda one: one.name)[peers.index(group.class_name)]


def years_taught(
    classes: Sequence[tuple[str, int | None]], now: Mapping[str, frozenset[int]]
) -> list[frozenset[int]]:
    """The year groups of next year's classes, given as (name, year group or None for a mixed one).

    A mixed class teaches what the one of its name teaches `now`.
    """
    by_name = {name.casefold(): years for name, years in now.items()}
    return [
        by_name.get(name.casefold(), frozenset()) if year is None else frozenset({year})
        for name, year in classes
    ]
