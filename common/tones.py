"""Colours of a ladder, light to deep, and the widths of its strip (look.md, "stages").

Five colours are given; a ladder may have any number of stages. The gap between the third and
the fourth is never interpolated: neither ink nor white can be read there.
"""

from collections.abc import Sequence
from typing import NamedTuple

INK = "#17242e"
WHITE = "#ffffff"


class Tone(NamedTuple):
    """What a shape is filled with, and the colour of the words on it."""

    fill: str
    text: str


TONES = (
    Tone("#dcebe8", INK),
    Tone("#c8e1dc", INK),
    Tone("#b5d7d1", INK),
    Tone("#a3cdc6", INK),
    Tone("#91c3bc", INK),
    Tone("#7fb9b1", INK),
    Tone("#2a7974", WHITE),
    Tone("#236f6d", WHITE),
    Tone("#1c6666", WHITE),
    Tone("#165c5e", WHITE),
    Tone("#0f5257", WHITE),
)
LIGHT = range(6)
DARK = range(6, 11)
WIDEST = 40
NARROWEST = 5


def tone_indexes(stages: int) -> list[int]:
    """The tone of each step of a ladder with so many stages: 5 gives `[0, 2, 5, 6, 10]`."""
    light = (stages + 1) // 2
    return _spread(light, LIGHT) + _spread(stages - light, DARK)


def strip_widths(counts: Sequence[int]) -> list[int]:
    """Whole shares between 5 and 40 for the steps of a strip, by how many children each holds."""
    most = max(counts, default=0)
    if most == 0:
        return [NARROWEST for _ in counts]
    room = WIDEST - NARROWEST
    return [NARROWEST + round(room * count / most) for count in counts]


def _spread(steps: int, over: range) -> list[int]:
    """So many tones, evenly from the first to the last of a half; a lone dark one is deepest."""
    if steps == 1:
        return [over[0] if over is LIGHT else over[-1]]
    return [over[round(step * (len(over) - 1) / (steps - 1))] for step in range(steps)]
