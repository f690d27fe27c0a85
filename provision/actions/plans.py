"""Plans: begun, carried into the next, dated, ended, taken back."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.dates import long_date
from common.errors import Refused
from provision.actions.carrying import carry_over
from provision.actions.guards import refuse_clash, refuse_closed, refuse_leaver
from provision.actions.templates import keep_template
from provision.models import Plan, PlanSection, PlanTemplate
from provision.sections import SectionSpec
from pupils.models import Pupil


@transaction.atomic
def begin_plan(
    *, pupil: Pupil, template: PlanTemplate, starts_on: date, review_by: date | None, by: User
) -> Plan:
    """Begin a child's plan with the sections its template has now.

    Raises `Refused` where one of this template goes on already, the template is retired, the dates
    do not fit, or the child has left.
    """
    Pupil.objects.locked().get(pk=pupil.pk)
    refuse_leaver(pupil)
    row = keep_template(template)
    if row.retired_at is not None:
        raise Refused(f"{row.name} is retired: no new plan is begun from it.")
    if Plan.objects.open().filter(pupil=pupil, template=row).exists():
        raise Refused(f"{pupil.shown_forename} has a {row.name} already: go on with that one.")
    _refuse_dates(starts_on, review_by)
    plan = _new_plan(pupil, row, starts_on, review_by, by)
    plan.save()
    PlanSection.objects.recorded_bulk_create(_sections(plan, row.parts))
    return plan


@transaction.atomic
def start_next(*, plan: Plan, starts_on: date, review_by: date | None, by: User) -> Plan:
    """Start the next plan from this one, which ends as the next begins.

    Targets that were not met, strategies and what the sections say are there already; voices are
    asked anew. Sections are those the template has now. Raises `Refused` as `begin_plan` does, and
    where this plan is over.
    """
    Pupil.objects.locked().get(pk=plan.pupil_id)
    before: Plan = Plan.objects.locked().select_related("pupil", "template").get(pk=plan.pk)
    refuse_closed(before)
    if before.ends_on is not None:
        raise Refused("The next plan is there already.")
    if starts_on < before.starts_on:
        raise Refused(f"This plan begins on {long_date(before.starts_on)}: the next comes later.")
    _refuse_dates(starts_on, review_by)
    before.ends_on = starts_on
    before.save()
    following = _new_plan(before.pupil, before.template, starts_on, review_by, by)
    following.previous = before
    following.save()
    carry_over(before, following, _sections(following, before.template.parts), by)
    return following


@transaction.atomic
def set_dates(*, plan: Plan, starts_on: date, review_by: date | None, expected: int) -> Plan:
    """Say from when a plan holds and when it is reviewed. Raises `EditClash` and `Refused`."""
    held: Plan = Plan.objects.locked().select_related("pupil").get(pk=plan.pk)
    refuse_closed(held)
    refuse_clash(held, expected)
    _refuse_dates(starts_on, review_by)
    if held.ends_on is not None and starts_on > held.ends_on:
        raise Refused(f"It ends on {long_date(held.ends_on)}.")
    held.starts_on, held.review_by = starts_on, review_by
    held.save()
    return held


@transaction.atomic
def end_plan(*, plan: Plan, on: date, because: str) -> Plan:
    """Say that a plan is over from a day on, and why. Raises `Refused`."""
    held: Plan = Plan.objects.locked().select_related("pupil").get(pk=plan.pk)
    refuse_closed(held)
    if held.ends_on is not None:
        raise Refused("It has an end already.")
    if on < held.starts_on:
        raise Refused(f"It begins on {long_date(held.starts_on)}.")
    if not because.strip():
        raise Refused("Say why it ends.")
    held.ends_on = on
    held._change_reason = because.strip()
    held.save()
    return held


@transaction.atomic
def withdraw_plan(*, plan: Plan, because: str, by: User) -> Plan:
    """Take back a plan begun by mistake; the one it was started from goes on. Raises `Refused`."""
    held: Plan = Plan.objects.locked().select_related("pupil").get(pk=plan.pk)
    refuse_closed(held)
    if not because.strip():
        raise Refused("Say why it is taken back.")
    if Plan.objects.standing().filter(previous=held).exists():
        raise Refused("The next plan was started from this one: take that back first.")
    held.withdrawn_at, held.withdrawn_by = timezone.now(), by
    held.withdrawn_because = because.strip()
    held._change_reason = held.withdrawn_because
    held.save()
    _reopen_previous(held)
    return held


def _reopen_previous(plan: Plan) -> None:
    if plan.previous_id is None:
        return
    before: Plan = Plan.objects.locked().get(pk=plan.previous_id)
    if before.withdrawn_at is None and before.ends_on == plan.starts_on:
        before.ends_on = None
        before.save()


def _refuse_dates(starts_on: date, review_by: date | None) -> None:
    if review_by is not None and review_by < starts_on:
        raise Refused("It is reviewed after it begins.")


def _new_plan(
    pupil: Pupil, template: PlanTemplate, starts_on: date, review_by: date | None, by: User
) -> Plan:
    return Plan(
        pupil=pupil,
        template=template,
        name=template.name,
        is_proposal=template.is_proposal,
        starts_on=starts_on,
        review_by=review_by,
        begun_at=timezone.now(),
        begun_by=by,
    )


def _sections(plan: Plan, parts: Iterable[SectionSpec]) -> list[PlanSection]:
    return [
        PlanSection(
            plan=plan,
            pupil=plan.pupil,
            place=place,
            key=part.key,
            heading=part.heading,
            guidance=part.guidance,
            sort=part.sort.value,
            for_parent=part.for_parent,
            on_ta_copy=part.on_ta_copy,
            on_class_copy=part.on_class_copy,
        )
        for place, part in enumerate(parts, start=1)
    ]
