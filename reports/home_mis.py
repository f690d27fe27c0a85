"""What a home page answers about the MIS: what is to be keyed in, and what the night brought."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from pupils.drop import last_night, prepared_words, waiting_file
from pupils.mis_list import count_to_key_in
from pupils.models import DropNight, MisRecord
from reports.home import Answer

State = DropNight.State


def mis_answers(membership: Membership) -> list[Answer]:
    """For those who load files and key into the MIS; nothing before the MIS has said anything."""
    return [*_night(membership), *_to_key_in(membership)]


def _night(membership: Membership) -> Iterator[Answer]:
    """The nightly file that waits for somebody, or that could not be read."""
    if not membership.can(Permission.IMPORT_PUPILS):
        return
    assert membership.school is not None  # pages are of a school
    slug, night, held = membership.school.slug, last_night(), waiting_file()
    if night is not None and night.state == State.REFUSED:
        url = reverse("pupils:import_new", args=[slug])
        yield Answer(1, "nightly file could not be read", url, "late")
    if held is not None:
        url = reverse("pupils:import_detail", args=[slug, held.pk])
        words = f"file from the MIS: {prepared_words(held)}. Look and confirm"
        yield Answer(1, words, url, "due")


def _to_key_in(membership: Membership) -> Iterator[Answer]:
    if not membership.can(Permission.KEY_INTO_MIS) or not MisRecord.objects.exists():
        return
    assert membership.school is not None  # pages are of a school
    count = count_to_key_in(membership)
    words = "change to key into the MIS" if count == 1 else "changes to key into the MIS"
    url = reverse("pupils:mis_list", args=[membership.school.slug])
    yield Answer(count, words, url, "due" if count else "done")
