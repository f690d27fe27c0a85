"""A worker that stops in the middle of an import, to be killed there by a test."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import django


def main(school_id: int, job_id: int, mark: Path) -> None:
    """Run the job until the needs are written, then make the mark and wait."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senregister.settings")
    django.setup()
    from pupils.models import Need
    from pupils.tasks import run_import
    from schools.records import RecordedQuerySet

    ordinary: Any = RecordedQuerySet.recorded_bulk_create

    def stop_after_needs(rows: Any, new: Any, **options: Any) -> Any:
        made = ordinary(rows, new, **options)
        if rows.model is Need:
            mark.touch()
            time.sleep(120)
        return made

    setattr(RecordedQuerySet, "recorded_bulk_create", stop_after_needs)  # noqa: B010
    run_import(school_id, job_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
