"""What a school's checklist can start from, by the key of the ladder it began with."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pupils.models.checklists import Question, Sort

FILE = Path(__file__).parent / "checklist_starts.toml"


@dataclass(frozen=True)
class Start:
    """A name, and questions that have no key yet."""

    key: str
    name: str
    questions: tuple[Question, ...]


@cache
def starts() -> tuple[Start, ...]:
    """Every start, in the order they are offered."""
    found = tomllib.loads(FILE.read_text())
    return tuple(
        Start(
            key,
            start["name"],
            tuple(
                Question("", group["heading"], words, sort.value)
                for group in start["groups"]
                for sort in (Sort.WORDS, Sort.YES_NO, Sort.SCALE)
                for words in group.get(sort.value, ())
            ),
        )
        for key, start in found.items()
    )


def start_of(key: str) -> Start | None:
    """The start with this key."""
    return next((start for start in starts() if start.key == key), None)
