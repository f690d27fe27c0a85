"""Writes what children on SEN support and their parents said this term."""

from collections.abc import Iterator
from random import Random

from accounts.models import Membership, User
from pupils.models import ClassPlacement, Contact, Pupil, SenStatus, Voice
from reports.demo.chance import stream, uid
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from reports.demo.voice_words import NONE, PARENT, PUPIL

PUPILS, PARENTS, WITHOUT, DRAFTS = 0.6, 0.4, 0.06, 0.05
WITHIN = 40  # school days


def write_voices(plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """Pupil voices of most children with SEN support or a plan, parents' of some, in bulk."""
    chance = stream(plan.seed, plan.slug, "voices")
    with_sen = SenStatus.objects.on(days.on).exclude(code=SenStatus.Code.NONE).values("pupil")
    pupils = list(Pupil.objects.on_roll().filter(pk__in=with_sen).order_by("uid"))
    teachers = _teachers(days, people)
    parents: dict[int, Contact] = {}
    for contact in Contact.objects.filter(pupil__in=pupils, ended_on=None).order_by("-rank"):
        parents[contact.pupil_id] = contact
    voices = [
        voice
        for pupil in pupils
        for voice in _of_child(
            pupil, parents.get(pupil.pk), teachers.get(pupil.pk, people.senco()), days, chance
        )
    ]
    Voice.objects.all().recorded_bulk_create(voices)


def _teachers(days: Days, people: PeopleRows) -> dict[int, Membership]:
    placed = ClassPlacement.objects.on(days.on).values_list("pupil_id", "class_group__name")
    return {pupil: people.teacher(days.begins, room) for pupil, room in placed}


def _of_child(
    pupil: Pupil, parent: Contact | None, teacher: Membership, days: Days, chance: Random
) -> Iterator[Voice]:
    if chance.random() < PUPILS:
        yield _voice(pupil, Voice.Whose.PUPIL, None, teacher.user, days, chance)
    if parent is not None and chance.random() < PARENTS:
        yield _voice(pupil, Voice.Whose.PARENT, parent, teacher.user, days, chance)


def _voice(
    pupil: Pupil, whose: str, contact: Contact | None, by: User, days: Days, chance: Random
) -> Voice:
    is_pupils = whose == Voice.Whose.PUPIL
    on = days.at(days.last - 1 - chance.randrange(WITHIN))
    at = moment(on, 420 + chance.randrange(60))
    is_none = chance.random() < WITHOUT
    is_draft = not is_none and chance.random() < DRAFTS
    words = (
        NONE[1 if is_pupils else 0] if is_none else chance.choice(PUPIL if is_pupils else PARENT)
    )
    voice = Voice(
        uid=uid("voice", pupil.uid, whose),
        pupil=pupil,
        whose=whose,
        contact=contact,
        on=on,
        how="" if is_none else Voice.How.SPOKEN,
        hand="" if is_none else chance.choice([Voice.Hand.SCRIBE, Voice.Hand.SUMMED]),
        words=words,
        why_none=is_none,
        started_at=at,
        started_by=by,
        given_at=None if is_draft else at,
        given_by=None if is_draft else by,
    )
    stamp(voice, at, by)
    return voice
