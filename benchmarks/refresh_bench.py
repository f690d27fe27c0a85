"""How long the job of a refresh takes, and how much memory, in a process of its own.

`python -m benchmarks.refresh_bench FILE --school SLUG --last-day DATE` holds the file for the
school's office, ticks every leaver with that last day, says yes, and prints one JSON object: the
seconds and queries of the job itself, the peak memory of the whole process in megabytes, and what
was done. It writes. Goal: 1,500 pupils in under 10 seconds and 200 MB.
"""

import argparse
import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import django

from benchmarks.import_bench import peak_mb


def measure(path: Path, slug: str, last_day: date) -> dict[str, Any]:
    """The figures of one refresh. Django must be set up."""
    from django.db import connection

    from accounts.models import Membership
    from accounts.roles import Role
    from common.dates import today
    from pupils.imports.held import add_missing_classes, confirm_import, hold_file, plan_of
    from pupils.imports.settling import choose_leavers
    from pupils.tasks import run_import
    from schools.models import School
    from schools.tenancy import school_scope

    school = School.objects.get(slug=slug)
    office = next(m for m in Membership.objects.filter(school=school) if Role.OFFICE in m.roles)
    with school_scope(school, by=office.user, request_id="bench"):
        held = hold_file(content=path.read_bytes(), name="list", by=office.user, day=today())
        add_missing_classes(held=held)
        held.refresh_from_db()
        leavers = {leaver.pupil_id: last_day for leaver in plan_of(held, today()).leavers}
        choose_leavers(held=held, leavers=leavers)
        held.refresh_from_db()
        job = confirm_import(held=held, digest=plan_of(held, today()).digest, by=office.user)
    queries = 0

    def counting(execute: Any, *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    began = time.perf_counter()
    with connection.execute_wrapper(counting):
        run_import(school.pk, job.pk)
    seconds = time.perf_counter() - began
    with school_scope(school, writes=False):
        job.refresh_from_db()
    return {
        "seconds": round(seconds, 3),
        "queries": queries,
        "peak_mb": peak_mb(),
        "state": job.state,
        **{key: job.result.get(key) for key in ("created", "updated", "archived", "later")},
    }


def main() -> None:
    """Measure the file given on the command line."""
    parser = argparse.ArgumentParser(description="Measure the job of a refresh.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--school", required=True)
    parser.add_argument("--last-day", type=date.fromisoformat, required=True)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senregister.settings")
    django.setup()
    print(json.dumps(measure(asked.file, asked.school, asked.last_day)))


if __name__ == "__main__":
    main()
