"""How long a ladder's texts and lists may be: what its tables can hold. Pure.

A draft is kept as a value, so that only publishing meets the tables; these limits refuse earlier,
and in words, what the tables would not take.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from stages.ladder import Kind, LadderSpec, LinkSpec, RequirementSpec, RouteSpec, StageSpec

LONGEST: dict[type, dict[str, int]] = {
    LadderSpec: {"key": 40, "name": 120, "source": 200},
    StageSpec: {
        "key": 40,
        "label": 40,
        "name": 120,
        "provision": 200,
        "timeframe_note": 200,
        "together": 40,
        "list_name": 80,
    },
    RequirementSpec: {"key": 60, "words": 200, "of": 40, "whose": 20, "about": 120},
    RouteSpec: {"words": 160},
    LinkSpec: {"name": 120, "owner": 20, "address": 200, "note": 200},
    Kind: {"key": 40, "name": 120, "short": 40},
}
NEEDED = {
    LadderSpec: ("key", "name", "source"),
    StageSpec: ("key", "name"),
    RequirementSpec: ("key", "words"),
    RouteSpec: ("words",),
    LinkSpec: ("name",),
    Kind: ("key", "name"),
}
LONGEST_TEXT = 2000  # of what has no column of its own length
MOST_STAGES, MOST_IN_A_LIST, MOST_ASKED = 30, 200, 50
WEB = ("http://", "https://")


def too_much(ladder: LadderSpec) -> Iterator[str]:
    """What a ladder's tables could not hold, or nobody could read; one sentence each."""
    if len(ladder.stages) > MOST_STAGES:
        yield f"there are {len(ladder.stages)} stages; {MOST_STAGES} are the most."
    for part in _parts(ladder):
        yield from _faults_of(part)


def _parts(value: Any) -> Iterator[Any]:
    """A dataclass and every dataclass inside it."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _parts(each)


def _faults_of(part: Any) -> Iterator[str]:
    place = _place(part)
    for name in NEEDED.get(type(part), ()):
        if not getattr(part, name).strip():
            yield f"{place}: the {_word(name)} is missing."
    longest = LONGEST.get(type(part), {})
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, str) and len(value) > longest.get(field.name, LONGEST_TEXT):
            most = longest.get(field.name, LONGEST_TEXT)
            yield f"{place}: the {_word(field.name)} is longer than {most} characters."
        if isinstance(value, tuple):
            yield from _list_faults(place, field.name, value)
    if isinstance(part, RequirementSpec) and part.count > MOST_ASKED:
        yield f"{place}: asks for {part.count} of them; {MOST_ASKED} are the most."
    if isinstance(part, LinkSpec) and part.address and not part.address.startswith(WEB):
        yield f"{place}: the address {part.address!r} is not a web address (https://...)."


def _list_faults(place: str, name: str, values: tuple[Any, ...]) -> Iterator[str]:
    if len(values) > MOST_IN_A_LIST:
        yield f"{place}: the {_word(name)} are more than {MOST_IN_A_LIST}."
    for value in values:
        if isinstance(value, str) and not 0 < len(value) <= LONGEST_TEXT:
            yield f"{place}: a line of the {_word(name)} is empty or too long."


def _place(part: Any) -> str:
    for name in ("title", "words", "name", "key"):
        text = getattr(part, name, "")
        if text:
            return f"{text[:60]!r}"
    return "the ladder"


def _word(name: str) -> str:
    return name.replace("_", " ")
