"""What belongs to a school, and acting within one.

Two fences stand around a school's rows. Here: the manager of every school-owned model gives only
the rows of the school one is acting in, and none outside `school_scope`. In PostgreSQL: composite
keys and row-level policies (`schools/fences.py`) do the same again for whatever goes past this.
"""

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import connection, models, transaction

from schools.touched import Touched

if TYPE_CHECKING:
    from accounts.models import User
    from schools.models import School


class OutOfScope(RuntimeError):
    """A school's row was written outside that school's scope: a fault of ours, never a person's."""


@dataclass(frozen=True)
class Actor:
    """Who acts, in which school, in answer to which request or job, and what it touched."""

    school: "School"
    user: "User | None"
    request_id: str
    touched: Touched = field(default_factory=Touched, compare=False)

    @property
    def school_id(self) -> int:
        return self.school.pk


_actor: ContextVar[Actor | None] = ContextVar("acting", default=None)


def acting() -> Actor | None:
    """Who acts in which school now; `None` outside `school_scope`."""
    return _actor.get()


@contextmanager
def school_scope(
    school: "School", *, by: "User | None" = None, request_id: str = "", writes: bool = True
) -> Iterator[Actor]:
    """The one way to act within a school: its rows and no others, in one transaction.

    History takes `by` and `request_id`. With `writes=False` SQLite opens no transaction, so that
    a page being read does not hold the only write lock (reliability.md, promise 2).
    """
    actor = Actor(school, by, request_id)
    token = _actor.set(actor)
    try:
        within_another = connection.in_atomic_block
        with _one_transaction(writes):
            before = _name_school(str(school.pk))
            yield actor
            actor.touched.settle()
            if within_another:  # by itself the setting ends with this transaction
                _name_school(before)
    finally:
        _actor.reset(token)


def touch_everyone() -> None:
    """Say that something changed that what is due for every child is computed from."""
    if actor := acting():
        actor.touched.everyone = True


def _one_transaction(writes: bool) -> AbstractContextManager[Any]:
    if connection.vendor == "sqlite" and not writes:
        return nullcontext()
    return transaction.atomic()


def _name_school(value: str) -> str:
    """Set PostgreSQL's `app.school` for this transaction; gives the value it had before."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.school', true), ''),"
            " set_config('app.school', %s, true)",
            [value],
        )
        return str(cursor.fetchone()[0])


class SchoolOwnedQuerySet(models.QuerySet[Any]):
    """Rows of schools; named so that every queryset of a school's rows has one ancestor."""


class SchoolOwnedManager(models.Manager[Any]):
    """Gives only the rows of the school one is acting in; none outside `school_scope`."""

    def get_queryset(self) -> models.QuerySet[Any]:
        actor = acting()
        rows = super().get_queryset()
        return rows.none() if actor is None else rows.filter(school_id=actor.school_id)


class SchoolOwned(models.Model):
    """A row of one school: its `school`, a stable `uid` for export, and a `version` for editing."""

    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: Any = SchoolOwnedManager.from_queryset(SchoolOwnedQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.claim_for_school()
        super().save(*args, **kwargs)

    def claim_for_school(self) -> None:
        """Put a new row into the school one is acting in. Raises `OutOfScope` for any other."""
        actor = acting()
        if actor is None:
            raise OutOfScope(f"{type(self).__name__} was saved outside school_scope()")
        if getattr(self, "school_id", None) is None:
            self.school = actor.school
        if self.school_id != actor.school_id:
            raise OutOfScope(f"{type(self).__name__} belongs to another school")


class DatedQuerySet(SchoolOwnedQuerySet):
    """Rows that hold from `starts_on` until the day before `ends_on` (open when there is none)."""

    def on(self, day: date) -> Self:
        """The rows that hold on `day`."""
        ended = models.Q(ends_on__isnull=False, ends_on__lte=day)
        return self.filter(starts_on__lte=day).exclude(ended)

    def still_open(self) -> Self:
        """The rows with no end."""
        return self.filter(ends_on__isnull=True)


class Dated(models.Model):
    """Valid time: holds from `starts_on`; `ends_on` is the first day it no longer holds."""

    starts_on = models.DateField("from")
    ends_on = models.DateField("until", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Whether this row holds on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
