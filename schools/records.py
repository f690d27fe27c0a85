"""Records about a child: every change is a version in history, with who, when and why.

Promises 3 and 4 of reliability.md: nobody's work is overwritten, and history cannot be rewritten.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.utils import timezone
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from schools.tenancy import DatedQuerySet, SchoolOwned, SchoolOwnedManager, acting


class UnrecordedWrite(RuntimeError):
    """A write that would have left no history: a fault of ours, never a person's."""


class EditClash(Exception):
    """Somebody else saved this record first. Holds the record as it is now; nothing was saved."""

    def __init__(self, current: Any) -> None:
        super().__init__("Somebody else changed this record while you were writing.")
        self.current = current


def current_user(**_: Any) -> Any:
    """The person history names for a change made now; `None` for the system itself."""
    actor = acting()
    return actor.user if actor else None


def _current_request_id() -> str:
    actor = acting()
    return actor.request_id if actor else ""


class HistoryRow(models.Model):
    """What every history row also tells: the request or job that made the change."""

    request_id = models.CharField(max_length=64, default=_current_request_id, blank=True)

    class Meta:
        abstract = True


class SchoolHistoryManager(HistoryManager):
    """History within the school one is acting in; none outside `school_scope`."""

    def get_super_queryset(self) -> models.QuerySet[Any]:
        actor = acting()
        rows = super().get_super_queryset()
        return rows.none() if actor is None else rows.filter(school_id=actor.school_id)


class SchoolHistoryRow(HistoryRow):
    """A version of a school's record, fenced like the record itself."""

    objects: Any = SchoolOwnedManager()

    class Meta:
        abstract = True


def kept_history() -> HistoricalRecords:
    """Versions of a school's row that is about no child: who changed it, when, from what.

    Unlike `Recorded` it refuses no write: what is made in bulk begins its history with the first
    change after that.
    """
    return HistoricalRecords(
        bases=[SchoolHistoryRow],
        get_user=current_user,
        history_manager=SchoolHistoryManager,
        history_change_reason_field=models.TextField(null=True),
        user_db_constraint=False,
    )


class RecordedQuerySet(DatedQuerySet):
    """Refuses the writes that would leave no history."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise UnrecordedWrite("update() writes no history: save each record")

    def delete(self) -> NoReturn:
        raise UnrecordedWrite("Records about a child are archived or ended, never deleted in bulk")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnrecordedWrite("bulk_update() writes no history: save each record")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnrecordedWrite("bulk_create() writes no history: use recorded_bulk_create()")

    def recorded_bulk_create(self, rows: Iterable[Any], *, reason: str = "") -> list[Any]:
        """Insert many rows with one history row each, in two queries a batch."""
        new = list(rows)
        for row in new:
            row.claim_for_school()
        made = super().bulk_create(new, batch_size=500)
        _touch(made)
        self.model.history.bulk_history_create(
            made,
            batch_size=500,
            default_user=current_user(),
            default_change_reason=reason or None,
        )
        return made

    def recorded_bulk_update(
        self, rows: Iterable[Any], fields: Sequence[str], *, reason: str = ""
    ) -> list[Any]:
        """Save these fields of many rows, each as its next version, in two queries a batch.

        The rows must be held (`locked`), since no version is compared.
        """
        changed = list(rows)
        for row in changed:
            row.claim_for_school()
            row.version += 1
        # QuerySet.bulk_update() goes through update(), which this class refuses.
        plain: models.QuerySet[Any] = models.QuerySet(self.model, using=self.db)
        plain.bulk_update(changed, [*fields, "version"], batch_size=500)
        _touch(changed)
        self.model.history.bulk_history_create(
            changed,
            batch_size=500,
            update=True,
            default_user=current_user(),
            default_change_reason=reason or None,
        )
        return changed

    def recorded_bulk_withdraw(self, rows: Iterable[Any], *, on: date, reason: str) -> None:
        """Take back dated rows that have not begun on a day; history keeps what they planned.

        Raises `UnrecordedWrite` for a row that has begun: what held is ended, never removed.
        """
        planned = list(rows)
        if any(row.starts_on <= on for row in planned):
            raise UnrecordedWrite("Only what has not begun can be withdrawn: end this row instead")
        versions = self.model.history.model
        made = [
            versions(
                history_date=timezone.now(),
                history_type="-",
                history_user=current_user(),
                history_change_reason=reason,
                **{name: getattr(row, name) for name in _tracked(versions)},
            )
            for row in planned
        ]
        versions.objects.bulk_create(made, batch_size=500)
        plain: models.QuerySet[Any] = models.QuerySet(self.model, using=self.db)
        plain.filter(pk__in=[row.pk for row in planned])._raw_delete(self.db)

    def locked(self) -> Self:
        """These rows, held until the transaction ends."""
        return self.select_for_update()


def _tracked(versions: Any) -> list[str]:
    """The columns of a record that its versions keep."""
    return [field.attname for field in versions.tracked_fields]


def _touch(rows: Iterable[Any]) -> None:
    """Leave the mark of the children whose due items are computed from these rows."""
    actor = acting()
    if actor is not None:
        actor.touched.add(child for row in rows if row.feeds for child in row.about())


class Recorded(SchoolOwned):
    """A school's row whose every change is kept in history."""

    history = HistoricalRecords(
        inherit=True,
        bases=[SchoolHistoryRow],
        get_user=current_user,
        history_manager=SchoolHistoryManager,
        history_change_reason_field=models.TextField(null=True),
        user_db_constraint=False,
    )
    objects: Any = SchoolOwnedManager.from_queryset(RecordedQuerySet)()
    feeds: ClassVar[bool] = False  # whether what is due for its child is computed from it
    _change_reason: str | None = None

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, as the next version; whoever edits an earlier one meets a clash."""
        if not self._state.adding:
            self.version += 1
        super().save(*args, **kwargs)
        _touch([self])
        self._change_reason = None  # a reason is for one change

    def about(self) -> Iterable[int]:
        """The children it is about, by id."""
        child: int | None = getattr(self, "pupil_id", None)
        return [child] if child else []

    def save_as_version(self, expected: int, *, reason: str = "") -> None:
        """Save what was edited from version `expected`, as the next version.

        Raises `EditClash` with the record as it is now when somebody else saved first.
        """
        current = type(self).objects.locked().get(pk=self.pk)
        if current.version != expected:
            raise EditClash(current)
        self.version = expected
        self._change_reason = reason or None
        self.save()
