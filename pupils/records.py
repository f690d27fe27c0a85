"""What the details page shows of one child: every row gathered once, each put into words."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date, today
from pupils import upn
from pupils.contexts import status_words, year_words
from pupils.letters.checks import contact_problems
from pupils.letters.receiving import receiving
from pupils.models import (
    AccessBlock,
    ClassPlacement,
    Contact,
    Need,
    Pupil,
    SenStatus,
    StaffLink,
)
from pupils.snapshots.panel import LastFigure, last_figures

# A safeguarding pointer and access blocks are narrower than the rest of the page.
SEES_SAFEGUARDING = Permission.VIEW_AUDIT
SEES_BLOCKS = Permission.MANAGE_ACCESS


@dataclass(frozen=True)
class Span:
    """A dated row in words: what, from when to when, and what is added to it.

    `state` is "now", "ahead" (has not begun), "past", or "void" (a correction took its place).
    """

    pk: int
    what: str
    when: str
    state: str
    aside: str = ""

    @property
    def holds(self) -> bool:
        """Whether this can still be ended."""
        return self.state in {"now", "ahead"}

    @property
    def more(self) -> str:
        """What is added to it, and when: `Key worker; since 1 September 2026`."""
        words = f"{self.aside}; {self.when}" if self.aside else self.when
        return f"{words[0].upper()}{words[1:]}"


@dataclass(frozen=True)
class ContactCard:
    """One adult of the child's, with what must be known before sending anything."""

    contact: Contact
    facts: list[tuple[str, str]]
    chips: list[tuple[str, str]]


@dataclass(frozen=True)
class PupilRecord:
    """The record of one child, as far as this reader may see it."""

    identity: list[tuple[str, str]]
    flags: list[tuple[str, str]]
    upn_problem: str
    contacts: list[ContactCard]
    former_contacts: list[ContactCard]
    contact_problems: list[str]
    needs: list[Span]
    statuses: list[Span]
    staff: list[Span]
    classes: list[Span]
    figures: list[LastFigure]
    blocks: list[Span] = field(default_factory=list)


def pupil_record(pupil: Pupil, membership: Membership) -> PupilRecord:
    """Everything on a child's details page for one reader, in at most eight queries."""
    day = today()
    contacts = list(Contact.objects.filter(pupil=pupil).order_by("rank", "surname", "pk"))
    cards = [_card(contact, day) for contact in contacts]
    return PupilRecord(
        identity=_identity(pupil),
        flags=_flags(pupil, membership),
        upn_problem=upn.check(pupil.upn).problem if pupil.upn else "",
        contacts=[card for card in cards if card.contact.ended_on is None],
        former_contacts=[card for card in cards if card.contact.ended_on is not None],
        contact_problems=contact_problems(contacts, day) if contacts else [],
        needs=need_spans(pupil, day),
        statuses=status_spans(pupil, day),
        staff=_staff(pupil, day),
        classes=_classes(pupil, day),
        figures=last_figures(pupil),
        blocks=_blocks(pupil, day) if membership.can(SEES_BLOCKS) else [],
    )


def since_until(row: Any, day: date) -> str:
    """When a dated row holds, in words; `ends_on` is the first day it no longer does."""
    if row.ends_on is None:
        return f"{'since' if row.starts_on <= day else 'from'} {long_date(row.starts_on)}"
    return f"{long_date(row.starts_on)} until {long_date(row.ends_on)}"


def state_of(row: Any, day: date) -> str:
    """Where a dated row stands on a day: void, past, now or ahead."""
    if row.ends_on is not None and row.ends_on <= row.starts_on:
        return "void"
    if row.holds_on(day):
        return "now"
    return "ahead" if row.starts_on > day else "past"


def _span(row: Any, what: str, day: date, aside: str = "") -> Span:
    return Span(row.pk, what, since_until(row, day), state_of(row, day), aside)


def _given(*facts: tuple[str, str]) -> list[tuple[str, str]]:
    """Only the facts there are."""
    return [(label, value) for label, value in facts if value]


def _day(value: date | None) -> str:
    return long_date(value) if value else ""


def _identity(pupil: Pupil) -> list[tuple[str, str]]:
    full = " ".join(p for p in (pupil.forename, pupil.middle_names, pupil.surname) if p)
    return _given(
        ("Full name", full),
        ("Known as", pupil.name if pupil.name != f"{pupil.forename} {pupil.surname}" else ""),
        ("UPN", pupil.upn or "None recorded"),
        ("Former UPN", pupil.former_upn),
        ("Date of birth", long_date(pupil.born_on)),
        ("Sex", str(pupil.get_sex_display()) if pupil.sex else ""),
        ("Year", year_words(pupil.year_group)),
        ("Joined", _day(pupil.joined_on)),
        ("Left", _day(pupil.left_on)),
        ("Went to", pupil.left_for),
    )


def _flags(pupil: Pupil, membership: Membership) -> list[tuple[str, str]]:
    sees_safeguarding = membership.can(SEES_SAFEGUARDING)
    carer = pupil.young_carer != Pupil.YoungCarer.NOT
    return _given(
        ("Home language", pupil.home_language),
        ("English as an additional language", "Yes" if pupil.is_eal else "No"),
        ("Pupil premium", "Yes" if pupil.has_pupil_premium else "No"),
        ("Free school meals", "Yes" if pupil.has_free_meals else "No"),
        ("Looked after", "Yes" if pupil.is_looked_after else "No"),
        ("Young carer", str(pupil.get_young_carer_display()) if carer else "No"),
        ("Safeguarding file", pupil.safeguarding_pointer if sees_safeguarding else ""),
    )


SEN_CHIPS = {
    Contact.SenInformation.YES: ("done", "May be sent SEN information"),
    Contact.SenInformation.NO: ("late", "Not to be sent SEN information"),
    Contact.SenInformation.ORDER: ("late", "Court order: read the note first"),
}


def _card(contact: Contact, day: date) -> ContactCard:
    responsible = contact.has_parental_responsibility
    chips = [
        ("info", "Parental responsibility")
        if responsible
        else ("off", "No parental responsibility"),
        SEN_CHIPS[Contact.SenInformation(contact.sen_information)],
    ]
    verdict = receiving(contact, day)
    facts = _given(
        ("Letters about SEN", f"{'Yes' if verdict.may else 'No'}. {verdict.why}"),
        ("Phone", contact.phone),
        ("E-mail", contact.email),
        ("Address", ", ".join(contact.address.splitlines())),
        ("Lives with the child", "Yes" if contact.lives_with_pupil else "No"),
        ("Language they read", contact.language),
        ("Format needs", contact.format_needs),
        ("Order holds until", _day(contact.order_until)),
        ("Look at the order again", _day(contact.order_review_on)),
        ("No longer a contact from", _day(contact.ended_on)),
    )
    return ContactCard(contact, facts, chips)


def need_spans(pupil: Pupil, day: date) -> list[Span]:
    """A child's needs, those of now first."""
    rows = Need.objects.filter(pupil=pupil).select_related("type__area")
    rows = sorted(rows, key=lambda need: (need.ends_on is not None, need.rank, need.starts_on))
    return [_span(need, need.type.name, day, _about_need(need)) for need in rows]


def _about_need(need: Need) -> str:
    ended = need.ends_on is not None
    rank = "" if ended else ("primary need" if need.rank == 1 else f"rank {need.rank}")
    area = need.type.area.name if need.type.area else ""
    source = f"identified by {need.identified_by}" if need.identified_by else ""
    return "; ".join(part for part in (rank, area, source) if part)


def status_spans(pupil: Pupil, day: date) -> list[Span]:
    """A child's SEN status through time, newest first."""
    rows = SenStatus.objects.filter(pupil=pupil).order_by("-starts_on", "-pk")
    return [
        _span(
            row,
            status_words(row.code),
            day,
            f"{row.get_source_display()}: {row.note}" if row.note else row.get_source_display(),
        )
        for row in rows
    ]


def _staff(pupil: Pupil, day: date) -> list[Span]:
    rows = StaffLink.objects.filter(pupil=pupil).select_related("membership__user")
    return [
        _span(link, link.membership.user.name, day, str(link.get_kind_display()))
        for link in rows.order_by("-starts_on", "pk")
    ]


def _classes(pupil: Pupil, day: date) -> list[Span]:
    rows = ClassPlacement.objects.filter(pupil=pupil).select_related("class_group__academic_year")
    return [
        _span(row, row.class_group.name, day, row.class_group.academic_year.name)
        for row in rows.order_by("-starts_on", "-pk")
    ]


def _blocks(pupil: Pupil, day: date) -> list[Span]:
    rows = AccessBlock.objects.filter(pupil=pupil).select_related("user")
    return [_span(row, row.user.name, day, row.why) for row in rows.order_by("-starts_on", "pk")]
