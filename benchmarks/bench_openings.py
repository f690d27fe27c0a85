"""Who opened a child's record, in a log of half a million entries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from benchmarks.bench_pages import Reader, senco
from benchmarks.conftest import Figures
from pupils.models import AccessEntry, Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.databases import gather_statistics

__all__ = ["senco"]
ENTRIES, BATCH = 500_000, 10_000
BETWEEN = timedelta(minutes=2)  # two school years

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("benchmarks.floor"),
    pytest.mark.budget(900),
]


def bench_viewers_of_500000_entries(senco: Reader, cast: Cast, figures: Figures) -> None:
    """A month, a year and all time of one child among 1,500; three entries in five are lists."""
    with school_scope(cast.school):
        pks = list(Pupil.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, ENTRIES, BATCH):
        _write(cast, pks, range(start, start + BATCH))
    gather_statistics()
    for name, asked in {"30 days": "", "year": "?when=year", "all time": "?when=all"}.items():
        page = f"pupils/{pks[700]}/viewers/{asked}"
        figures[f"who opened this, {name}"] = senco.figures_of(page)


def _write(cast: Cast, pks: list[int], numbers: range) -> None:
    now, people = timezone.now(), list(cast.staff.values())
    with school_scope(cast.school):
        AccessEntry.objects.bulk_create(
            AccessEntry(
                school=cast.school,
                user_id=people[n % len(people)].user_id,
                at=now - n * BETWEEN,
                what="pupils:pupil_detail" if n % 5 < 2 else "reports:register",
                pupil_id=pks[n * 7919 % len(pks)] if n % 5 < 2 else None,
                pupil_ids=[] if n % 5 < 2 else [pks[(n + 29 * k) % len(pks)] for k in range(50)],
            )
            for n in numbers
        )
