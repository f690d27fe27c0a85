"""What a file would change: every child new, changed or as before, and what is in the way.

Nothing is written here. The same plan is made again when it is carried out, and its `digest` says
whether it is still the one that was shown.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pupils.imports.changes import Change, Write
from pupils.imports.differences import Difference
from pupils.imports.incoming import Problem
from pupils.imports.oddities import NO_ARCHIVING, Oddity

Heard = tuple[tuple[str, Any], ...]
"""What a file says of one child, as `MisRecord` keeps it until the next one."""


@dataclass(frozen=True)
class PlannedPupil:
    """One row of the file and what it would do; `pupil_id` is None for a child who is new here."""

    row: int
    pupil_id: int | None
    name: str
    year: str
    class_name: str
    writes: tuple[Write, ...]
    changes: tuple[Change, ...]
    heard: Heard = ()


@dataclass(frozen=True)
class Leaver:
    """A child on roll here whom the file lacks, or of whom it says the day they left.

    `on` is the last day a person chose; without it nothing happens.
    """

    pupil_id: int
    stated: date | None = None
    on: date | None = None


@dataclass(frozen=True)
class Plan:
    """What would happen, whole or not at all."""

    created: tuple[PlannedPupil, ...]
    updated: tuple[PlannedPupil, ...]
    unchanged: tuple[int, ...]
    new_classes: tuple[tuple[str, int | None], ...]
    problems: tuple[Problem, ...]
    missing_classes: tuple[str, ...]
    leavers: tuple[Leaver, ...]
    unused_columns: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    settled: tuple[tuple[int, str, str], ...] = ()
    oddities: tuple[Oddity, ...] = ()
    accepted: frozenset[str] = frozenset()
    heard: tuple[tuple[int, Heard], ...] = ()
    news: int = 0
    is_refresh: bool = False

    @cached_property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps the whole file out."""
        return tuple(problem for problem in self.problems if not problem.warning)

    @cached_property
    def notes(self) -> tuple[Problem, ...]:
        """What is told of rows, and keeps nothing out."""
        return tuple(problem for problem in self.problems if problem.warning)

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """The same, and each difference that nobody has settled, for a list in a file."""
        left = (Problem(d.row, d.name, d.sentence, warning=True) for d in self.to_settle)
        return (*self.notes, *left)

    @cached_property
    def to_settle(self) -> tuple[Difference, ...]:
        """The differences that nobody has settled, before or now."""
        done = {(pk, part) for pk, part, _ in self.settled}
        return tuple(d for d in self.differences if d.is_open and (d.pupil_id, d.part) not in done)

    @property
    def asked(self) -> tuple[Difference, ...]:
        """The differences a person is asked about: the open ones, chosen or not."""
        return tuple(difference for difference in self.differences if difference.is_open)

    @property
    def ours_already(self) -> int:
        """How many more differ, and are on the list to key in."""
        return len(self.differences) - len(self.asked)

    @property
    def archived(self) -> tuple[Leaver, ...]:
        """The leavers a person chose, where the file lets anyone be archived."""
        return tuple(leaver for leaver in self.leavers if leaver.on) if self.may_archive else ()

    @property
    def may_archive(self) -> bool:
        """Whether leavers can be archived: not by a list that looks cut, until that is accepted."""
        return all(o.key in self.accepted for o in self.oddities if o.key in NO_ARCHIVING)

    @cached_property
    def doubts(self) -> tuple[Oddity, ...]:
        """What is odd and not accepted, and keeps the file out."""
        return tuple(o for o in self.oddities if o.keeps_out and o.key not in self.accepted)

    @property
    def count(self) -> int:
        """How many children would be new, changed or archived."""
        return len(self.created) + len(self.updated) + len(self.archived)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file is here already."""
        return self.count == 0

    @property
    def says_nothing_new(self) -> bool:
        """Whether it neither changes a record nor tells what the MIS did not say before."""
        return self.changes_nothing and not self.news and not self.settled

    @cached_property
    def digest(self) -> str:
        """Stands for all that would be written: another digest, another plan."""
        planned = [(p.pupil_id, p.writes) for p in (*self.created, *self.updated)]
        whole = repr(
            (planned, self.new_classes, self.errors, self.unchanged, self.archived, self.settled)
        )
        return hashlib.sha256(whole.encode()).hexdigest()
