"""The year group a child is in on a day, for a query to decide: the same as `Pupil.year_on`.

`year_group` holds for the academic year that began in `year_begins`. A job moves it up each
September, but nobody waits for it: whoever asks about a later day is told what will be so
(docs/decisions/year-groups-by-date.md).
"""

from datetime import date

from django.db.models import Case, F, Q, SmallIntegerField, Value, When
from django.db.models.functions import Coalesce, Least

from common.years import BESIDE_THE_RUN, YearGroup, academic_year_of

LAST = Value(int(YearGroup.Y14))


def year_group_on(day: date) -> Case:
    """A pupil's year group on a day; NULL for one who was to leave before it, or comes later."""
    begins = academic_year_of(day)
    beside = [int(code) for code in BESIDE_THE_RUN]
    gone_or_not_here = Q(leaves_on__lt=day) | Q(year_begins__gt=begins)
    first_step = Coalesce(F("next_year_group"), F("year_group") + Value(1))
    return Case(
        When(gone_or_not_here, then=Value(None)),
        When(year_begins=begins, then=F("year_group")),
        When(next_year_group__in=beside, then=F("next_year_group")),
        When(Q(next_year_group__isnull=True, year_group__in=beside), then=F("year_group")),
        default=Least(first_step + (Value(begins - 1) - F("year_begins")), LAST),
        output_field=SmallIntegerField(),
    )
