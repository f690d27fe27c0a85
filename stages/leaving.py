"""What of the ladder ends when a child leaves the school."""

from collections.abc import Iterable

from django.db.models import Q

from pupils.leaving import REASON, Ending
from pupils.models import Pupil
from stages.models import StageRecord


def open_records(pupil: Pupil, beyond: Q) -> Iterable[Ending]:
    """The child's stage, and what sits beside it. SEN status stays as it was."""
    rows = StageRecord.objects.standing().filter(beyond, pupil=pupil, stage__isnull=False)
    for row in rows.select_related("stage").order_by("beside", "starts_on", "pk"):
        words = f"Being at {row.stage.title} ends."
        if row.beside:
            words = f"{row.agency or row.stage.title} is no longer beside the stage."
        yield Ending(row, words, {"ended_because": REASON})
