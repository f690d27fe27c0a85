"""A tiny task for a real worker: writes one contact, and stops in the middle if told to."""

import time
from pathlib import Path
from typing import Any

from celery import shared_task

from jobs.actions import run_job
from jobs.models import Job


@shared_task(name="tests.jobs.tasks.write_one")
def write_one(school_id: int, job_id: int) -> None:
    """Write a contact; make the mark, and wait for as long as the job's `stop` file is there."""
    run_job(school_id, job_id, _write)


def _write(job: Job) -> dict[str, Any]:
    from pupils.models import Contact, Pupil

    Contact.objects.create(pupil=Pupil.objects.get(), surname="Written")
    folder = Path(job.payload["folder"])
    (folder / "half-way").touch()
    while (folder / "stop").exists():
        time.sleep(0.05)
    return {"made": 1}
