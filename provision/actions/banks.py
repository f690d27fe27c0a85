"""The bank: what a school adds, and what it hides."""

from django.db import transaction
from django.utils import timezone

from common.errors import Refused
from provision.actions.writing import says_something
from provision.choosing import BankLine, bank_line, key_of
from provision.models import BankItem
from pupils.models import NeedArea


@transaction.atomic
def add_to_bank(
    *, kind: str, area: NeedArea, words: str, measure: str = "", how_often: str = ""
) -> BankItem:
    """Add a target or strategy to choose from. Raises `Refused` for one that is there."""
    said = words.strip()
    if not says_something(said):
        raise Refused("Say in words what it is.")
    if bank_line(kind, key_of(said)) is not None:
        raise Refused("The bank has that already.")
    row: BankItem = BankItem.objects.create(
        kind=kind, area=area, words=said, measure=measure.strip(), how_often=how_often.strip()
    )
    return row


@transaction.atomic
def hide_in_bank(*, line: BankLine, hidden: bool) -> None:
    """Hide something from those who choose, or show it again; plans that have it keep it."""
    row, _new = BankItem.objects.get_or_create(
        kind=line.kind,
        words=line.words,
        defaults={
            "area_id": line.area,
            "measure": line.measure,
            "how_often": line.how_often,
            "is_built_in": True,
        },
    )
    row.hidden_at = timezone.now() if hidden else None
    row.version += 1
    row.save()
