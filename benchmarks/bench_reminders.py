"""A morning of reminders: 50 schools and 20,000 children with standings, in one tick (issue 6)."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from accounts.models import Membership
from benchmarks.conftest import Figures
from benchmarks.many_schools import schools
from reviews.models import Reminder
from reviews.sending import send_due
from schools.tenancy import school_scope
from stages.models import Standing
from tests.databases import gather_statistics

SCHOOLS, PUPILS = 50, 400
MORNING = datetime(2026, 11, 23, 7, 5, tzinfo=ZoneInfo("Europe/London"))
MOST_SECONDS, MOST_MB, MOST_QUERIES_A_PERSON = 60, 300, 30
MEMORY = Path("/proc/self")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.budget(900)]


def bench_tick_of_50_schools(figures: Figures) -> None:
    """Under a minute of one core and 300 MB; its queries are so many for each person told."""
    with time_machine.travel(MORNING, tick=True):
        sencos = list(schools(SCHOOLS, pupils=PUPILS, on_register=PUPILS))
        gather_statistics()
        assert _rows(sencos, Standing) == SCHOOLS * PUPILS
        counted = _Counted()
        (MEMORY / "clear_refs").write_text("5")  # the peak is counted from here
        began, busy = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(counted):
            tick = send_due(MORNING)
        took, busy = time.perf_counter() - began, time.process_time() - busy
    peak = next(
        int(line.split()[1]) // 1024
        for line in (MEMORY / "status").read_text().splitlines()
        if line.startswith("VmHWM")
    )
    people = Membership.objects.filter(school__in=[row.school_id for row in sencos]).count()
    figures["reminders of 50 schools"] = {
        "ms": round(took * 1000),
        "ms_busy": round(busy * 1000),
        "queries": counted.queries,
        "bytes": peak * 2**20,
    }
    assert tick.created == _rows(sencos, Reminder) > 0
    assert tick.sent == people
    assert counted.queries <= MOST_QUERIES_A_PERSON * people
    assert busy < MOST_SECONDS  # a neighbour on this machine counts in `took`
    assert peak < MOST_MB


class _Counted:
    """Counts what is sent to the database, however much it is."""

    queries = 0

    def __call__(self, execute: Any, *given: Any) -> Any:
        self.queries += 1
        return execute(*given)


def _rows(sencos: list[Membership], model: Any) -> int:
    found = 0
    for row in sencos:
        assert row.school is not None
        with school_scope(row.school):
            found += model.objects.count()
    return found
