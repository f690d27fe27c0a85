"""Leavers are archived when a person confirms it, and not before; who stays moves up."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pupils.models import Pupil
from pupils.next_year.arranging import Wish, arrange
from pupils.next_year.years import pair_on
from pupils.tasks import turn_years
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.schools import AcademicYearFactory, ClassGroupFactory
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
    assert "expected to have left: confirm" in plain(home)
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


@pytest.fixture
def unbuilt(primary: Cast, clock: Any, sign_in: SignIn) -> Client:
    """The office on 6 September, when nobody built the year."""
    clock.move_to(datetime(2027, 9, 6, 9, tzinfo=LONDON))
    turn(primary)
    return sign_in(primary.office)


def turn(cast: Cast) -> None:
    """Beat ticks, and the work is done."""
    turn_years()
    let_work(cast.school)


def test_the_top_year_waits_for_a_person_where_nobody_built_the_year(
    primary: Cast, unbuilt: Client, clock: Any
) -> None:
    """Nobody is in a Year 7 a primary school has not; one who stays is, and is not asked again."""
    page = plain(unbuilt.get(address(primary)))
    assert "6A-0 Madeup" in page
    assert "5/6M-1 Madeup" in page
    assert "3A-0 Madeup" not in page
    waits = child(primary, "6A-0")
    assert (waits.year_group, waits.leaves_on, waits.left_on) == (6, date(2027, 8, 31), None)
    assert child(primary, "3A-0").year_group == 4
    sent = {"ticked": [waits.pk], "last_day": "2027-08-31", "does": "stay"}
    assert unbuilt.post(address(primary), sent).status_code == 302
    clock.move_to(datetime(2027, 9, 7, 9, tzinfo=LONDON))
    turn(primary)
    stays = child(primary, "6A-0")
    assert (stays.year_group, stays.leaves_on) == (7, None)


def test_who_has_a_place_above_the_top_year_moves_up(primary: Cast, clock: Any) -> None:
    """One is placed in a class of the new year, of one somebody said Year 7: nobody asks again."""
    year = AcademicYearFactory(
        school=primary.school, name="2027/28", starts_on=FIRST, ends_on=date(2028, 8, 31)
    )
    mixed = ClassGroupFactory(academic_year=year, name="Bridge", year_group=None)
    placed = child(primary, "5/6M-1")
    with school_scope(primary.school):
        pair = pair_on(date(2027, 6, 14))
        assert pair is not None
        arrange(pair, {placed.pk: Wish(class_pk=mixed.pk)})
        said = Pupil.objects.get(forename="6A-0")
        said.next_year_group = 7
        said.save()
    clock.move_to(datetime(2027, 9, 6, 9, tzinfo=LONDON))
    turn(primary)
    for name in ("6A-0", "5/6M-1"):
        assert (child(primary, name).year_group, child(primary, name).leaves_on) == (7, None)


def test_a_school_with_a_class_above_year_6_has_another_top_year(primary: Cast, clock: Any) -> None:
    """A middle school: Year 6 moves up into it, and the year above would be the one to leave."""
    ClassGroupFactory(academic_year=primary.class_4b.academic_year, name="7A", year_group=7)
    clock.move_to(datetime(2027, 9, 6, 9, tzinfo=LONDON))
    turn(primary)
    assert (child(primary, "6A-0").year_group, child(primary, "6A-0").leaves_on) == (7, None)


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
