"""The child's photo."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.db import transaction

from pupils.models import Pupil


@transaction.atomic
def change_photo(*, pupil: Pupil, picture: ContentFile[bytes] | None) -> None:
    """Give a pupil a cleaned picture, or none; the file of the one before it is deleted."""
    held = Pupil.objects.locked().get(pk=pupil.pk)
    storage, before = held.photo.storage, held.photo.name
    held.photo = picture or ""
    held.save_as_version(held.version, reason="Photo changed" if picture else "Photo removed")
    if before:
        transaction.on_commit(lambda: storage.delete(before))
