"""Who opened what about whom, and when."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from schools.tenancy import SchoolOwned, SchoolOwnedManager, SchoolOwnedQuerySet


class HoldsId(models.Func):
    """Whether a list of ids kept as JSON holds one id, on either database."""

    output_field = models.BooleanField()
    arity = 2

    def as_postgresql(
        self, compiler: Any, connection: Any, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Jsonb holds a value."""
        return self._written(compiler, "({} @> to_jsonb({}))")

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        """The list is gone through."""
        return self._written(compiler, "EXISTS (SELECT 1 FROM json_each({}) WHERE value = {})")

    def _written(self, compiler: Any, template: str) -> tuple[str, tuple[Any, ...]]:
        made = [compiler.compile(part) for part in self.get_source_expressions()]
        params = tuple(param for _, given in made for param in given)
        return template.format(*(sql for sql, _ in made)), params


class AccessEntryQuerySet(SchoolOwnedQuerySet):
    """Openings, of one child or in lists, and in a time."""

    def between(self, begins: datetime | None, ends: datetime | None = None) -> Self:
        """Those from one moment until another; without a moment, from ever or until now."""
        rows = self if begins is None else self.filter(at__gte=begins)
        return rows if ends is None else rows.filter(at__lt=ends)

    def listing(self, pupil_id: int) -> Self:
        """The openings of lists that held a child.

        Looks through the lists of the time asked for: on PostgreSQL row security lets no index of
        a list's contents be used, and a row a child would make the table six times as large
        (docs/decisions/openings-in-lists.md).
        """
        return self.filter(HoldsId("pupil_ids", models.Value(pupil_id)), pupil__isnull=True)


class AccessEntry(SchoolOwned):
    """One opening of a child's record, or of a list. Append-only, in the database itself."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=60)
    asked = models.CharField(max_length=500, blank=True)
    pupil = models.ForeignKey(
        "pupils.Pupil", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pupil_ids = models.JSONField(default=list, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    tablet = models.CharField("shared tablet", max_length=40, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(AccessEntryQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["pupil", "-at"]),
            models.Index(fields=["user", "-at"]),
            models.Index(fields=["school", "-at"], name="openings_of_school"),
        ]

    def __str__(self) -> str:
        return f"access {self.pk}"
