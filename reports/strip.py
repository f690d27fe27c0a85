"""The school's ladder as a picture: its steps, how many children stand on each, what moved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Q, Subquery

from accounts.models import Membership
from common.tones import tone_indexes
from pupils.models import Pupil
from pupils.models.pupil import PupilQuerySet
from stages.ladder import LadderSpec
from stages.models import LadderVersion, Stage


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the ladder in use: its words, and the dot that stands for it in a table."""

    key: str
    label: str
    name: str
    dot: str
    tone: int


def ladder_steps() -> list[Step]:
    """The main line of the ladder in use, in order, without the stage where every child is.

    One query. A label such as `Step 7` gives the dot 7; without a figure in it, the place does.
    """
    stages = (
        Stage.objects.filter(ladder_version__in=LadderVersion.objects.in_use().values("pk"))
        .filter(overlay=False, universal=False)
        .order_by("order")
        .values_list("key", "label", "name")
    )
    return steps_of(list(stages))


def steps_on(ladder: LadderSpec) -> list[Step]:
    """The same of a ladder that was read."""
    line = [stage for stage in ladder.stages if not stage.overlay and not stage.universal]
    return steps_of([(stage.key, stage.label, stage.name) for stage in line])


def places_in_use(key: Any) -> Subquery:
    """The place on the ladder in use of the stage with this key; nothing for a retired one."""
    in_use = LadderVersion.objects.in_use().values("pk")
    return Subquery(Stage.objects.filter(ladder_version__in=in_use, key=key).values("order")[:1])


def steps_of(stages: Sequence[tuple[str, str, str]]) -> list[Step]:
    """Steps from (key, label, name) in order, each with its dot and its tone."""
    tones = tone_indexes(len(stages))
    return [
        Step(key, label, name, _figure(label) or str(place), tone)
        for place, ((key, label, name), tone) in enumerate(zip(stages, tones, strict=True), 1)
    ]


def _figure(label: str) -> str:
    found = re.search(r"\d+", label)
    return found.group() if found else ""


def counts_by_stage(
    membership: Membership, day: date, since: date | None
) -> dict[str, tuple[int, int]]:
    """How many children a person sees at each stage on a day, and at the day `since`. One query."""
    rows = _counted(day, since).visible_to(membership, day=day)
    return {row["key"]: (row["now"], row["then"]) for row in rows}


@lru_cache(maxsize=4)
def _counted(day: date, since: date | None) -> PupilQuerySet:
    """Children at each stage, of no school yet. Kept for the day: it took longer to make than run.

    One join of the records serves both days, so the filters on them stand in one call.
    """
    rows = PupilQuerySet(Pupil).filter(
        left_on__isnull=True,
        stage_records__withdrawn_at__isnull=True,
        stage_records__beside=False,
        stage_records__stage__isnull=False,
    )
    then = _holding(since) if since else Q(pk__in=[])
    counted: PupilQuerySet = rows.values(key=F("stage_records__stage__key")).annotate(
        now=Count("pk", filter=_holding(day)), then=Count("pk", filter=then)
    )
    return counted


def _holding(day: date) -> Q:
    begun = Q(stage_records__starts_on__lte=day)
    return begun & (Q(stage_records__ends_on__isnull=True) | Q(stage_records__ends_on__gt=day))


def strip(
    steps: Sequence[Step], counts: dict[str, tuple[int, int]], *, since: date | None
) -> list[dict[str, Any]]:
    """The steps with their counts, and with the movement since a day when one is given.

    After them come the stages that were retired while children are at them.
    """
    found = []
    for step in [*steps, *_retired(steps, counts)]:
        now, then = counts.get(step.key, (0, 0))
        found.append(
            {
                "key": step.key,
                "label": step.dot,
                "name": step.name,
                "count": now,
                "movement": now - then if since else None,
            }
        )
    return found


def _retired(steps: Sequence[Step], counts: dict[str, tuple[int, int]]) -> list[Step]:
    """Stages that only an earlier version has, where children are still. One query if there are."""
    keys = {key for key, (now, _then) in counts.items() if now} - {step.key for step in steps}
    if not keys:
        return []
    names: dict[str, str] = {}
    for stage in Stage.objects.filter(key__in=keys).order_by("-ladder_version__number", "order"):
        names.setdefault(stage.key, stage.title)
    return [Step(key, "", name, "Retired:", 0) for key, name in names.items()]
