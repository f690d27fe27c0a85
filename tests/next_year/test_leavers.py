"""Leavers are archived when a person confirms it, and not before; who stays moves up."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pupils.models import Pupil
from pupils.tasks import turn_years
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.next_year.conftest import FIRST, LONDON, child
from tests.people import SignIn
from tests.pupils.pages import plain
from tests.working import let_work


@pytest.fixture
def september(primary: Cast, clock: Any, sign_in: SignIn) -> Client:
    """The office on 6 September, after a next year that was built in June."""
    slug = primary.school.slug
    sign_in(primary.office).post(reverse("reports:next_year_begin", args=[slug]))
    clock.move_to(datetime(2027, 9, 6, 9, tzinfo=LONDON))
    turn_years()
    let_work(primary.school)
    return sign_in(primary.office)


def address(cast: Cast) -> str:
    """The list to confirm."""
    return reverse("reports:leaver_list", args=[cast.school.slug])


def test_home_leads_to_the_list(primary: Cast, september: Client) -> None:
    """Two were in the top year; nobody has been archived by the date."""
    home = september.get(f"/s/{primary.school.slug}/")
    assert "Expected to have left: confirm" in plain(home)
    page = plain(september.get(address(primary)))
    assert "6A-0 Madeup" in page
    assert "5/6M-1 Madeup" in page
    assert child(primary, "6A-0").left_on is None
    assert child(primary, "6A-0").year_group == 6


def test_the_ticked_are_archived_in_the_year_group_they_left(
    primary: Cast, september: Client
) -> None:
    """Their last day is what the office says; the others wait."""
    sent = {
        "ticked": [child(primary, "6A-0").pk],
        "last_day": "2027-07-21",
        "does": "left",
    }
    assert september.post(address(primary), sent).status_code == 302
    gone = child(primary, "6A-0")
    assert (gone.left_on, gone.leaves_on, gone.year_group) == (date(2027, 7, 21), None, 6)
    assert child(primary, "5/6M-1").left_on is None


def test_who_stays_moves_up(primary: Cast, september: Client) -> None:
    """One stays after all: on the next tick of beat the year group is Year 7."""
    sent = {
        "ticked": [child(primary, "6A-0").pk],
        "last_day": "2027-08-31",
        "does": "stay",
    }
    assert september.post(address(primary), sent).status_code == 302
    stays = child(primary, "6A-0")
    assert (stays.leaves_on, stays.year_on(FIRST)) == (None, 7)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"last_day": "2027-07-21", "does": "left"}, "Tick at least one child."),
        ({"ticked": "1", "last_day": "2027-07-21", "does": "left"}, "not one of the available"),
        ({"ticked": "6A-0", "last_day": "2027-12-01", "does": "left"}, "is in the future"),
        ({"ticked": "6A-0", "last_day": "", "does": "left"}, "This field is required"),
    ],
)
def test_what_makes_no_sense_archives_nobody(
    primary: Cast, september: Client, sent: dict[str, str], words: str
) -> None:
    """Nobody ticked, somebody else's child, a day to come: said, and nothing changed."""
    ticked = {"ticked": str(child(primary, "6A-0").pk)} if sent.get("ticked") == "6A-0" else {}
    page = september.post(address(primary), sent | ticked)
    assert page.status_code == 422
    assert words in plain(page)
    with school_scope(primary.school):
        assert Pupil.objects.filter(leaves_on__isnull=False).count() == 2
