"""What has been decided about one held file: differences settled, leavers ticked, doubts accepted.

Kept with the held file as plain data, so that a person can stop and go on another day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

OURS, MIS = "ours", "mis"
Part = tuple[int, str]
"""A pupil and a part of the record: `(12, "status")`."""


@dataclass(frozen=True)
class Choices:
    """The decisions so far. A part without one is for later; a leaver without a day stays."""

    settled: Mapping[Part, str] = field(default_factory=dict)
    leavers: Mapping[int, date] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()

    def settling(self, decided: Mapping[Part, str]) -> "Choices":
        """With these parts decided; an empty choice puts a part off again."""
        settled = {**self.settled, **decided}
        return replace(self, settled={part: how for part, how in settled.items() if how})

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "settled": {f"{pk}:{part}": how for (pk, part), how in self.settled.items()},
            "leavers": {str(pk): on.isoformat() for pk, on in self.leavers.items()},
            "accepted": sorted(self.accepted),
        }


def choices_of(data: Mapping[str, Any]) -> Choices:
    """The decisions that JSON keeps."""
    settled = {}
    for key, how in data.get("settled", {}).items():
        pk, _, part = key.partition(":")
        settled[int(pk), part] = how
    leavers = {int(pk): date.fromisoformat(on) for pk, on in data.get("leavers", {}).items()}
    return Choices(settled, leavers, frozenset(data.get("accepted", ())))
