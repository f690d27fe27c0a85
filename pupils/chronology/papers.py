"""Documents, agencies and their advice in the chronology, as far as a reader may see them."""

from collections.abc import Iterator

from accounts.models import Membership
from pupils.chronology import Kind, Line
from pupils.models import Advice, AgencyInvolvement, Document, Pupil

TAB = "reports:pupil_documents"


def documents(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Documents on the day they are of; one query."""
    rows = Document.objects.visible_to(reader).standing().filter(pupil=pupil)
    for row in rows.select_related("added_by"):
        yield Line(
            on=row.on,
            kind=Kind.DOCUMENT,
            title=row.title,
            text=row.kind_words,
            said=f"Added by {row.added_by.name}",
            route="reports:document_file",
            pk=row.pk,
        )


def agencies(pupil: Pupil, reader: Membership) -> Iterator[Line]:
    """Agencies as they were asked, came, advised and ended; two queries."""
    for row in AgencyInvolvement.objects.visible_to(reader).standing().filter(pupil=pupil):
        for on, words in (
            (row.referred_on, f"Referred to {row.who}"),
            (row.seen_on, f"First seen by {row.who}"),
            (row.ended_on, f"{row.who}: involvement ended"),
        ):
            if on:
                yield Line(on, Kind.DOCUMENT, words, route=TAB, pk=pupil.pk)
    rows = Advice.objects.visible_to(reader).standing().filter(pupil=pupil)
    for advice in rows.select_related("involvement"):
        title = f"Advice of {advice.involvement.who}"
        yield Line(advice.on, Kind.DOCUMENT, title, advice.words, route=TAB, pk=pupil.pk)
