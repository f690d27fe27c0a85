"""Writes this year's letters to parents: a print a month, most of it given; the newest are due."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.db.models import Q

from jobs.models import Job
from pupils.actions.letters import PRINT_TASK, Draft
from pupils.models import Contact, Given, Letter, LetterBatch
from reports.demo.chance import one_of, stream, uid
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from schools.models import School
from stages.actions.letters import drafts_of, recipients_of
from stages.letters import moves_to_tell
from stages.models import Notice, StageRecord

How = Given.How
WAYS = {How.POSTED: 80, How.HANDED: 16, How.READ_ALOUD: 4}
MADE_NOT_GIVEN = 2  # of the newest moves


class LetterRows:
    """The letters of one school's moves since September, and what was given."""

    def __init__(self, school: School, plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
        self.school, self.plan, self.days, self.people = school, plan, days, people
        self.chance: Random = stream(plan.seed, plan.slug, "letters", 0)

    def write(self) -> None:
        """Write them: each month's print with what was given, then one that nobody has given."""
        moves = self._moves()
        prints = self._prints()
        for before, printed in zip([date(self.days.begins, 9, 1), *prints], prints, strict=False):
            self._write([m for m in moves if before <= m.starts_on < printed], printed, True)
        newest = [m for m in moves if prints and m.starts_on >= prints[-1]]
        yesterday = self.days.at(self.days.last)
        self._write(newest[:MADE_NOT_GIVEN], yesterday, False)

    def _prints(self) -> list[date]:
        """The first Friday of each month from October, long enough ago to have been posted."""
        months = [date(self.days.begins + (n > 12), (n - 1) % 12 + 1, 1) for n in range(10, 20)]
        fridays = [month + timedelta(days=(4 - month.weekday()) % 7) for month in months]
        return [day for day in fridays if day < self.days.on - timedelta(days=7)]

    def _moves(self) -> list[StageRecord]:
        """This year's moves whose parents know of them and can be sent a letter, oldest first."""
        since = Q(starts_on__gte=date(self.days.begins, 9, 1), pupil__left_on__isnull=True)
        told = ~Q(parent_told_how=StageRecord.Told.NOT_YET)
        rows = moves_to_tell().filter(since & told).select_related("pupil", "stage")
        moves = list(rows.order_by("starts_on", "pk"))
        to = recipients_of(moves)
        return [move for move in moves if to[move.pupil_id].households]

    def _write(self, moves: Sequence[StageRecord], on: date, given: bool) -> None:
        if not moves:
            return
        drafts = drafts_of(moves, self.school, on)
        batch = self._batch(on, len(drafts))
        for place, (record, draft) in enumerate(drafts, start=1):
            letter = self._letter(batch, place, draft, on)
            self._tie(record, letter)
            if given:
                self._give(letter, draft, on)

    def _batch(self, on: date, count: int) -> LetterBatch:
        """A print whose file the worker makes when it starts."""
        batch: LetterBatch = LetterBatch.objects.create(
            made_at=moment(on, 330), made_by=self.people.senco().user
        )
        title = f"{count} letters to parents" if count > 1 else "Letter to parents"
        batch.job = Job.objects.create(
            task=PRINT_TASK,
            title=title,
            payload={"batch": batch.pk},
            asked_at=moment(on, 330),
        )
        batch.save()
        return batch

    def _letter(self, batch: LetterBatch, place: int, draft: Draft, on: date) -> Letter:
        senco = self.people.senco().user
        row = Letter(
            uid=uid(self.plan.seed, self.plan.slug, "letter", on, place),
            pupil=draft.pupil,
            batch=batch,
            place=place,
            kind=draft.kind,
            to_whom=" and ".join(draft.page.to)[:300],
            contact_ids=[contact.pk for contact in draft.contacts],
            content=draft.page.content(),
            sha256=draft.page.sha256,
            large_print=draft.page.large_print,
            language=draft.language,
            written_on=on,
            made_at=moment(on, 330),
            made_by=senco,
        )
        stamp(row, moment(on, 330), senco)
        row.save()
        return row

    def _tie(self, record: StageRecord, letter: Letter) -> None:
        row = Notice(record=record, letter=letter)
        stamp(row, moment(letter.written_on, 330), self.people.senco().user)
        row.save()

    def _give(self, letter: Letter, draft: Draft, on: date) -> None:
        how, day = one_of(self.chance, WAYS.items()), self.days.after(on, 1)
        office = self.people.office().user
        for contact in draft.contacts:
            row = self._given(letter, contact, how, day)
            row.recorded_by = office
            stamp(row, row.recorded_at, office)
            row.save()

    def _given(self, letter: Letter, contact: Contact, how: str, day: date) -> Given:
        return Given(
            uid=uid(self.plan.seed, self.plan.slug, "given", letter.uid, contact.uid),
            pupil=letter.pupil,
            letter=letter,
            contact=contact,
            to_whom=contact.name,
            how=how,
            on=day,
            recorded_at=moment(day, 200 + self.chance.randrange(60)),
        )
