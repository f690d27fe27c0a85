"""Writes meetings: of classes and children, held and to come, their days and actions."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random
from typing import Any

from accounts.models import ClassAssignment, Membership
from pupils.models import (
    ClassPlacement,
    Meeting,
    MeetingAction,
    MeetingDay,
    MeetingPupil,
    Pupil,
)
from reports.demo.chance import stream, uid
from reports.demo.days import Days, moment
from reports.demo.meeting_words import OF_CHILD, OF_CLASS, TO_DO
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from reports.meetings.kinds import MeetingKinds, meeting_kinds
from schools.models import ClassGroup
from schools.usual_dates import usual_half_terms
from stages.models import StageRecord

CLASSES = 6  # whose last meeting was written down
OF_EACH_KIND = 4  # held about a child, of each of the school's own kinds
AHEAD = 3  # planned about a child
IN_HALF_TERM = timedelta(days=31)
QUARTER_PAST = time(15, 15)
OF_A_PLAN = ("annual", "ehcp", "panel")  # of the few children with an EHC plan, or asked for one
WITH = {"parent": ["parent", "class_teacher"], "pcp": ["parent", "pupil", "agency", "senco"]}
USUALLY = ["parent", "class_teacher", "senco"]
IN_CLASS = ["class_teacher", "senco", "senior_leaders"]


class MeetingRows:
    """The meetings of one school, of its own kinds where its ladder names any."""

    def __init__(self, plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
        self.plan, self.days, self.people = plan, days, people
        self.chance: Random = stream(plan.seed, plan.slug, "meetings")
        self.kinds: MeetingKinds = meeting_kinds()
        self.count = 0

    def write(self) -> None:
        """The days the school has set, the classes' meetings on them, and those about a child."""
        days = self._write_days()
        past = [day for day in days if day <= self.days.at(self.days.last)]
        teaching = self._teaching()
        for room in teaching[:CLASSES] if past else []:
            self._write_class(room, past[-1])
        if teaching:
            self._meeting(
                self.kinds.for_class, self.days.on, class_group=teaching[0], at=QUARTER_PAST
            )
        self._write_about_children()

    def _write_days(self) -> list[date]:
        """A day in each half-term of the year, a month in; never one on which school is shut."""
        kind = self.kinds.for_class
        starts = [span.starts_on + IN_HALF_TERM for span in usual_half_terms(self.days.begins)]
        days = [self.days.school_days[self.days.place_of(day)] for day in starts]
        for day in days:
            MeetingDay.objects.create(
                uid=self._uid(), kind=kind, kind_name=self.kinds.names[kind], on=day
            )
        return days

    def _teaching(self) -> list[ClassGroup]:
        """The classes of this year, that of the teacher who signs in first."""
        rows = ClassAssignment.objects.filter(
            class_group__academic_year__starts_on__year=self.days.begins, kind="teacher"
        )
        mine = self.people.memberships.get("teacher")
        found = {row.class_group_id: row for row in rows.select_related("class_group")}
        ordered = sorted(
            found.values(), key=lambda row: (row.membership_id != getattr(mine, "pk", 0), row.pk)
        )
        return [row.class_group for row in ordered]

    def _write_class(self, room: ClassGroup, on: date) -> None:
        """What was said of each child of a class, most of it short."""
        held: dict[str, Any] = {"is_held": True, "attended": IN_CLASS}
        meeting = self._meeting(self.kinds.for_class, on, class_group=room, at=QUARTER_PAST, **held)
        placed = ClassPlacement.objects.on(on).filter(class_group=room).order_by("pupil__uid")
        rows = []
        for place in placed:
            note, step = self.chance.choice(OF_CLASS)
            rows.append(self._said(meeting, place.pupil_id, note, step))
        MeetingPupil.objects.all().recorded_bulk_create(rows)

    def _write_about_children(self) -> None:
        """Meetings held about children on the register, of each own kind; some to come."""
        records = StageRecord.objects.current().filter(stage__on_register=True)
        records = records.filter(stage__needs_ehc_plan=False).select_related("pupil")
        pupils = [row.pupil for row in records.order_by("pupil__uid")]
        own = [key for key in self.kinds.own if not key.startswith(OF_A_PLAN)]
        kinds = [key for key in own if key != self.kinds.for_class] or ["parent"]
        if not pupils:
            return
        for number in range(OF_EACH_KIND * len(kinds)):
            kind = kinds[number % len(kinds)]
            ago = 2 + self.chance.randrange(45)
            self._write_one(self.chance.choice(pupils), kind, self.days.at(self.days.last - ago))
        for number in range(AHEAD):
            day = self.days.school_days[self.days.last + 3 + 4 * number]
            meeting = self._meeting(
                kinds[number % len(kinds)],
                day,
                at=QUARTER_PAST,
                invited=WITH.get(kinds[number % len(kinds)], USUALLY),
            )
            self._said(meeting, self.chance.choice(pupils).pk, "", "").save()

    def _write_one(self, pupil: Pupil, kind: str, on: date) -> None:
        note, step = self.chance.choice(OF_CHILD)
        attended = WITH.get(kind, USUALLY)
        meeting = self._meeting(kind, on, at=QUARTER_PAST, is_held=True, attended=attended)
        row = self._said(meeting, pupil.pk, note, step)
        stamp(row, meeting.recorded_at, self.people.senco().user)
        row.save()
        if self.chance.random() < 0.6:
            self._action(meeting, pupil)

    def _action(self, meeting: Meeting, pupil: Pupil) -> None:
        """Given to the SENCO or to who teaches the child; some done, some late."""
        owner = self._owner(pupil)
        due_on = self.days.school_days[self.days.place_of(meeting.on) + 10]
        is_done = due_on < self.days.on and self.chance.random() < 0.7
        done: dict[str, Any] = (
            {"done_on": self.days.at(self.days.place_of(due_on) - 1), "done_by": owner.user}
            if is_done
            else {}
        )
        row = MeetingAction(
            uid=self._uid(),
            meeting=meeting,
            pupil=pupil,
            what=self.chance.choice(TO_DO),
            owner=owner,
            due_on=due_on,
            **done,
        )
        stamp(row, meeting.recorded_at, self.people.senco().user)
        row.save()

    def _owner(self, pupil: Pupil) -> Membership:
        teachers: Sequence[Membership] = [
            row.membership
            for row in ClassAssignment.objects.filter(
                kind="teacher",
                class_group__in=ClassPlacement.objects.on(self.days.on)
                .filter(pupil=pupil)
                .values("class_group"),
            )
            .select_related("membership__user")
            .order_by("membership__user__email")
        ]
        return self.chance.choice([self.people.senco(), *teachers[:1]])

    def _meeting(self, kind: str, on: date, **fields: Any) -> Meeting:
        senco = self.people.senco().user
        at = moment(min(on, self.days.at(self.days.last)), 480)
        row = Meeting(
            uid=self._uid(),
            kind=kind,
            kind_name=self.kinds.names[kind],
            on=on,
            recorded_at=at,
            recorded_by=senco,
            **fields,
        )
        stamp(row, at, senco)
        row.save()
        return row

    def _said(self, meeting: Meeting, pupil_id: int, note: str, step: str) -> MeetingPupil:
        return MeetingPupil(
            uid=self._uid(), meeting=meeting, pupil_id=pupil_id, note=note, next_step=step
        )

    def _uid(self) -> Any:
        self.count += 1
        return uid(self.plan.seed, self.plan.slug, "meeting", self.count)
