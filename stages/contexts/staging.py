"""What the review of a draft shows: its parts, fifty lines of one, and what will follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from common.tones import tone_indexes
from stages.staging.plan import Line, Plan
from stages.staging.sheet import Sheet, UnmatchedRow

PAGE = 50


@dataclass(frozen=True)
class Part:
    """One part of a draft: its name in the address, its words, and what is in it."""

    key: str
    label: str
    rows: Sequence[Any]


@dataclass(frozen=True)
class StageCount:
    """How many children would stand at a stage, with its colour."""

    title: str
    tone: int
    place: int
    count: int


@dataclass(frozen=True)
class Follows:
    """What the yes would do: children at each stage, what stays, and what is to be said loudly."""

    placed: int
    refused: int
    stages: list[StageCount]
    quiet: list[str]
    loud: list[str]


@dataclass(frozen=True)
class Review:
    """The parts of a draft, the one shown, and its page of lines or of unmatched rows."""

    parts: tuple[Part, ...]
    shown: Part
    page: Page

    @property
    def lines(self) -> list[Line]:
        return [row for row in self.page.object_list if isinstance(row, Line)]

    @property
    def unmatched(self) -> list[UnmatchedRow]:
        return [row for row in self.page.object_list if isinstance(row, UnmatchedRow)]


def review_of(plan: Plan, sheet: Sheet | None, asked: str, number: str) -> Review:
    """The part the address asks for, or the list itself."""
    parts = [
        Part("placed", "To be placed", plan.placed),
        Part("changing", "SEN status changes", plan.changing),
        Part("refused", "Cannot be placed", plan.of("refused")),
        Part("out", "Left out", plan.of("out")),
        Part("none", "Everyone else", plan.of("none")),
    ]
    if sheet:
        parts.append(Part("unmatched", "Rows of nobody here", sheet.unmatched))
    shown = next((part for part in parts if part.key == asked), parts[0])
    return Review(tuple(parts), shown, Paginator(shown.rows, PAGE).get_page(number))


def follows(plan: Plan) -> Follows:
    """What the yes would do, in words."""
    tones = tone_indexes(len(plan.stages))
    counted = plan.at_each_stage()
    stages = [
        StageCount(stage.title, tone, place, count)
        for place, ((stage, count), tone) in enumerate(zip(counted, tones, strict=True), 1)
    ]
    return Follows(
        placed=len(plan.placed),
        refused=len(plan.of("refused")),
        stages=stages,
        quiet=_quiet(plan),
        loud=_loud(plan),
    )


def _quiet(plan: Plan) -> list[str]:
    words = {
        ("K", "K"): "stay on SEN support (K)",
        ("E", "E"): "keep their EHC plan (E)",
        ("N", "N"): "stay without SEN status (N), below the register",
    }
    codes = plan.codes()
    return [f"{codes[way]} {said}." for way, said in words.items() if codes[way]]


def _loud(plan: Plan) -> list[str]:
    """Who comes onto the register or leaves it, and whose support begins earlier than recorded."""
    codes = plan.codes()
    found = []
    if joining := codes["N", "K"]:
        found.append(
            f"{joining} with no SEN status now come onto the SEN register: N becomes K. Their"
            " parents must be told (Code of Practice, 6.48)."
        )
    if leaving := codes["K", "N"]:
        found.append(
            f"{leaving} on SEN support go to a stage below the register: K becomes N. Their parents"
            " must be told."
        )
    if earlier := sum(line.begins_earlier for line in plan.placed):
        found.append(
            f"For {earlier}, SEN support (K) then begins earlier than it is recorded now: on the"
            " day given here."
        )
    return found
