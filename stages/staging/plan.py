"""What a draft would do: every child's line, what cannot be done and why, what will follow.

The rules of every move decide (`stages.rules`); nothing is written here.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from common.dates import long_date
from common.errors import Refused
from stages.models import Stage, StagingChoice
from stages.rules import Standpoint, refuse_codes, refuse_day, refuse_leaver
from stages.staging.children import Child
from stages.staging.rules import Rules, Said


@dataclass(frozen=True)
class Line:
    """One child in a draft. `problem` is why the child cannot be placed so; empty when they can.

    Without a stage the child is left as they are; `by_hand` when somebody chose that for the child.
    """

    child: Child
    stage: Stage | None
    since: date
    by_hand: bool
    problem: str = ""

    @property
    def state(self) -> str:
        """placed, refused, out (left out by hand) or none (no rule is for the child)."""
        if self.problem:
            return "refused"
        if self.stage:
            return "placed"
        return "out" if self.by_hand else "none"

    @property
    def code_after(self) -> str:
        """N, K or E once it is done: a plan stays, else the stage's own code."""
        if self.state != "placed" or self.stage is None or self.child.code == "E":
            return self.child.code
        return self.stage.sen_code

    @property
    def changes_code(self) -> bool:
        """Whether it takes the child onto the register, or off it."""
        return self.code_after != self.child.code

    @property
    def code_words(self) -> str:
        """What becomes of the SEN status: `N becomes K`."""
        return f"{self.child.code} becomes {self.code_after}"

    @property
    def begins_earlier(self) -> bool:
        """Whether SEN support would begin before the day it is recorded from."""
        same = self.code_after == self.child.code == "K"
        return bool(same and self.child.code_since and self.since < self.child.code_since)

    @property
    def in_words(self) -> str:
        """`Stage 3: SEN support, since 1 September 2026`, or that the child is left out."""
        if self.stage is None:
            return "not placed"
        return f"{self.stage.title}, since {long_date(self.since)}"

    @property
    def token(self) -> str:
        """What a page remembers of the line it showed, so that a clash is noticed."""
        return f"{self.stage.key if self.stage else ''}|{self.since.isoformat()}"


@dataclass(frozen=True)
class Plan:
    """Every line by surname, and the stages a child can be placed on, in order."""

    lines: Sequence[Line]
    stages: Sequence[Stage]

    def of(self, *states: str) -> list[Line]:
        """The lines in these states."""
        return [line for line in self.lines if line.state in states]

    @property
    def placed(self) -> list[Line]:
        return self.of("placed")

    @property
    def changing(self) -> list[Line]:
        """Those whose SEN status changes: to be said loudly."""
        return [line for line in self.placed if line.changes_code]

    def at_each_stage(self) -> list[tuple[Stage, int]]:
        """How many children would stand at each stage, in the ladder's order; empty ones too."""
        counts = Counter(line.stage.key for line in self.placed if line.stage)
        return [(stage, counts[stage.key]) for stage in self.stages]

    def codes(self) -> Counter[tuple[str, str]]:
        """How many go from which SEN code to which."""
        return Counter((line.child.code, line.code_after) for line in self.placed)

    @property
    def digest(self) -> str:
        """Stands for exactly what would be done: a yes to anything else is refused."""
        lines = sorted(
            f"{line.child.pk} {line.token} {line.child.code}>{line.code_after}"
            for line in self.placed
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def make_plan(
    children: Iterable[Child],
    rules: Rules,
    stages: Sequence[Stage],
    *,
    choices: Mapping[int, StagingChoice],
    said: Mapping[int, Said],
    today: date,
) -> Plan:
    """The plan of a draft: its rules, and over them what was chosen by hand."""
    by_key = {stage.key: stage for stage in stages}
    lines = []
    for child in children:
        proposal = rules.proposal(child, said.get(child.pk))
        choice = choices.get(child.pk)
        key = choice.stage_key if choice else proposal.stage_key
        since = (choice.since if choice else None) or proposal.since
        problem = _problem(child, key, by_key.get(key), since, today) if key else ""
        lines.append(Line(child, by_key.get(key), since, choice is not None, problem))
    return Plan(lines, stages)


def _problem(child: Child, key: str, stage: Stage | None, since: date, today: date) -> str:
    """Why a child cannot be placed so, in one sentence; the rules of every move."""
    if child.placed_at:
        return f"{child.pupil.shown_forename} is at a stage already: {child.placed_at}."
    if stage is None:
        return f"The stage “{key}” is no longer on the ladder."
    point = Standpoint(child.pupil, None, child.code, today)
    try:
        refuse_leaver(point)
        refuse_day(point, since)
        refuse_codes(point, stage, since, child.code_on(since))
    except Refused as refusal:
        return str(refusal)
    return ""
