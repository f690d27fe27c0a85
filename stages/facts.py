"""Reading what the engine needs, for one child or a whole school, in the same number of queries."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from common.dates import today
from pupils.models import ClassPlacement, Pupil
from pupils.models import MeetingDay as DaySet
from schools.calendar import SchoolCalendar
from schools.dates import whole_calendar
from schools.models import School
from stages.graduated_response import Answer, Facts, GraduatedResponse
from stages.ladder import LadderSpec
from stages.models import LadderVersion, StageRecord
from stages.occurrences import Placement
from stages.rounds import MeetingDay, Rounds
from stages.sources import pieces_of
from stages.storing import published_ladder
from stages.vocabulary import Evidence

EVERY_CLASS, NO_CLASS = 0, -1


@dataclass(frozen=True)
class Known:
    """The engine of a school, and what is known of its children who have been at a stage."""

    engine: GraduatedResponse
    facts: dict[int, Facts]

    def answers(self, day: date) -> Iterator[tuple[int, Answer]]:
        """The answer for each child on a day, by id."""
        for pupil, facts in self.facts.items():
            yield pupil, self.engine.of(facts, day)


def known_of(pupils: Collection[int] | None = None) -> Known | None:
    """What is known of these children, or of everyone on roll; `None` without a ladder.

    Four queries, whatever the number of children and of sources of evidence; a ladder that this
    process has not read yet takes four more.
    """
    version = LadderVersion.objects.published().select_related("school").first()
    if version is None:
        return None
    calendar, days = _dates()
    engine = _engine(published_ladder(version), version.school, calendar, days)
    return Known(engine, _facts(_placed(pupils), pupils, days))


def known_of_one(
    pupil: Pupil, *, ladder: LadderSpec, school: School, records: Iterable[StageRecord]
) -> Known:
    """The same of one child, whose records (`with_class`, `stays`) and ladder were read already.

    One query, and one more where there is a record.
    """
    calendar, days = _dates()
    standing = [row for row in records if row.stage and not row.is_withdrawn]
    standing.sort(key=lambda row: (row.beside, row.starts_on, row.pk))
    children = {}
    if standing:
        class_pk = getattr(standing[0], "class_pk", None)
        children[pupil.pk] = child = _Placed(pupil.born_on, pupil.joined_on, class_pk)
        for row in standing:
            assert row.stage is not None
            where = (row.pk, row.stage.key, row.starts_on, row.ends_on, row.beside, row.agency)
            stays = tuple(stay.decided_on for stay in row.stays.all() if not stay.is_withdrawn)
            child.add(replace(Placement(*where), stays=stays))
    return Known(_engine(ladder, school, calendar, days), _facts(children, [pupil.pk], days))


def with_class(rows: QuerySet[StageRecord]) -> QuerySet[StageRecord]:
    """Stage records, each with the class its child is in today, as `class_pk`."""
    now = ClassPlacement.objects.on(today()).filter(pupil=OuterRef("pupil"))
    return rows.annotate(class_pk=Subquery(now.values("class_group")[:1]))


def _engine(
    ladder: LadderSpec,
    school: School,
    calendar: SchoolCalendar,
    days: Mapping[int, list[MeetingDay]],
) -> GraduatedResponse:
    rounds = Rounds(calendar, days.get(EVERY_CLASS, ()))
    return GraduatedResponse(ladder, rounds, go_live_on=school.go_live_on)


def _facts(
    children: "Mapping[int, _Placed]",
    pupils: Collection[int] | None,
    days: Mapping[int, list[MeetingDay]],
) -> dict[int, Facts]:
    pieces = pieces_of(pupils) if children else {}
    return {
        pk: Facts(
            born_on=child.born_on,
            joined_on=child.joined_on,
            placements=tuple(child.line),
            pieces=tuple(pieces.get(pk, ())),
            meeting_days=tuple(days.get(child.class_pk, ()) if child.class_pk else ()),
        )
        for pk, child in children.items()
    }


def _dates() -> tuple[SchoolCalendar, dict[int, list[MeetingDay]]]:
    """The school's dates, and the days set for meetings by class (0: every class); one query."""
    rows = DaySet.objects.annotate(
        name=Concat(Value(f"{Evidence.MEETING}:"), "kind"),
        last=F("on"),
        of=Coalesce("class_group_id", 0),
    )
    calendar, days = whole_calendar(rows.order_by().values_list("name", "on", "last", "of"))
    found: dict[int, list[MeetingDay]] = {}
    for name, on, class_pk in days:
        found.setdefault(class_pk, []).append(MeetingDay(name, on))
    return calendar, found


@dataclass
class _Placed:
    """A child and its stage records so far, the main line before what is beside it."""

    born_on: date
    joined_on: date | None
    class_pk: int | None
    line: list[Placement] = field(default_factory=list)

    def add(self, placement: Placement) -> None:
        last = self.line[-1] if self.line else None
        if last and last.record == placement.record:  # it comes once for each decision to stay
            self.line[-1] = replace(last, stays=(*last.stays, *placement.stays))
            return
        if last and not last.overlay and not placement.overlay:
            follows = last.ends_on == placement.starts_on
            placement = replace(placement, before=last.starts_on if follows else None)
        self.line.append(placement)


def _placed(pupils: Collection[int] | None) -> dict[int, _Placed]:
    """Where each child has been, in order of day; one query."""
    rows = StageRecord.objects.standing().filter(stage__isnull=False)
    asked = Pupil.objects.on_roll().values("pk") if pupils is None else pupils
    rows = rows.filter(pupil__in=asked).order_by("pupil_id", "beside", "starts_on", "pk")
    stay = FilteredRelation("stays", condition=Q(stays__withdrawn_at__isnull=True))
    found: dict[int, _Placed] = {}
    for pupil, born_on, joined_on, class_pk, stayed_on, *placed in (
        with_class(rows)
        .annotate(stay=stay)
        .values_list(
            *("pupil_id", "pupil__born_on", "pupil__joined_on", "class_pk", "stay__decided_on"),
            *("pk", "stage__key", "starts_on", "ends_on", "beside", "agency"),
        )
    ):
        child = found.setdefault(pupil, _Placed(born_on, joined_on, class_pk))
        child.add(replace(Placement(*placed), stays=(stayed_on,) if stayed_on else ()))
    return found
