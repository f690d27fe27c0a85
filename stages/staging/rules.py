"""The rules of a draft, pure: which stage a child would be at, and since when.

They are kept on the draft as plain JSON (`as_json`, `rules_from`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from stages.staging.children import Child

PLAN, NONE = "E", "N"
NO_NEED = "none"


class Since(StrEnum):
    """From which day a child is at the stage, where nothing was chosen by hand."""

    STATUS = "status"
    DAY = "day"
    COLUMN = "column"


class Said(NamedTuple):
    """What the spreadsheet says about one child."""

    word: str
    since: date | None = None


@dataclass(frozen=True)
class Rules:
    """Which value leads to which stage (by its key; none: left as they are).

    `day` is used where the day a status began is not asked for or not known. `plan_stage` is for
    children with an EHC plan when the rules go by need or year group; `with_none` says whether
    those rules are also for children without SEN status.
    """

    how: str
    stages: Mapping[str, str]
    since: Since
    day: date
    plan_stage: str = ""
    with_none: bool = False
    column: str = ""
    since_column: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data for the draft."""
        return {**vars(self), "stages": dict(self.stages), "day": self.day.isoformat()}

    def proposal(self, child: Child, said: Said | None) -> "Proposal":
        """Where a child would stand by these rules."""
        return Proposal(self._stage_key(child, said), self._since(child, said))

    def _stage_key(self, child: Child, said: Said | None) -> str:
        value = value_of(child, self.how, said)
        if self.how in ("need", "year"):
            if child.code == NONE and not self.with_none:
                return ""
            if child.code == PLAN and self.plan_stage:
                return self.plan_stage
        return self.stages.get(value, "")

    def _since(self, child: Child, said: Said | None) -> date:
        """The day asked for, or the day the child joined where that is later."""
        day = self.day
        if self.since is Since.COLUMN and said and said.since:
            day = said.since
        elif self.since is Since.STATUS and child.code != NONE and child.code_since:
            day = child.code_since
        return max(day, child.pupil.joined_on or day)


@dataclass(frozen=True)
class Proposal:
    """A stage by its key (none: not placed), and the day it would hold from."""

    stage_key: str
    since: date


def rules_from(data: Mapping[str, Any]) -> Rules:
    """The rules a draft keeps."""
    day = date.fromisoformat(data["day"])
    return Rules(**{**data, "day": day, "since": Since(data["since"])})


def value_of(child: Child, how: str, said: Said | None) -> str:
    """What a rule goes by: the code, the main need, the year group or the word in the column."""
    if how == "column":
        return said.word if said else ""
    return {"status": child.code, "need": child.need or NO_NEED, "year": str(child.year)}[how]
