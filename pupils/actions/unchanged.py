"""Whether a child's rows of a kind are still as they were when a form was opened.

A form about several rows at once (needs, SEN statuses, classes) carries their mark: the number of
the last version that history holds of any of them. Any change to any of them moves it on.
"""

from typing import Any

from django.db import models

from pupils.models import Pupil
from schools.records import EditClash, Recorded


def mark_of(model: type[Recorded], pupil: Pupil) -> int:
    """The mark of a child's rows of a kind now; 0 where there never were any."""
    rows: models.QuerySet[Any] = model.history.filter(pupil_id=pupil.pk)
    return rows.aggregate(last=models.Max("history_id"))["last"] or 0


def hold_unchanged(model: type[Recorded], pupil: Pupil, expected: int) -> Pupil:
    """The pupil, held until the transaction ends; `EditClash` when a row of theirs has changed."""
    held: Pupil = Pupil.objects.locked().get(pk=pupil.pk)
    if mark_of(model, held) != expected:
        raise EditClash(held)
    return held
