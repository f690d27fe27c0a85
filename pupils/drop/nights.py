"""Which night it is, whether its look has been taken, and what came of the last one."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.clash import who_words
from common.errors import Refused
from jobs.actions import start_job
from jobs.models import Job
from pupils.drop.folder import drop_folder
from pupils.models import DropNight, PupilImport, RefreshSetting
from schools.models import School
from schools.tenancy import school_scope

TASK = "pupils.tasks.run_drop"
FIRST_HOUR, LAST_HOUR = 1, 6
"""From one o'clock in London there is something to look for; at six a half file is given up."""


def night_of(moment: datetime) -> date | None:
    """The night whose look is due: this date's from one in the morning, London time, on.

    A server that slept through the night looks when it wakes. The date alone names the night, so an
    hour that comes twice in October, or not at all in March, is one night like any other.
    """
    local = timezone.localtime(moment)
    return local.date() if local.hour >= FIRST_HOUR else None


def is_late(moment: datetime) -> bool:
    """Whether the night is over: a file that is still not whole is left for the next one."""
    return timezone.localtime(moment).hour >= LAST_HOUR


def look_where_due(now: datetime) -> int:
    """Start the look of this night in every school that has a folder; gives how many were."""
    night = night_of(now)
    if night is None:
        return 0
    schools = [school for school in School.objects.order_by("pk") if _has_folder(school)]
    return sum(_start(school, night) for school in schools)


def _has_folder(school: School) -> bool:
    try:
        with drop_folder(settings.DROP_DIR, school.slug) as folder:
            return folder is not None
    except Refused:
        return True


def _start(school: School, night: date) -> bool:
    """One job a night: the row is unique, and two beats wait for each other at it."""
    with school_scope(school, request_id=f"drop-{night}"):
        DropNight.objects.get_or_create(night=night)
        rows = DropNight.objects.select_for_update(of=("self",)).select_related("job")
        row: DropNight = rows.get(night=night)
        if row.state != DropNight.State.WAITING or (row.job and not row.job.is_over):
            return False
        if row.job and row.job.state == Job.State.FAILED:
            row.state, row.words = DropNight.State.REFUSED, row.job.error
        else:
            row.job = start_job(
                task=TASK, title="Reading the nightly file", payload={"night": row.pk}
            )
        row.save()
        return row.state == DropNight.State.WAITING


def last_night() -> DropNight | None:
    """The last look into the folder of the school one is acting in."""
    rows = DropNight.objects.select_related("held__job", "job")
    found: DropNight | None = rows.order_by("-night").first()
    return found


def waiting_file() -> PupilImport | None:
    """The nightly file that waits for somebody to look, from last night or before."""
    rows = DropNight.objects.filter(state=DropNight.State.PREPARED).select_related("held__job")
    newest = rows.order_by("-night").first()
    return newest.held if newest and newest.held and newest.held.is_open else None


def applies_harmless() -> bool:
    """Whether harmless changes of the nightly file are applied by themselves; off by default."""
    return bool(RefreshSetting.objects.filter(applies_harmless=True).exists())


@transaction.atomic
def set_applies_harmless(*, on: bool) -> None:
    """Turn that on or off; history keeps who did."""
    setting = RefreshSetting.objects.locked().first() or RefreshSetting()
    if setting.pk is None or setting.applies_harmless != on:
        setting.applies_harmless = on
        setting.save()


def drop_picture(school: School) -> dict[str, Any] | None:
    """What a page says of the nightly folder; None where the school has none."""
    night, waiting = last_night(), waiting_file()
    if night is None and not _has_folder(school):
        return None
    setting = RefreshSetting.objects.first()
    last = setting.history.select_related("history_user").first() if setting else None
    return {
        "night": night,
        "waiting": waiting,
        "words": prepared_words(waiting) if waiting else "",
        "on": bool(setting and setting.applies_harmless),
        "by": who_words(last.history_user) if last else "",
        "at": timezone.localdate(last.history_date) if last else None,
    }


def prepared_words(held: PupilImport) -> str:
    """What a prepared file holds, in one line: `2 joiners, 1 leaver, 4 changes`."""
    counts = [
        (held.prepared.get(key, 0), one, many)
        for key, one, many in (
            ("joiners", "joiner", "joiners"),
            ("leavers", "may have left", "may have left"),
            ("changes", "change", "changes"),
            ("settle", "to settle", "to settle"),
            ("problems", "problem", "problems"),
        )
    ]
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return ", ".join(parts) or held.prepared.get("words", "")
