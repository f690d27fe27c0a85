"""One figure: read from a cell within sane limits, shown, compared with the last. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from pupils.imports.incoming import BadValue, squashed
from pupils.models.snapshots import SnapshotKind

MOST_SUSPENDED = 45
"""Days in a school year: more is unlawful (Education Act 2002, s51A; 2012 Regulations, reg 5)."""

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,6})?")
Scale = Sequence[str]


def read_value(text: str, kind: str, scale: Scale, *, as_share: bool = False) -> str:
    """A cell as it is kept: `94.2`, `1.5`, the scale's own word. Raises `BadValue` for any other.

    With `as_share` an attendance is a share of 1, as a spreadsheet holds a percentage.
    """
    if kind == SnapshotKind.ATTENDANCE:
        return _attendance(text, as_share)
    if kind == SnapshotKind.SUSPENSIONS:
        return _suspensions(text)
    return _attainment(text, scale)


def _attendance(text: str, as_share: bool) -> str:
    number = _number(text.removesuffix("%").strip())
    if as_share and not text.endswith("%"):
        number *= 100
    if number > 100:
        raise BadValue(f"“{text[:20]}” is more than 100%.")
    return _plain(number.quantize(Decimal("0.1")))


def _suspensions(text: str) -> str:
    days = _number(text.casefold().removesuffix("days").removesuffix("day").strip())
    if days * 2 != int(days * 2):
        raise BadValue(f"“{text[:20]}” is neither whole days nor half days.")
    if days > MOST_SUSPENDED:
        raise BadValue(f"A pupil cannot be suspended for more than {MOST_SUSPENDED} days a year.")
    return _plain(days)


def _attainment(text: str, scale: Scale) -> str:
    wanted = squashed(text)
    for word in scale:
        if squashed(word) == wanted and wanted:
            return word
    words = ", ".join(scale)
    raise BadValue(f"“{text[:40]}” is not on your scale ({words}).")


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise BadValue(f"“{text[:20]}” is not a number of 0 or more.")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise BadValue(f"“{text[:20]}” is not a number.") from None


def _plain(number: Decimal) -> str:
    """`94.2`, `100`, `0.5`: no zeros after the point."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def are_shares(texts: Sequence[str]) -> bool:
    """Whether a column of attendance holds shares of 1: none above it, and one within."""
    numbers = [Decimal(text) for text in texts if _NUMBER.fullmatch(text)]
    return any(0 < n < 1 for n in numbers) and all(n <= 1 for n in numbers)


def in_words(kind: str, value: str) -> str:
    """A figure as people read it: `94.2%`, `1.5 days`, `Expected`."""
    if kind == SnapshotKind.ATTENDANCE:
        return f"{Decimal(value):.1f}%"
    if kind == SnapshotKind.SUSPENSIONS:
        return f"{value} day{'' if value == '1' else 's'}"
    return value


def change(kind: str, value: str, before: str, scale: Scale) -> str:
    """What became of a figure since the one before; empty where nobody can say.

    Steps on the scale for attainment; points of a percentage for attendance; days for suspensions.
    """
    if value == before:
        return "as before"
    if kind == SnapshotKind.ATTAINMENT:
        if value not in scale or before not in scale:
            return ""
        steps = list(scale).index(value) - list(scale).index(before)
        return f"{_way(steps)} {abs(steps)} step{'' if abs(steps) == 1 else 's'}"
    moved = Decimal(value) - Decimal(before)
    size = _plain(abs(moved))
    if kind == SnapshotKind.ATTENDANCE:
        return f"{_way(moved)} {size}"
    return f"{_way(moved)} {size} day{'' if size == '1' else 's'}"


def _way(moved: Decimal | int) -> str:
    return "up" if moved > 0 else "down"


def mistakes_in_scale(words: Sequence[str]) -> str:
    """What keeps words from being a scale, in one sentence; empty when nothing does."""
    keys = [squashed(word) for word in words]
    if len(words) < 2:
        return "A scale has at least two words, the lowest first."
    if not all(keys):
        return "Every word of the scale needs a letter or a digit."
    if len(set(keys)) < len(keys):
        return "A word stands twice on this scale."
    if any(len(word) > 40 for word in words):
        return "A word of the scale has at most 40 characters."
    return ""
