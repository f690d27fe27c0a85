"""The sections of a plan, pure: what each is headed, what goes in it, and who reads it.

A template holds them as data; a plan keeps the ones it was begun with, so that a later change of
the template changes no plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Self

LONGEST_HEADING = 80
LONGEST_GUIDANCE = 400


class Sort(StrEnum):
    """What sort of content a section has, with the words people choose it by."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the stored value."""
        sort = str.__new__(cls, value)
        sort._value_ = value
        sort.label = label
        return sort

    TEXT = "text", "Text"
    LINES = "lines", "A list, one thing a line"
    FACTS = "facts", "Facts, such as a name and a value on each line"
    PEOPLE = "people", "People, one a line"
    TARGETS = "targets", "Targets"
    STRATEGIES = "strategies", "Strategies"
    AVOID = "avoid", "What to avoid, one thing a line"
    PUPIL_VOICE = "pupil_voice", "The child's voice"
    PARENT_VOICE = "parent_voice", "The parents' voice"
    SIGNATURES = "signatures", "Who signs, one a line"


# What is written as rows of their own; a plan has each of these at most once.
ROWS = frozenset({Sort.TARGETS, Sort.STRATEGIES})
IN_LINES = frozenset({Sort.LINES, Sort.FACTS, Sort.PEOPLE, Sort.AVOID, Sort.SIGNATURES})
VOICES = frozenset({Sort.PUPIL_VOICE, Sort.PARENT_VOICE})
ONCE = ROWS | {Sort.AVOID, Sort.SIGNATURES}


class SectionsError(ValueError):
    """Sections that make no plan; says which and why in one sentence."""


@dataclass(frozen=True)
class SectionSpec:
    """One section: its key within the plan, heading, guidance for the writer, sort, and readers.

    `on_ta_copy` and `on_class_copy` say whether a teaching assistant reads it and whether it is in
    the class file; `for_parent` whether it is in the plan that parents are given.
    """

    key: str
    heading: str
    sort: Sort = Sort.TEXT
    guidance: str = ""
    for_parent: bool = True
    on_ta_copy: bool = True
    on_class_copy: bool = True

    def as_json(self) -> dict[str, Any]:
        """As a template keeps it."""
        return asdict(self) | {"sort": self.sort.value}


def read_sections(rows: Iterable[Mapping[str, Any]]) -> list[SectionSpec]:
    """The sections that plain data holds. Raises `SectionsError` for what makes no plan."""
    known = {field.name for field in fields(SectionSpec)}
    found = []
    for row in rows:
        if odd := sorted(set(row) - known):
            raise SectionsError(f"A section has no {odd[0]!r}.")
        try:
            found.append(SectionSpec(**{**row, "sort": Sort(row.get("sort", Sort.TEXT))}))
        except (TypeError, ValueError) as fault:
            raise SectionsError(f"A section cannot be read: {fault}.") from None
    refuse_faults(found)
    return found


def refuse_faults(sections: Sequence[SectionSpec]) -> None:
    """Raise `SectionsError` unless these sections make a plan."""
    for section in sections:
        if not section.key or not section.heading.strip():
            raise SectionsError("Every section has a heading.")
        if len(section.heading) > LONGEST_HEADING:
            raise SectionsError(f"A heading has at most {LONGEST_HEADING} letters.")
    keys = [section.key for section in sections]
    headings = [section.heading.strip().casefold() for section in sections]
    if len(set(keys)) < len(keys) or len(set(headings)) < len(headings):
        raise SectionsError("Two sections have the same heading.")
    for sort in ONCE:
        if sum(section.sort is sort for section in sections) > 1:
            raise SectionsError(f"A plan has one section for {sort.label.lower()}.")
