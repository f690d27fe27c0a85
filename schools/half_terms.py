"""Whether six half-terms make a year: pure, so that the form and the action say the same.

A school enters its own dates (statutory.md section 4); each mistake is one sentence that names
the half-term it is about.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from common.dates import long_date
from schools.calendar import Span

# No holiday inside a school year is longer, and no summer holiday: beyond it, a date is mistyped.
LONGEST_BREAK = timedelta(weeks=5)
LONGEST_SUMMER = timedelta(weeks=10)

NAMES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")


class Mistake(NamedTuple):
    """What is wrong with a half-term's dates: its name, which end, and a sentence that says it."""

    name: str
    end: str
    sentence: str


def mistakes_in(spans: Sequence[Span], *, first: date, last: date) -> list[Mistake]:
    """All that keeps these half-terms from being the six of a year from `first` to `last`."""
    by_name = {span.name: span for span in spans}
    missing = [Mistake(n, "starts_on", f"{n} has no dates.") for n in NAMES if n not in by_name]
    known = [by_name[name] for name in NAMES if name in by_name]
    found = [mistake for span in known for mistake in _of_one(span, first, last)]
    found = found or [m for pair in pairwise(known) for m in _overlap(*pair)]
    if not found and not missing:
        found = [m for pair in pairwise(known) for m in _too_far(*pair)]
        found += _around(known, first, last)
    return missing + found


def _of_one(span: Span, first: date, last: date) -> list[Mistake]:
    if span.ends_on <= span.starts_on:
        words = f"{span.name} ends on {long_date(span.ends_on)}, not after it starts."
        return [Mistake(span.name, "ends_on", words)]
    outside = [
        (end, day)
        for end, day in (("starts_on", span.starts_on), ("ends_on", span.ends_on))
        if not first <= day <= last
    ]
    verbs = {"starts_on": "starts", "ends_on": "ends"}
    return [
        Mistake(
            span.name,
            end,
            f"{span.name} {verbs[end]} on {long_date(day)}, outside the year"
            f" ({long_date(first)} to {long_date(last)}).",
        )
        for end, day in outside
    ]


def _overlap(earlier: Span, later: Span) -> list[Mistake]:
    if later.starts_on > earlier.ends_on:
        return []
    words = (
        f"{later.name} starts on {long_date(later.starts_on)}, before {earlier.name} is over"
        f" ({long_date(earlier.ends_on)})."
    )
    return [Mistake(later.name, "starts_on", words)]


def _too_far(earlier: Span, later: Span) -> list[Mistake]:
    """A break that no school has: most often a month or a year that was mistyped."""
    away = later.starts_on - earlier.ends_on
    if away <= LONGEST_BREAK:
        return []
    words = (
        f"{later.name} starts on {long_date(later.starts_on)}, {away.days // 7} weeks after"
        f" {earlier.name} ends ({long_date(earlier.ends_on)}): no holiday in a school year is that"
        " long."
    )
    return [Mistake(later.name, "starts_on", words)]


def _around(known: Sequence[Span], first: date, last: date) -> list[Mistake]:
    """A year that begins long after its first day, or ends long before its last."""
    found = []
    for span in known:
        late = span.name == NAMES[0] and span.starts_on - first > LONGEST_BREAK
        if late:
            words = (
                f"{span.name} starts on {long_date(span.starts_on)}: school begins in September."
            )
            found.append(Mistake(span.name, "starts_on", words))
        if span.name == NAMES[-1] and last - span.ends_on > LONGEST_SUMMER:
            words = f"{span.name} ends on {long_date(span.ends_on)}: the year goes on into summer."
            found.append(Mistake(span.name, "ends_on", words))
    return found
