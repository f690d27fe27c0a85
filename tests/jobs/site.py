"""Steps of a site that runs in processes of its own; each is one `python -m tests.jobs.site STEP`.

A test that kills a worker cannot live in the worker's process, nor on its database connection.
"""

import json
import os
import sys
from typing import Any

import django

SLUG = "harbourside"


def begin(folder: str) -> dict[str, Any]:
    """A school, a child and a job, asked for by a person in a request; the broker is told."""
    from jobs.actions import start_job
    from schools.tenancy import school_scope
    from tests.factories.accounts import MembershipFactory
    from tests.factories.pupils import PupilFactory
    from tests.factories.schools import SchoolFactory

    member: Any = MembershipFactory(school=SchoolFactory(slug=SLUG))
    PupilFactory(school=member.school)
    with school_scope(member.school, by=member.user, request_id="asked-1"):
        job = start_job(
            task="tests.jobs.tasks.write_one", title="A contact", payload={"folder": folder}
        )
    return {"job": job.pk, "person": member.user_id}


def tick(folder: str) -> dict[str, Any]:
    """What beat does every half minute."""
    from jobs.tasks import wake_what_was_left

    wake_what_was_left()
    return state(folder)


def lapse(folder: str) -> dict[str, Any]:
    """Let half a minute pass for the claim on the job."""
    from jobs.actions import LEASE
    from jobs.models import Job
    from schools.models import School
    from schools.tenancy import school_scope

    with school_scope(School.objects.get(slug=SLUG)):
        job = Job.objects.get()
        job.claimed_until -= LEASE
        job.save()
    return tick(folder)


def state(folder: str) -> dict[str, Any]:
    """How the job stands, and what it has written."""
    from jobs.models import Job
    from pupils.models import Contact
    from schools.models import School
    from schools.tenancy import school_scope

    with school_scope(School.objects.get(slug=SLUG), writes=False):
        job = Job.objects.get()
        return {
            "state": job.state,
            "attempts": job.attempts,
            "contacts": Contact.objects.count(),
            "history": list(Contact.history.values_list("history_user_id", "request_id")),
        }


STEPS = {"begin": begin, "tick": tick, "lapse": lapse, "state": state}


def main(step: str, folder: str) -> None:
    """Take one step and print what it gives."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senregister.settings")
    django.setup()
    if step == "begin" and os.environ["DATABASE_URL"].startswith("sqlite"):
        from django.core.management import call_command

        from tests.databases import few_collections

        with few_collections():
            call_command("migrate", verbosity=0, skip_checks=True)
    sys.stdout.write(json.dumps(STEPS[step](folder)))


if __name__ == "__main__":
    main(*sys.argv[1:])
