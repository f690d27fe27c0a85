"""The school's own checklist for concerns, version by version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


class Sort(models.TextChoices):
    """How a question is answered; a note can be added to any answer."""

    SCALE = "scale", "Never to always"
    YES_NO = "yes_no", "Yes or no"
    WORDS = "words", "In words only"


SCALE = (("0", "Never"), ("1", "Sometimes"), ("2", "Often"), ("3", "Always"))
YES_NO = (("yes", "Yes"), ("no", "No"))
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    Sort.SCALE: SCALE,
    Sort.YES_NO: YES_NO,
    Sort.WORDS: (),
}


@dataclass(frozen=True)
class Question:
    """One question: `key` stays the same from version to version, as long as it is asked."""

    key: str
    heading: str
    words: str
    sort: str

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What can be answered, and its words; nothing where only words are asked for."""
        return CHOICES[self.sort]


class ChecklistQuerySet(SchoolOwnedQuerySet):
    """Versions of the school's checklist."""

    def newest_first(self) -> Self:
        """Every version, the one in use first."""
        return self.order_by("-number")


class Checklist(SchoolOwned):
    """One version of the school's checklist, never changed: an edit makes the next.

    `questions` are tables of the fields of `Question`, in order; a version without any takes the
    checklist out of use.
    """

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    questions = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: Any = SchoolOwnedManager.from_queryset(ChecklistQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="one_checklist_a_number")
        ]

    def __str__(self) -> str:
        return f"checklist {self.number}"

    @property
    def asked(self) -> list[Question]:
        """Its questions, in order."""
        return [Question(**row) for row in self.questions]


def grouped(questions: Sequence[Question]) -> Iterator[tuple[str, list[Question]]]:
    """Questions under their headings, each heading where it first stands."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.heading, []).append(question)
    yield from found.items()
