"""What a child and the parents said, as the chronology tells it."""

from collections.abc import Iterator

from accounts.models import Membership
from pupils.chronology import Kind, Line
from pupils.models import Pupil, Voice


def voices(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Voices that were given, and reasons why there was none; one query."""
    rows = Voice.objects.visible_to(reader).given().filter(pupil=pupil)
    for row in rows.select_related("given_by"):
        title = f"{row.title}: none, and why" if row.why_none else row.title
        yield Line(
            row.on, Kind.VOICE, title, row.words, row.given_by.name, "pupils:pupil_voices", pupil.pk
        )
