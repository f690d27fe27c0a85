"""A child's chronology: what happened, newest first, as far as its reader may see it."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.permissions import Permission
from pupils.actions import withdraw_meeting
from pupils.chronology import Kind, chronology_from, kinds_for, lines_of
from pupils.chronology.records import meetings
from pupils.models import Given, Need, SenStatus
from schools.tenancy import school_scope
from stages.actions.evidence import note_evidence, withdraw_evidence
from stages.ladder import RequirementSpec
from stages.vocabulary import Evidence
from tests.cast import Cast
from tests.factories.stages import give_ladder, move
from tests.meetings.making import met
from tests.people import client_of
from tests.pupils.pages import plain

TODAY = date(2026, 11, 24)
ASKED = RequirementSpec("voice", Evidence.VOICE, "Pupil voice")


@pytest.fixture
def told(cast: Cast) -> Any:
    """Ayla with a move, a meeting, a conversation, and two notes of which one was taken back."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "stage-2", date(2026, 9, 14), cast.senco)
        met(cast, cast.ayla, on=date(2026, 11, 20))
        Given.objects.create(
            pupil=cast.ayla,
            to_whom="Mrs Example",
            how=Given.How.PHONE,
            on=date(2026, 10, 5),
            recorded_by=cast.office.user,
        )
        for words in ("Kept in the blue folder", "Of another child"):
            note = note_evidence(
                pupil=cast.ayla, asked=ASKED, on=date(2026, 10, 12), words=words, by=cast.senco
            )
        withdraw_evidence(note=note, because="The wrong child", by=cast.senco)
    return cast


def titles(cast: Cast, who: str, kind: Kind | None = None) -> list[str]:
    """The lines a person of the cast is given about Ayla."""
    with school_scope(cast.school, writes=False):
        return [line.title for line in lines_of(cast.ayla, cast.staff[who], TODAY, kind)]


def test_everything_newest_first(told: Cast) -> None:
    """Meeting, note, conversation, move, and what the cast began with; what was taken back not."""
    found = titles(told, "senco")
    assert found[:4] == [
        "Meeting with parents",
        "Pupil voice",
        "Told: Mrs Example",
        "Stage 2: Initial concern",
    ]
    assert "Class 4B" in found
    page = client_of(told.senco).get(address(told))
    assert "Kept in the blue folder" in plain(page)
    assert "Of another child" not in plain(page)


def address(cast: Cast, query: str = "") -> str:
    """The page of Ayla."""
    where = {"school": cast.school.slug, "pk": cast.ayla.pk}
    return reverse("reports:pupil_chronology", kwargs=where) + query


def test_one_kind_is_asked_for_in_the_address(told: Cast) -> None:
    """The filter holds one kind; a word it does not know shows everything."""
    assert titles(told, "senco", Kind.STAGE) == ["Stage 2: Initial concern"]
    page = client_of(told.senco).get(address(told, "?kind=meeting"))
    assert [line.title for line in page.context["page"]] == ["Meeting with parents"]
    everything = client_of(told.senco).get(address(told, "?kind=nothing")).context["page"]
    assert len(everything) == len(titles(told, "senco"))


def test_a_ta_reads_what_a_ta_may(told: Cast) -> None:
    """No meetings, letters or figures, in the lines, in the filter, or asked for by hand."""
    assert not {"Meeting with parents", "Told: Mrs Example"} & set(titles(told, "ta"))
    assert not {Kind.MEETING, Kind.LETTER, Kind.FIGURE} & set(kinds_for(told.ta))
    page = client_of(told.ta).get(address(told, "?kind=meeting"))
    assert "Meeting with parents" not in plain(page)
    assert "note" not in [line.text for line in page.context["page"]]


def test_what_was_withdrawn_is_not_told(told: Cast) -> None:
    """A meeting recorded by mistake leaves the chronology; Changes keep it."""
    with school_scope(told.school, by=told.senco.user):
        meeting = told.ayla.meetings.get().meeting
        withdraw_meeting(meeting=meeting, because="The wrong child", by=told.senco.user)
    assert "Meeting with parents" not in titles(told, "senco")


def test_a_new_order_of_needs_is_no_event(told: Cast) -> None:
    """A row that ends where the same begins tells nothing; one that ends tells it."""
    with school_scope(told.school, by=told.senco.user):
        need = Need.objects.get(pupil=told.ayla)
        name = need.type.name
        need.ends_on = date(2026, 10, 1)
        need.save()
        again = Need(pupil=told.ayla, type=need.type, rank=2, starts_on=date(2026, 10, 1))
        again.save()
        assert titles(told, "senco", Kind.NEED) == [name]
        again.ends_on = date(2026, 11, 2)
        again.save()
    assert titles(told, "senco", Kind.NEED) == [f"{name}: no longer recorded", name]


def test_a_status_says_when_it_began_and_ended(told: Cast) -> None:
    """The words of the register, with the note only for those who read details."""
    with school_scope(told.school, writes=False):
        note = SenStatus.objects.filter(pupil=told.ayla).earliest("starts_on").note
        for who, seen in (("senco", True), ("ta", False)):
            lines = lines_of(told.ayla, told.staff[who], TODAY, Kind.STATUS)
            assert (note in [line.text for line in lines]) == seen


def test_fifty_a_page(told: Cast) -> None:
    """The next page goes on where this one ends."""
    with school_scope(told.school, by=told.senco.user):
        for number in range(60):
            note_evidence(
                pupil=told.ayla,
                asked=ASKED,
                on=date(2026, 10, 12),
                words=f"Note {number}",
                by=told.senco,
            )
    client = client_of(told.senco)
    first = client.get(address(told, "?kind=done")).context["page"]
    second = client.get(address(told, "?kind=done&page=2")).context["page"]
    assert (len(first), len(second), first.paginator.count) == (50, 11, 61)


def test_a_source_is_registered_once() -> None:
    """Ready twice, told once."""
    before = len(kinds_for.__globals__["_sources"])
    chronology_from(meetings, Kind.MEETING, needs=Permission.VIEW_MEETINGS)
    assert len(kinds_for.__globals__["_sources"]) == before
