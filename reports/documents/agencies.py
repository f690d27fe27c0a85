"""Agencies involved with a child and their advice, as the child's page shows them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.models import Membership
from common.dates import long_date, short_date
from pupils.models import Advice, AgencyInvolvement, Pupil, Recommendation
from stages.models import Stage

Secured = AgencyInvolvement.Secured


@dataclass(frozen=True)
class AdviceLine:
    """One advice: when, what in short, where it stands, and what it recommends."""

    pk: int
    when: str
    words: str
    document: int | None
    where: str
    recommends: Sequence[str]


@dataclass(frozen=True)
class AgencyLine:
    """One agency's part: who, how far it is, what is known, and what it advised."""

    pk: int
    agency: str
    chip: tuple[str, str]
    facts: list[tuple[str, str]]
    why: str
    advice: Sequence[AdviceLine]
    has_ended: bool


def agency_lines(pupil: Pupil, reader: Membership) -> list[AgencyLine]:
    """The agencies of a child, those still involved first; three queries."""
    advice = _advice(pupil, reader)
    rows = AgencyInvolvement.objects.visible_to(reader).standing().filter(pupil=pupil)
    found = [_agency(row, advice.get(row.pk, ())) for row in rows.order_by("-recorded_at", "pk")]
    return sorted(found, key=lambda line: line.has_ended)


def names_known() -> list[str]:
    """The agencies this school names: on its ladder, and in its children's records; two queries."""
    on_ladder = Stage.objects.filter(ladder_version__ladder__isnull=False)
    rows = on_ladder.exclude(agencies=[]).values_list("agencies", flat=True)
    used = AgencyInvolvement.objects.standing().values_list("agency", flat=True)
    return sorted({name for names in rows for name in names} | set(used), key=str.casefold)


def _advice(pupil: Pupil, reader: Membership) -> dict[int, list[AdviceLine]]:
    asked = Recommendation.objects.standing().filter(pupil=pupil).order_by("advice", "place")
    recommends: dict[int, list[str]] = defaultdict(list)
    for advice, words in asked.values_list("advice", "words"):
        recommends[advice].append(words)
    found: dict[int, list[AdviceLine]] = defaultdict(list)
    rows = Advice.objects.visible_to(reader).standing().filter(pupil=pupil)
    for row in rows.select_related("document").order_by("-on", "-pk"):
        page = f", page {row.page}" if row.page else ""
        found[row.involvement_id].append(
            AdviceLine(
                pk=row.pk,
                when=long_date(row.on),
                words=row.words,
                document=row.document_id,
                where=f"{row.document.title}{page}" if row.document else "",
                recommends=recommends.get(row.pk, ()),
            )
        )
    return found


def _agency(row: AgencyInvolvement, advice: Sequence[AdviceLine]) -> AgencyLine:
    return AgencyLine(
        pk=row.pk,
        agency=row.agency,
        chip=_chip(row),
        facts=list(_facts(row)),
        why=row.why,
        advice=advice,
        has_ended=row.ended_on is not None,
    )


def _chip(row: AgencyInvolvement) -> tuple[str, str]:
    if row.ended_on:
        return "off", f"Ended {short_date(row.ended_on)}"
    if row.seen_on:
        return "done", f"Seen {short_date(row.seen_on)}"
    if row.referred_on:
        return "info", f"Referred {short_date(row.referred_on)}"
    return "due", "Not referred yet"


def _facts(row: AgencyInvolvement) -> Iterator[tuple[str, str]]:
    if row.person:
        yield "Who", row.person
    yield "How", str(Secured(row.secured).label)
    if row.referred_on:
        yield "Referred", long_date(row.referred_on)
    if row.consent_on:
        yield "Consent", f"{row.consent_by}, {long_date(row.consent_on)}"
    else:
        yield "Consent", "None recorded"
    if row.seen_on:
        yield "First seen", long_date(row.seen_on)
