"""Lengths of a stage and frequencies of a requirement, written as a school would say them.

A ladder holds them as short text (`6 teaching weeks`, `3 a year`, `in October, February, July`);
here the text becomes a value the engine can count with, and back again. Pure.
"""

import re
from calendar import month_name
from dataclasses import dataclass
from typing import Self

from stages.vocabulary import Word

LONGEST_WEEKS = 104
MOST_A_YEAR = 52
_WEEKS_IN = {"teaching_weeks": 1, "calendar_weeks": 1, "half_terms": 7, "terms": 14}


class Unit(Word):
    """What a stage's timeframe is counted in."""

    TEACHING_WEEKS = "teaching_weeks", "teaching weeks"
    CALENDAR_WEEKS = "calendar_weeks", "calendar weeks"
    HALF_TERMS = "half_terms", "half-terms"
    TERMS = "terms", "terms"
    MONTHS = "months", "until the next named month"
    ONGOING = "ongoing", "ongoing"


class Every(Word):
    """How a requirement comes round."""

    ONCE = "once", "once"
    WEEKS = "weeks", "every so many weeks"
    HALF_TERM = "half_term", "half-termly"
    TERM = "term", "termly"
    TIMES_A_YEAR = "times_a_year", "times a year"
    MONTHS = "months", "in named months"
    AT_EVERY = "at_every", "at every one of a kind"
    AS_NEEDED = "as_needed", "as needed"


@dataclass(frozen=True, slots=True)
class Timeframe:
    """How long a stage lasts. `n` counts `unit`; `months` are 1 to 12 in the school's order."""

    unit: Unit
    n: int = 0
    months: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError`, in a sentence, for a length that cannot be counted with."""
        if self.unit is Unit.MONTHS:
            _refuse_months(self.months)
        elif self.unit is not Unit.ONGOING:
            _refuse_length(self.n, self.unit)

    @classmethod
    def read(cls, text: str) -> Self:
        """The timeframe a phrase names. Raises `ValueError` when it names none.

        Readable: `6 teaching weeks`, `26 calendar weeks`, `2 half-terms`, `1 term`,
        `until October, February, July`, `ongoing`. Zero and more than 104 weeks are refused.
        """
        if text == "ongoing":
            return cls(Unit.ONGOING)
        if text.startswith("until "):
            return cls(Unit.MONTHS, months=_months(text.removeprefix("until ")))
        found = re.fullmatch(r"(\d+) (teaching week|calendar week|half-term|term)s?", text)
        if found is None:
            raise ValueError(f"{text!r} is not a timeframe; say for example '6 teaching weeks'")
        unit = Unit(found[2].replace(" ", "_").replace("-", "_") + "s")
        return cls(unit, int(found[1]))

    def __str__(self) -> str:
        """The phrase `read` takes."""
        if self.unit is Unit.ONGOING:
            return "ongoing"
        if self.unit is Unit.MONTHS:
            return f"until {_month_words(self.months)}"
        return f"{self.n} {self.unit.label if self.n != 1 else self.unit.label[:-1]}"


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something is asked for. `at_least` keeps a document's 'at least' or 'or more'."""

    every: Every
    n: int = 1
    months: tuple[int, ...] = ()
    of: str = ""
    at_least: bool = False

    def __post_init__(self) -> None:
        """Raises `ValueError`, in a sentence, for what does not come round."""
        if self.every is Every.MONTHS:
            _refuse_months(self.months)
        elif self.every is Every.WEEKS:
            _refuse_length(self.n, Unit.CALENDAR_WEEKS)
        elif self.every is Every.TIMES_A_YEAR and not 1 <= self.n <= MOST_A_YEAR:
            raise ValueError(
                f"{self.n} is not a number of times a year between 1 and {MOST_A_YEAR}"
            )
        elif self.every is Every.AT_EVERY and not self.of:
            raise ValueError("no kind is named: choose at every what")

    @classmethod
    def read(cls, text: str) -> Self:
        """The frequency a phrase names. Raises `ValueError` when it names none.

        Readable: `once`, `weekly`, `every 6 weeks`, `half-termly`, `termly`, `yearly`,
        `3 a year`, `in October, February, July`, `at every meeting:target`, `as needed`; with
        `at least` before any of them.
        """
        phrase = text.removeprefix("at least ")
        every, n, months, of = _frequency(phrase)
        return cls(every, n, months, of, at_least=phrase != text)

    def __str__(self) -> str:
        """The phrase `read` takes."""
        return ("at least " if self.at_least else "") + self._phrase()

    def _phrase(self) -> str:
        match self.every:
            case Every.WEEKS:
                return "weekly" if self.n == 1 else f"every {self.n} weeks"
            case Every.TIMES_A_YEAR:
                return "yearly" if self.n == 1 else f"{self.n} a year"
            case Every.MONTHS:
                return f"in {_month_words(self.months)}"
            case Every.AT_EVERY:
                return f"at every {self.of}"
            case _:
                return self.every.label


_PLAIN = {
    "once": (Every.ONCE, 1),
    "weekly": (Every.WEEKS, 1),
    "half-termly": (Every.HALF_TERM, 1),
    "termly": (Every.TERM, 1),
    "yearly": (Every.TIMES_A_YEAR, 1),
    "as needed": (Every.AS_NEEDED, 1),
}


def _frequency(phrase: str) -> tuple[Every, int, tuple[int, ...], str]:
    if phrase in _PLAIN:
        return (*_PLAIN[phrase], (), "")
    if phrase.startswith("in "):
        return Every.MONTHS, 1, _months(phrase.removeprefix("in ")), ""
    if phrase.startswith("at every "):
        return Every.AT_EVERY, 1, (), phrase.removeprefix("at every ")
    if found := re.fullmatch(r"every (\d+) weeks", phrase):
        return Every.WEEKS, int(found[1]), (), ""
    if found := re.fullmatch(r"(\d+) a year", phrase):
        return Every.TIMES_A_YEAR, int(found[1]), (), ""
    raise ValueError(f"{phrase!r} is not a frequency; say for example 'termly' or '3 a year'")


def _refuse_length(n: int, unit: Unit) -> None:
    if n < 1 or n * _WEEKS_IN[unit] > LONGEST_WEEKS:
        raise ValueError(f"{n} {unit.label} is not a length between 1 and {LONGEST_WEEKS} weeks")


def _refuse_months(months: tuple[int, ...]) -> None:
    if not months:
        raise ValueError("no month is named: choose at least one")
    if len(set(months)) < len(months) or not set(months) <= set(range(1, 13)):
        raise ValueError("a month is named twice")


def _months(text: str) -> tuple[int, ...]:
    names = text.split(", ")
    known = list(month_name)[1:]
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"{unknown[0]!r} is not a month; say for example 'October, February'")
    return tuple(known.index(name) + 1 for name in names)


def _month_words(months: tuple[int, ...]) -> str:
    return ", ".join(month_name[month] for month in months)
