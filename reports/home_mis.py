"""What a home page answers about the MIS: what is to be keyed in, and what the night brought."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.asks import Answer, Ask, Group
from accounts.models import Membership
from accounts.permissions import Permission
from pupils.drop import last_night, prepared_words, waiting_file
from pupils.mis_list import count_to_key_in
from pupils.models import DropNight, MisRecord

State = DropNight.State


def mis_asks(reader: Membership) -> list[Ask]:
    """For those who load files and key into the MIS; nothing before the MIS has said anything."""
    asks = []
    if reader.can(Permission.IMPORT_PUPILS):
        nights = DropNight.objects.filter(state__in=[State.REFUSED, State.PREPARED])
        asks.append(Ask(nights, lambda _count: _night(reader)))
    if reader.can(Permission.KEY_INTO_MIS):
        asks.append(Ask(MisRecord.objects.all(), lambda _count: _to_key_in(reader)))
    return asks


def _night(reader: Membership) -> Iterator[Answer]:
    """The nightly file that waits for somebody, or that could not be read."""
    assert reader.school is not None  # pages are of a school
    slug, night, held = reader.school.slug, last_night(), waiting_file()
    if night is not None and night.state == State.REFUSED:
        url = reverse("pupils:import_new", args=[slug])
        yield Answer(1, "nightly file could not be read", url, "late", Group.DECIDE)
    if held is not None:
        url = reverse("pupils:import_detail", args=[slug, held.pk])
        words = f"file from the MIS: {prepared_words(held)}. Look and confirm"
        yield Answer(1, words, url, "due", Group.DECIDE)


def _to_key_in(reader: Membership) -> Iterator[Answer]:
    assert reader.school is not None  # pages are of a school
    count = count_to_key_in(reader)
    words = "change to key into the MIS" if count == 1 else "changes to key into the MIS"
    yield Answer(count, words, reverse("pupils:mis_list", args=[reader.school.slug]), "due")
