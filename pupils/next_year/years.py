"""Which year is being built from which, and whether their dates fit."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.dates import long_date
from common.years import academic_year_of
from pupils.models import ClassPlacement
from schools.dates import half_terms_of
from schools.models import AcademicYear

ONE_DAY = timedelta(days=1)
TERMS = 6


@dataclass(frozen=True)
class YearPair:
    """The year whose classes move up, and the year they move into; `next` is None until added."""

    this: AcademicYear
    next: AcademicYear | None

    @property
    def begins(self) -> int:
        """The September the year being built begins in."""
        return academic_year_of(self.this.starts_on) + 1

    @property
    def name(self) -> str:
        """`2027/28`."""
        return self.next.name if self.next else f"{self.begins}/{(self.begins + 1) % 100:02d}"

    @property
    def starts_on(self) -> date:
        """The day everything takes effect."""
        return self.next.starts_on if self.next else date(self.begins, 9, 1)

    def has_begun(self, day: date) -> bool:
        """Whether it has taken effect: from then on it is corrected, not undone."""
        return day >= self.starts_on

    def last_day_of_this(self, day: date) -> date:
        """The day whose classes move up: today, or the last day of a year that is over."""
        return min(day, self.this.ends_on)


def pair_on(day: date) -> YearPair | None:
    """The years to build from and into on a day; None for a school without a year that has begun.

    After 1 September that is this year into next, unless nobody built this one: then it still is
    last year into this one.
    """
    years = list(AcademicYear.objects.order_by("starts_on"))
    begun = [year for year in years if year.starts_on <= day]
    if not begun:
        return None
    if len(begun) > 1 and not _has_children(begun[-1]) and _has_children(begun[-2]):
        return YearPair(begun[-2], begun[-1])
    later = [year for year in years if year.starts_on > day]
    return YearPair(begun[-1], later[0] if later else None)


def _has_children(year: AcademicYear) -> bool:
    return ClassPlacement.objects.filter(class_group__academic_year=year).exists()


def dates_clash(pair: YearPair) -> str:
    """Why next year cannot follow this one, in one sentence; empty when it can, or is not there."""
    if pair.next is None:
        return ""
    if pair.next.starts_on <= pair.this.ends_on:
        return (
            f"{pair.next.name} begins on {long_date(pair.next.starts_on)}, before"
            f" {pair.this.name} is over ({long_date(pair.this.ends_on)})."
        )
    if pair.next.starts_on != pair.this.ends_on + ONE_DAY:
        return (
            f"There is a gap between {pair.this.name}, which ends on"
            f" {long_date(pair.this.ends_on)}, and {pair.next.name}, which begins on"
            f" {long_date(pair.next.starts_on)}."
        )
    return ""


def has_terms(pair: YearPair) -> bool:
    """Whether next year has all its half-terms."""
    return pair.next is not None and len(half_terms_of(pair.next)) == TERMS


def builds_from(pair: YearPair) -> date:
    """The first day of this year's summer term, when schools begin to build the next."""
    summer = [span for span in half_terms_of(pair.this) if span.term == "Summer"]
    return summer[0].starts_on if summer else date(pair.begins, 4, 15)
