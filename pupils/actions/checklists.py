"""Changing the school's checklist for concerns: every change is a version of its own."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from common.errors import Refused
from pupils.models import Checklist
from pupils.models.checklists import Question, Sort
from schools.models import School

MOST = 60


def checklist_in_use() -> Checklist | None:
    """The school's checklist, if it has one with questions; one query."""
    found: Checklist | None = Checklist.objects.newest_first().first()
    return found if found and found.questions else None


@transaction.atomic
def save_checklist(
    *, school: School, name: str, questions: Sequence[Question], expected: int, by: User
) -> Checklist:
    """Make the next version; the same questions again make none. A key that is empty is new.

    `expected` is the number of the version the person saw, 0 before there was one. Raises `Refused`
    when somebody made another meanwhile, for more than 60 questions, or twice the same words.
    """
    School.objects.select_for_update().get(pk=school.pk)
    last: Checklist | None = Checklist.objects.newest_first().first()
    number = last.number if last else 0
    if number != expected:
        raise Refused("Somebody else changed the checklist meanwhile: open this page again.")
    if len(questions) > MOST:
        raise Refused(f"At most {MOST} questions: nobody would answer more.")
    words = [question.words.casefold() for question in questions]
    if len(set(words)) < len(words):
        raise Refused("The same question stands there twice.")
    if any(question.sort not in Sort.values for question in questions):
        raise Refused("Choose how each question is answered.")
    rows = [vars(question) for question in _keyed(questions, last)]
    if last and (last.name, last.questions) == (name, rows):
        return last
    return Checklist.objects.create(number=number + 1, name=name, questions=rows, made_by=by)


def _keyed(questions: Sequence[Question], last: Checklist | None) -> list[Question]:
    """New questions get a key that no version had."""
    known = {row["key"] for version in Checklist.objects.all() for row in version.questions}
    free = (key for key in (f"q{n}" for n in range(1, 100_000)) if key not in known)
    held = {row["key"] for row in last.questions} if last else set()
    return [
        question
        if question.key in held
        else Question(next(free), question.heading, question.words, question.sort)
        for question in questions
    ]
