"""Writes the decisions that children long at a stage stay there, by the ladder's own words."""

from collections.abc import Iterator
from datetime import date

from common.dates import long_date
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from stages.contexts import ladder_in_use
from stages.ladder import LadderSpec, RouteSpec
from stages.models import StageRecord, StayDecision
from stages.vocabulary import Direction

LONG = 130  # school days at a stage before it is looked at whether the child stays
AGO = (15, 24, 33)  # school days since that was decided
EVERY = 2  # of so many children one was looked at
REASONS = (
    "Most targets of this term are met and the gap in reading is smaller: the support goes on.",
    "Attendance was low in the summer: first one whole term of this support, then we look again.",
    "Steady progress with the group. The parents are content and ask that nothing changes now.",
)


def write_stays(days: Days, people: PeopleRows) -> None:
    """One decision for every other child who is long at a stage the ladder can be stayed at."""
    ladder = ladder_in_use()
    if ladder is not None:
        StayDecision.objects.all().recorded_bulk_create(_decisions(ladder, days, people))


def _decisions(ladder: LadderSpec, days: Days, people: PeopleRows) -> Iterator[StayDecision]:
    senco, ways = people.senco(), _ways(ladder)
    before = days.at(days.last - LONG)
    rows = StageRecord.objects.current().filter(starts_on__lte=before, stage__key__in=ways)
    for number, record in enumerate(rows.select_related("stage", "pupil").order_by("pk")):
        if number % EVERY:
            continue
        on: date = days.at(days.last - AGO[number % len(AGO)])
        row = StayDecision(
            pupil=record.pupil,
            record=record,
            decided_on=on,
            route_words=ways[record.stage.key].words,
            reason=REASONS[number % len(REASONS)],
            decided_at=f"Review of {long_date(on)}",
            decided_by=f"{senco.user.name} (SENCO) with the parents",
            parent_told_how=StayDecision.Told.MEETING,
            parent_told_on=on,
            recorded_at=moment(on, 420),
            recorded_by=senco.user,
        )
        stamp(row, row.recorded_at, senco.user, row.reason)
        yield row


def _ways(ladder: LadderSpec) -> dict[str, RouteSpec]:
    """The first way to stay of each stage, by its key."""
    found: dict[str, RouteSpec] = {}
    for route in ladder.routes:
        if route.direction is Direction.STAY:
            found.setdefault(ladder.recorded_at(route.origin).key, route)
    return found
