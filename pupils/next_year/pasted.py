"""A pasted list of "UPN or name, class": who is meant, where they go, and what is in the way.

All or nothing: while one line has a problem, none is carried out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pupils.imports.incoming import Incoming, squashed
from pupils.imports.known import names_of
from pupils.models import Pupil
from pupils.next_year.arranging import Wish
from pupils.upn import tidy_upn
from schools.models import ClassGroup

LEAVES = frozenset({"leaves", "leaver", "leaving", "left"})
MOST_LINES = 2000


@dataclass(frozen=True)
class Line:
    """One line: who, and to which class, as typed."""

    number: int
    who: str
    to: str


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with a line, in one sentence."""

    number: int
    text: str
    sentence: str


@dataclass
class PastedPlan:
    """What the lines would do."""

    wishes: dict[int, Wish] = field(default_factory=dict)
    told: list[tuple[int, str, str]] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)


def read_lines(text: str) -> list[Line]:
    """The lines of a text: the class stands after the last tab, semicolon or comma of each."""
    found = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        if not line.strip():
            continue
        mark = next((sign for sign in "\t;," if sign in line), None)
        who, _, to = line.rpartition(mark) if mark else (line, "", "")
        found.append(Line(number, who.strip(" \t;,"), to.strip()))
    return found


def as_text(incoming: Incoming) -> str:
    """The rows of a spreadsheet as such lines, to be looked at and changed."""
    rows = [(row.upn or f"{row.surname}, {row.forename}", row) for row in incoming.pupils]
    return "\n".join(f"{who}\t{row.class_name}" for who, row in rows)


class Roll:
    """Everyone on roll by UPN and by the ways they may be called."""

    def __init__(self, pupils: Iterable[Pupil]) -> None:
        self.by_upn: dict[str, Pupil] = {}
        self.by_name: dict[str, set[Pupil]] = defaultdict(set)
        for pupil in pupils:
            if pupil.upn:
                self.by_upn[pupil.upn] = pupil
            for forename, surname in names_of(pupil):
                self.by_name[forename + surname].add(pupil)
                self.by_name[surname + forename].add(pupil)

    def find(self, who: str) -> Pupil | str:
        """The child meant, or why nobody can be sure."""
        if (upn := tidy_upn(who)) in self.by_upn:
            return self.by_upn[upn]
        found = self.by_name.get(squashed(who), set())
        if len(found) > 1:
            return f"Several children here are called “{who}”: give the UPN."
        return next(iter(found)) if found else f"Nobody on roll is called “{who}”, or has that UPN."


def plan_lines(
    lines: Iterable[Line], roll: Roll, classes: Mapping[str, ClassGroup], year: str
) -> PastedPlan:
    """What the lines would do with the children of a roll; `classes` by `squashed` name."""
    plan = PastedPlan()
    first: dict[int, tuple[int, Wish]] = {}
    for line in lines:
        wish = _wish(line, classes, year)
        child = roll.find(line.who) if line.who else "This line names nobody."
        if isinstance(child, str) or isinstance(wish, str):
            sentence = child if isinstance(child, str) else str(wish)
            plan.problems.append(LineProblem(line.number, f"{line.who}, {line.to}", sentence))
            continue
        number, before = first.setdefault(child.pk, (line.number, wish))
        if before != wish:
            sentence = f"Line {number} puts this child into another class."
            plan.problems.append(LineProblem(line.number, f"{line.who}, {line.to}", sentence))
        elif child.pk not in plan.wishes:
            plan.wishes[child.pk] = wish
            plan.told.append((child.pk, child.name, "Leaves" if wish.leaves else line.to))
    return plan


def _wish(line: Line, classes: Mapping[str, ClassGroup], year: str) -> Wish | str:
    if not line.to:
        return "No class is named: write it after a comma."
    if squashed(line.to) in LEAVES:
        return Wish(leaves=True)
    group = classes.get(squashed(line.to))
    return Wish(class_pk=group.pk) if group else f"There is no class “{line.to}” in {year}."
