"""Writes concerns: a draft, new ones, one to be observed, one resolved, a restricted one."""

from datetime import timedelta
from random import Random
from typing import Any

from accounts.models import ClassAssignment, Membership
from pupils.actions import save_checklist
from pupils.actions.observations import LOOK_CLOSER
from pupils.models import Checklist, ClassPlacement, Concern, Observation, Pupil
from reports.concerns.checklist_starts import start_of
from reports.concerns.kinds import checklist_kind, concern_kind
from reports.demo.chance import stream, uid
from reports.demo.concern_words import (
    ALSO_TRIED,
    GOES_WELL,
    HELPS,
    OBSERVE,
    RESOLVED,
    SEEN,
    WORRIES,
)
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from reports.forms.observations import QUESTION
from stages.models import StageRecord

ASKED = 12  # children looked at; some have no teacher
ANSWERED = (0, 3)  # of these concerns the checklist is answered
ASKED_OF_TEACHER = (0, 3)  # of these concerns the teacher is asked for more
Raised = dict[str, Any]


def write_concerns(plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """One concern in each state, raised by the teachers of children who are not on the ladder."""
    chance: Random = stream(plan.seed, plan.slug, "concerns")
    on_ladder = StageRecord.objects.current().values("pupil")
    children = Pupil.objects.on_roll().exclude(pk__in=on_ladder).order_by("uid")
    found = list(children[:60])
    chance.shuffle(found)
    teachers = [(child, _teacher(child, days)) for child in found[:ASKED]]
    known = [(child, teacher) for child, teacher in teachers if teacher]
    senco, kind = people.senco(), concern_kind()
    checklist = _checklist(plan, days, senco)
    for number, more in enumerate(_states(days, senco)):
        if number >= len(known):
            return
        child, teacher = known[number]
        assert teacher is not None  # only those known
        worry = WORRIES[number % len(WORRIES)]
        at = moment(days.at(days.last - 1 - 2 * number), 480 + chance.randrange(60))
        row = Concern(
            uid=uid(plan.seed, plan.slug, "concern", number),
            pupil=child,
            seen=worry.seen,
            areas=[worry.area],
            tried=worry.tried,
            tried_since=at.date() - timedelta(days=21),
            tried_more=[{"since": (at.date() - timedelta(days=9)).isoformat(), "what": ALSO_TRIED}]
            if number % 2
            else [],
            parents_know=Concern.ParentsKnow.YES,
            kind=kind[0],
            kind_name=kind[1],
            **_answered(checklist if number in ANSWERED else None, number),
            started_at=at,
            started_by=teacher.user,
            **({} if more is None else {"raised_at": at, "raised_by": teacher.user} | more),
        )
        stamp(row, at, teacher.user)
        row.save()
        if number in ASKED_OF_TEACHER:
            _ask(plan, row, teacher, days, senco, answered=number == 0)
        elif row.observer:
            _ask(plan, row, row.observer, days, senco, kind=Observation.Kind.VISIT)


def _ask(
    plan: SchoolPlan,
    concern: Concern,
    member: Membership,
    days: Days,
    senco: Membership,
    *,
    kind: str = Observation.Kind.WORDS,
    answered: bool = False,
) -> None:
    """The SENCO asks a colleague, who has answered or not yet."""
    at = moment(days.at(days.last), 541)
    row = Observation(
        uid=uid(plan.seed, plan.slug, "observation", concern.uid),
        pupil=concern.pupil,
        concern=concern,
        kind=kind,
        member=member,
        question=LOOK_CLOSER if kind == Observation.Kind.VISIT else QUESTION,
        due_on=days.school_days[days.last + 4],
        asked_at=at,
        asked_by=senco.user,
    )
    stamp(row, at, senco.user)
    row.save()
    if answered:
        row.seen, row.helps = SEEN, HELPS
        row.seen_on, row.answered_at = days.at(days.last), moment(days.at(days.last), 545)
        stamp(row, row.answered_at, member.user)
        row.save()


def _checklist(plan: SchoolPlan, days: Days, senco: Membership) -> Checklist | None:
    """What the ladder's own document calls for, where it names one."""
    start = start_of(plan.ladder)
    if start is None or senco.school is None:
        return None
    asked = start.questions
    made = save_checklist(
        school=senco.school, name=start.name, questions=asked, expected=0, by=senco.user
    )
    made.made_at = moment(days.starts(days.begins), 600)
    made.save()
    return made


def _answered(checklist: Checklist | None, number: int) -> dict[str, Any]:
    """Some answers of the checklist, each beside its question."""
    if checklist is None:
        return {}
    rows = []
    for place, one in enumerate(checklist.asked):
        value, said = one.choices[(place + number) % len(one.choices)] if one.choices else ("", "")
        note = "" if one.choices else GOES_WELL
        about = {"key": one.key, "heading": one.heading, "words": one.words}
        rows.append(about | {"is": value, "said": said, "note": note})
    kind = checklist_kind()
    answers = {"checklist_name": checklist.name, "checklist_kind": kind}
    return answers | {"checklist_answers": rows}


def _states(days: Days, senco: Membership) -> list[Raised | None]:
    """What became of each: `None` is a draft."""
    decided = {"triaged_at": moment(days.at(days.last), 540), "triaged_by": senco.user}
    observed = {"observer": senco, "observe_on": days.school_days[days.last + 4]}
    return [
        {},
        {"outcome": "resolved", "reason": RESOLVED, **decided},
        {"outcome": "observe", "reason": OBSERVE, **observed, **decided},
        {"whose": "parent", "from_name": "Mrs Madeup", "from_role": "mother"},
        {"openness": Concern.Openness.RESTRICTED},
        None,
    ]


def _teacher(child: Pupil, days: Days) -> Membership | None:
    """Who teaches the child today."""
    placed = ClassPlacement.objects.on(days.on).filter(pupil=child).values("class_group")
    rows = ClassAssignment.objects.filter(
        class_group__in=placed, kind="teacher", starts_on__lte=days.on
    )
    row = rows.exclude(ends_on__lte=days.on).select_related("membership__user").first()
    return row.membership if row else None
