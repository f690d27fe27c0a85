"""Putting right a SEN status that was imported or recorded wrongly."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from common.dates import long_date, today
from common.errors import Refused
from pupils.actions.unchanged import hold_unchanged
from pupils.models import Need, Pupil, SenStatus


@transaction.atomic
def correct_sen_status(
    *, pupil: Pupil, code: str, starts_on: date, ends_on: date | None, reason: str, expected: int
) -> SenStatus:
    """Record what a pupil's SEN status really was between two days (or is, without an end).

    What was recorded for those days gives way: cut at their edge, or, where they cover it whole,
    kept as a row that never held. Nothing is erased. Raises `Refused`, or `EditClash`.
    """
    hold_unchanged(SenStatus, pupil, expected)
    _check_days(pupil, starts_on, ends_on)
    if ends_on is None and code != SenStatus.Code.SUPPORT:
        _check_no_unassessed_need(pupil)
    rows = SenStatus.objects.filter(pupil=pupil).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on)
    )
    for row in rows.order_by("starts_on"):
        _give_way(row, starts_on, ends_on, reason)
    return SenStatus.objects.create(
        pupil=pupil,
        code=code,
        starts_on=starts_on,
        ends_on=ends_on,
        source=SenStatus.Source.CORRECTION,
        note=reason,
    )


def _check_days(pupil: Pupil, starts_on: date, ends_on: date | None) -> None:
    if starts_on < pupil.born_on:
        raise Refused(f"{long_date(starts_on)} is before the pupil was born.")
    if max(starts_on, ends_on or starts_on) > today():
        raise Refused("A correction is about what has been: choose days that are not to come.")
    if ends_on is not None and ends_on <= starts_on:
        raise Refused("The last day must come after the first.")


def _check_no_unassessed_need(pupil: Pupil) -> None:
    """No specialist assessment of type of need: only with K (census rule 2175)."""
    rows = Need.objects.filter(pupil=pupil, type__only_with_sen_support=True).still_open()
    need = rows.select_related("type").first()
    if need is not None:
        raise Refused(f"“{need.type.name}” is only for SEN support (K). Change the needs first.")


def _give_way(row: SenStatus, starts_on: date, ends_on: date | None, reason: str) -> None:
    """Cut a row that reaches into the days corrected; keep what lies outside them."""
    until = row.ends_on
    if ends_on is not None and row.starts_on >= ends_on:
        return
    row.ends_on = max(row.starts_on, starts_on)
    row._change_reason = reason
    row.save()
    if ends_on is not None and (until is None or until > ends_on):
        SenStatus.objects.create(
            pupil=row.pupil,
            code=row.code,
            source=row.source,
            note=row.note,
            starts_on=ends_on,
            ends_on=until,
        )
