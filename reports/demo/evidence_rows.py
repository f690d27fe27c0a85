"""Writes what staff did of what the stages ask: most of it, a little with a reason why not.

The engine itself says what is asked of each child; what is written is read back into it until
nothing more is overdue than the child is meant to have.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from accounts.models import User
from pupils.models import ClassPlacement, Pupil
from reports.demo.chance import one_of, stream, uid
from reports.demo.days import Days, moment
from reports.demo.evidence_words import DONE, USUALLY, WHY_NOT
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from stages.evidence import Piece
from stages.facts import known_of
from stages.graduated_response import Answer, Facts, GraduatedResponse
from stages.models import EvidenceNote
from stages.occurrences import Occurrence, State
from stages.owners import owners_of, roles_of
from stages.vocabulary import Evidence, Party

# Of how many children so many things are overdue: of about a tenth, anything is.
LEFT = {0: 88, 1: 7, 2: 4, 4: 1}
DONE_EARLY, DONE_THEN, NOT_DONE = 0.45, 0.93, 0.03
ROUNDS = 8  # what comes round again after it was done is done again


class EvidenceRows:
    """The evidence notes of one school."""

    def __init__(self, plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
        self.plan, self.days, self.people = plan, days, people
        self.begins = date(days.begins, 9, 1)
        self._teachers: dict[int, User] = {}

    def write(self) -> None:
        """What was done of each child, in the order of their lasting identities."""
        known = known_of()
        if known is None:
            return
        self._teachers = self._who_teaches()
        pupils = Pupil.objects.filter(pk__in=known.facts).order_by("uid")
        notes = [
            note
            for pupil in pupils
            for note in self._of_child(pupil, known.facts[pupil.pk], known.engine)
        ]
        EvidenceNote.objects.all().recorded_bulk_create(notes)

    def _who_teaches(self) -> dict[int, User]:
        placed = ClassPlacement.objects.on(self.days.on).values_list(
            "pupil_id", "class_group__name"
        )
        begins = self.days.begins
        return {pupil: self.people.teacher(begins, room).user for pupil, room in placed}

    def _of_child(
        self, pupil: Pupil, facts: Facts, engine: GraduatedResponse
    ) -> Iterator[EvidenceNote]:
        """The notes of one child: the engine is asked again after each round of them."""
        chance = stream(self.plan.seed, self.plan.slug, "evidence", pupil.uid)
        answer = engine.of(facts, self.days.on)
        left = self._left(answer, chance)
        early = {
            (one.asked.key, one.due_on)
            for one in answer.occurrences
            if one.state is State.DUE and chance.random() < self._likely(one)
        }
        for turn in range(ROUNDS):
            now = [
                one
                for one in answer.occurrences
                if one.asked.key not in left
                and (one.state is State.OVERDUE or (one.asked.key, one.due_on) in early)
                and one.is_open
            ]
            if not now:
                return
            written = [self._note(pupil, one, turn, chance) for one in now]
            yield from written
            pieces = tuple(_piece(note, -100 * turn - n) for n, note in enumerate(written, 1))
            facts = replace(facts, pieces=facts.pieces + pieces)
            answer = engine.of(facts, self.days.on)

    def _likely(self, one: Occurrence) -> float:
        """How likely something is done before it must be, or that is only expected."""
        return DONE_THEN if one.due_on and one.due_on < self.days.on else DONE_EARLY

    def _left(self, answer: Answer, chance: Random) -> set[str]:
        """The requirements that stay undone."""
        late = [item for item in answer.items if item.state is State.OVERDUE]
        count = min(one_of(chance, LEFT.items()), len(late))
        return {one.asked.key for item in chance.sample(late, count) for one in item.occurrences}

    def _note(self, pupil: Pupil, one: Occurrence, turn: int, chance: Random) -> EvidenceNote:
        """One thing as it was noted: on a school day on which it counts, late only if it must."""
        asked, on = one.asked, self._day(one, chance)
        why_not = turn == 0 and chance.random() < NOT_DONE
        by = self._writer(pupil, one)
        at = moment(on, 430 + chance.randrange(60))
        note = EvidenceNote(
            uid=uid("evidence", pupil.uid, asked.key, on, turn),
            pupil=pupil,
            requirement=asked.key,
            asked=asked.words,
            on=on,
            why_not=why_not,
            given_to="" if why_not or not asked.given_to else _one_by_one(asked.given_to, turn),
            words=chance.choice(WHY_NOT if why_not else DONE.get(asked.evidence, USUALLY)),
            recorded_at=at,
            recorded_by=by,
        )
        stamp(note, at, by)
        return note

    def _day(self, one: Occurrence, chance: Random) -> date:
        first = max(one.opens_on or one.counts_from, one.counts_from, self.begins)
        last = min(one.due_on or self.days.on, self.days.on, one.counts_until)
        begins = self.days.place_of(first)
        ends = min(self.days.place_of(last), self.days.last)
        return self.days.at(begins + chance.randrange(max(1, ends - begins)))

    def _writer(self, pupil: Pupil, one: Occurrence) -> User:
        """The SENCO for what is the SENCO's first; else who teaches the child."""
        senco = self.people.senco().user
        first = owners_of(one.asked)[:1]
        is_sencos = roles_of(first) == roles_of([Party.SENCO])
        return senco if is_sencos else self._teachers.get(pupil.pk, senco)


def _one_by_one(given_to: Sequence[str], turn: int) -> str:
    return given_to[turn % len(given_to)]


def _piece(note: EvidenceNote, pk: int) -> Piece:
    """The note as the engine will read it; it has no id yet."""
    return Piece(
        kind=Evidence.RECORD,
        on=note.on,
        source="note",
        pk=pk,
        said=note.words,
        given_to=note.given_to,
        answers=note.requirement,
        why_not=note.why_not,
    )
