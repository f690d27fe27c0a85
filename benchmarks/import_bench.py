"""How long the dry run of an import takes, and how much memory, in a process of its own.

`python -m benchmarks.import_bench FILE --school SLUG` prints one JSON object: the seconds of the
dry run itself, the peak memory of the whole process in megabytes, and what was found. Goal: 1,500
rows with 5% bad ones in under 5 seconds and 200 MB.
"""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

import django


def peak_mb() -> float:
    """The most memory this process has held. (`getrusage` counts what its parent held, too.)"""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(line.split()[1]) / 1024, 1)


def measure(path: Path, slug: str) -> dict[str, Any]:
    """The figures of one dry run. Django must be set up; nothing is written."""
    from common.dates import today
    from pupils.imports.files import dry_run
    from pupils.imports.held import kind_of
    from schools.models import School
    from schools.tenancy import school_scope

    school = School.objects.get(slug=slug)
    began, worked = time.perf_counter(), time.process_time()
    with school_scope(school, writes=False), path.open("rb") as file:
        kind = kind_of(file.read(200))
        plan = dry_run(file, kind, today())
    return {
        "seconds": round(time.perf_counter() - began, 3),
        "cpu_seconds": round(time.process_time() - worked, 3),
        "peak_mb": peak_mb(),
        "created": len(plan.created),
        "updated": len(plan.updated),
        "unchanged": len(plan.unchanged),
        "errors": len(plan.errors),
    }


def main() -> None:
    """Measure the file given on the command line."""
    parser = argparse.ArgumentParser(description="Measure the dry run of an import.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--school", required=True)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senregister.settings")
    django.setup()
    print(json.dumps(measure(asked.file, asked.school)))


if __name__ == "__main__":
    main()
