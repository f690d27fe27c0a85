"""Issues some plans as they were agreed, and leaves a few agreed for the SENCO to issue."""

from datetime import datetime
from typing import Any

from jobs.models import Job
from provision.actions.issuing import PRINT_TASK
from provision.freezing import digest_of, freeze, sections_of_many
from provision.models import Agreement, IssuedPlan, Plan
from pupils.models import Voice
from reports.demo.chance import uid
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from schools.models import School

ISSUED, AGREED, AGO = 12, 3, 6  # plans; school days


def write_issued(school: School, plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """Of children with a voice of their own and of a parent: the first dozen, and three to come."""
    voices = _voices()
    rows = Plan.objects.current().filter(pupil__in=voices, starts_on__lte=days.at(days.last - AGO))
    rows = rows.select_related("pupil", "template").order_by("pupil__uid", "uid")
    plans = list(rows[: ISSUED + AGREED])
    said = sections_of_many(plans)
    on, senco = days.at(days.last - AGO), people.senco().user
    for place, row in enumerate(plans):
        both = voices[row.pupil_id]
        agreement = Agreement(
            uid=uid(plan.seed, plan.slug, "agreement", place),
            plan=row,
            pupil=row.pupil,
            pupil_voice=both[Voice.Whose.PUPIL],
            parent_voice=both[Voice.Whose.PARENT],
            sha256=digest_of(said[row.pk]),
            agreed_at=moment(on, 470),
            agreed_by=senco,
        )
        _save(agreement, moment(on, 470), senco)
        if place >= ISSUED:
            continue
        frozen = freeze(
            row,
            school=school,
            sections=said[row.pk],
            voices=both.values(),
            before=None,
            number=1,
            on=on,
            issued_by=senco.name,
        )
        issued = IssuedPlan(
            uid=uid(plan.seed, plan.slug, "issued", place),
            plan=row,
            pupil=row.pupil,
            agreement=agreement,
            key=row.template.key,
            evidence=row.template.evidence,
            number=1,
            content=frozen.content(),
            sha256=frozen.sha256,
            issued_on=on,
            issued_at=moment(on, 480),
            issued_by=senco,
        )
        _save(issued, moment(on, 480), senco)
        _ask_for_print(issued, senco)


def _voices() -> dict[int, dict[str, Voice]]:
    """The children of whom both voices were given: (child, whose) to the voice."""
    found: dict[int, dict[str, Voice]] = {}
    for voice in Voice.objects.given().order_by("on", "uid"):
        found.setdefault(voice.pupil_id, {})[voice.whose] = voice
    return {pupil: both for pupil, both in found.items() if len(both) == len(Voice.Whose)}


def _save(row: Any, at: datetime, by: Any) -> None:
    stamp(row, at, by)
    row.save()


def _ask_for_print(issued: IssuedPlan, by: Any) -> None:
    """The job that the worker finds once the demo runs."""
    issued.job = Job.objects.create(
        task=PRINT_TASK,
        title="Print of a plan",
        payload={"issued": issued.pk},
        tells_starter=False,
        started_by=by,
        asked_at=issued.issued_at,
    )
    _save(issued, issued.issued_at, by)
