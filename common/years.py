"""Year groups of the national curriculum, as the school census names them.

Codes and their order: statutory.md 2.3 (`E1 E2 N1 N2 R 1..14 M X`).
"""

from datetime import date

from django.db import models


class YearGroup(models.IntegerChoices):
    """A pupil's actual NC year. The number sorts: E1 is -4, Reception 0, Year 6 is 6."""

    E1 = -4, "Early years 1"
    E2 = -3, "Early years 2"
    N1 = -2, "Nursery 1"
    N2 = -1, "Nursery 2"
    R = 0, "Reception"
    Y1 = 1, "Year 1"
    Y2 = 2, "Year 2"
    Y3 = 3, "Year 3"
    Y4 = 4, "Year 4"
    Y5 = 5, "Year 5"
    Y6 = 6, "Year 6"
    Y7 = 7, "Year 7"
    Y8 = 8, "Year 8"
    Y9 = 9, "Year 9"
    Y10 = 10, "Year 10"
    Y11 = 11, "Year 11"
    Y12 = 12, "Year 12"
    Y13 = 13, "Year 13"
    Y14 = 14, "Year 14"
    M = 90, "Mixed year"
    X = 91, "Not following the national curriculum"

    @property
    def code(self) -> str:
        """The census code: `R`, `4`, `N2`."""
        return self.name.removeprefix("Y") if self.name[0] == "Y" else self.name

    @classmethod
    def from_code(cls, code: str) -> "YearGroup":
        """The year group of a census code, in either case. Raises `ValueError` for any other."""
        for year in cls:
            if year.code == code.strip().upper():
                return year
        raise ValueError(f"{code!r} is not a year group")


# Codes beside the run from E1 to Y14: a child who has one keeps it from year to year.
BESIDE_THE_RUN = (YearGroup.M, YearGroup.X)


def year_group_after(held: int, years: int, *, first_step: int | None = None) -> int:
    """The year group so many Septembers after `held`: one more each, to Year 14 at most.

    `first_step` is where the first of them leads when it is not one more: the same for a child
    kept back, two more for one who skips a year. M and X stay.
    """
    if years <= 0:
        return held
    first = _one_up(held) if first_step is None else first_step
    return first if first in BESIDE_THE_RUN else min(first + years - 1, YearGroup.Y14)


def _one_up(held: int) -> int:
    return held if held in BESIDE_THE_RUN else min(held + 1, YearGroup.Y14)


def academic_year_of(day: date) -> int:
    """The calendar year in which the academic year of `day` began (1 September to 31 August)."""
    return day.year if day.month >= 9 else day.year - 1


def usual_year_group(born_on: date, on: date) -> int:
    """The year group usual for a birth date, as a number: 0 is Reception, 4 is Year 4.

    Age on the 31 August before the academic year began, less four (statutory.md section 4).
    A school may have placed the child elsewhere: use it as a first guess only.
    """
    cohort = born_on.year + (1 if born_on.month >= 9 else 0)
    return academic_year_of(on) - cohort - 4
