"""Reading one cell: dates in the forms England writes, year groups, yes and no, names.

Each reader gives the value or raises `BadValue` with one plain sentence.
"""

import re
import unicodedata
from datetime import date

from common.years import YearGroup
from pupils.imports.incoming import BadValue, squashed

_TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}.*)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})[-/. ]([0-9]{{1,2}})[-/. ]([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_MONTH_NAMED = re.compile(
    r"(?:[A-Za-z]+,?\s+)?([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*"
    r"([A-Za-z]{3,9})[-/., ]*([0-9]{4}|[0-9]{2})"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_YES = frozenset({"y", "yes", "true", "t", "1"})
_NO = frozenset({"n", "no", "false", "f", "0", "none"})
_SEXES = {"f": "F", "female": "F", "girl": "F", "m": "M", "male": "M", "boy": "M"}
_CARERS = {"p": "P", "s": "S", "n": "N", "yes": "S", "y": "S", "no": "N", "true": "S", "false": "N"}
_YEAR_WORDS = re.compile(r"(?:nationalcurriculum|nc|curriculum)?(?:yeargroup|year|yr|y)?")
_YEAR_NAMES = {
    "r": "R",
    "yr": "R",
    "rec": "R",
    "reception": "R",
    "0": "R",
    "00": "R",
    "nursery1": "N1",
    "nursery2": "N2",
    "earlyyears1": "E1",
    "earlyyears2": "E2",
    "notfollowingthenationalcurriculum": "X",
    "mixed": "M",
}
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPREADSHEET_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


def clean(text: str) -> str:
    """The cell without spaces around it, control characters, or signs that turn text about.

    Raises `BadValue` for a spreadsheet's own error, such as `#N/A`.
    """
    kept = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    kept = _TURNING.sub("", kept)
    kept = unicodedata.normalize("NFC", " ".join(kept.split()))
    if kept.upper().startswith(_SPREADSHEET_ERRORS):
        raise BadValue(f"The spreadsheet shows the error {kept} here.")
    return kept


def read_date(text: str) -> date:
    """A date as `12/03/2027`, `2027-03-12`, `12 Mar 2027` or the like; the day comes first."""
    year, month, day = _date_parts(text)
    if len(year) == 2:
        year = ("20" if int(year) < 70 else "19") + year
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadValue(f"“{_short(text)}” is no date in the calendar.") from None


def _date_parts(text: str) -> tuple[str, str, str]:
    if found := _YEAR_FIRST.fullmatch(text):
        return found[1], found[2], found[3]
    if found := _DAY_FIRST.fullmatch(text):
        return found[3], found[2], found[1]
    found = _MONTH_NAMED.fullmatch(text)
    month = _month(found[2]) if found else 0
    if not found or not month:
        raise BadValue(f"“{_short(text)}” is not a date such as 14/05/2015.")
    return found[3], str(month), found[1]


def _month(word: str) -> int:
    """The number of a month from its name or its first letters; 0 for any other word."""
    named = [n for n, month in enumerate(_MONTHS, 1) if month.startswith(word.casefold())]
    return named[0] if len(named) == 1 else 0


def read_year_group(text: str) -> int:
    """An NC year from `4`, `Year 4`, `Y4`, `R`, `Reception`, `N2` or another census code."""
    name = squashed(text)
    rest = _YEAR_WORDS.sub("", name, count=1)
    for candidate in () if text.startswith("-") else (name, rest):
        code = _YEAR_NAMES.get(candidate, candidate.lstrip("0") or candidate)
        try:
            return int(YearGroup.from_code(code))
        except ValueError:
            continue
    raise BadValue(f"“{_short(text)}” is not a year group: use N1, N2, R or 1 to 14.")


def read_sex(text: str) -> str:
    """F or M, as the school census has it."""
    try:
        return _SEXES[squashed(text)]
    except KeyError:
        raise BadValue(f"“{_short(text)}” is not a sex the census has: use F or M.") from None


def read_flag(text: str) -> bool:
    """Yes or no in any of its forms. Anything else is left out with a warning."""
    word = squashed(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue(f"“{_short(text)}” is neither yes nor no, so this is left out.", warning=True)


def read_young_carer(text: str) -> str:
    """The census code: P told by parent, S identified by school, N not. Others are left out."""
    try:
        return _CARERS[squashed(text)]
    except KeyError:
        sentence = f"“{_short(text)}” is not P, S or N, so this is left out."
        raise BadValue(sentence, warning=True) from None


def read_name(text: str) -> str:
    """A name that fits and that a person could have."""
    return fitting(text, 60, must_hold_letter=True)


def fitting(text: str, most: int, *, must_hold_letter: bool = False) -> str:
    """The text, when it is no longer than we can keep."""
    if len(text) > most:
        raise BadValue(f"This is longer than {most} characters.")
    if must_hold_letter and not any(sign.isalpha() for sign in text):
        raise BadValue(f"“{_short(text)}” is not a name.")
    return text


def _short(text: str) -> str:
    """A cell as a sentence can quote it."""
    return text if len(text) <= 40 else text[:39] + "…"
