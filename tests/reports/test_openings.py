"""Who opened a child's record, in words: pages and lists, by person and day."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from pupils.models import AccessEntry, Pupil
from reports.openings import list_words, openings_of
from reports.periods import PERIODS, period_begins
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn
from tests.pupils.pages import plain

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Monday 23 November 2026, ten in the morning."""
    with time_machine.travel(MONDAY, tick=False):
        yield


def opened(
    cast: Cast, who: Membership, what: str, at: datetime = MONDAY, **about: Any
) -> AccessEntry:
    """One entry of the log."""
    with school_scope(cast.school):
        row: AccessEntry = AccessEntry.objects.create(user=who.user, what=what, at=at, **about)
        return row


def told(cast: Cast, child: Pupil, begins: datetime | None = None) -> list[tuple[str, list[str]]]:
    """Who opened what, as the page tells it."""
    with school_scope(cast.school):
        return [(day.name, day.lines) for day in openings_of(child, begins)]


def page_of(cast: Cast, child: Pupil) -> str:
    """The address of the page."""
    return reverse("reports:pupil_viewers", kwargs={"school": cast.school.slug, "pk": child.pk})


def test_pages_and_lists_are_counted_by_person_and_day(cast: Cast) -> None:
    """Three openings are one line; the lists that held the child stand beside them."""
    ayla, ben = cast.ayla, cast.ben
    for minutes in (0, 5, 9):
        at = MONDAY + timedelta(minutes=minutes)
        opened(cast, cast.teacher_4b, "pupils:pupil_detail", at, pupil=ayla)
    opened(cast, cast.teacher_4b, "reports:pupil_now", pupil=ayla)
    opened(cast, cast.teacher_4b, "reports:home", pupil_ids=[ayla.pk, ben.pk])
    opened(cast, cast.head, "reports:register", asked="year=4", pupil_ids=[ayla.pk])
    opened(cast, cast.head, "reports:register", asked="year=4&page=2", pupil_ids=[ayla.pk])
    opened(cast, cast.head, "reports:register", asked="year=5", pupil_ids=[ben.pk])
    assert told(cast, ayla) == [
        (
            "Teacher 4B",
            ["Opened Details 3 times", "Opened Now", "Saw the name on the home page"],
        ),
        ("Head", ["Saw the name in the register list, filtered by Year 4 twice"]),
    ]
    assert ("Head", ["Saw the name in the register list, filtered by Year 5"]) in told(cast, ben)


def test_days_are_those_of_the_school(cast: Cast) -> None:
    """Half past eleven at night in summer is that day, though it is the next one in UTC."""
    late = datetime(2026, 6, 30, 23, 30, tzinfo=LONDON)
    opened(cast, cast.ta, "reports:pupil_now", late, pupil=cast.ayla)
    with school_scope(cast.school):
        (day,) = openings_of(cast.ayla, None)
    assert (day.day, day.when) == (date(2026, 6, 30), "30 June 2026, last at 23:30")


def test_a_shared_tablet_is_named(cast: Cast) -> None:
    """Which of the school's tablets they used, once each."""
    for tablet in ("Oak", "", "Oak", "Elm"):
        opened(cast, cast.ta, "reports:pupil_now", pupil=cast.ayla, tablet=tablet)
    with school_scope(cast.school):
        (day,) = openings_of(cast.ayla, None)
    assert day.where == "on the tablet “Elm”, on the tablet “Oak”"
    assert day.lines == ["Opened Now 4 times"]


def test_an_id_is_found_whole(cast: Cast) -> None:
    """A list of 12, 123 and 31 did not show the child 1, 2, 3 or 23."""
    number = cast.ayla.pk
    near = [int(f"{number}1"), int(f"1{number}"), number + 1]
    opened(cast, cast.head, "reports:register", pupil_ids=near)
    assert told(cast, cast.ayla) == []
    opened(cast, cast.head, "reports:register", pupil_ids=[number])
    assert len(told(cast, cast.ayla)) == 1


def test_every_filter_of_the_register_has_its_words(cast: Cast) -> None:
    """All filters at once, in words; what was typed is not repeated, what is unknown left out."""
    asked = "show=all&year=4&group=7&stage=x&need=SLCN&status=K&gap=upn&worker=Jo&q=Secretname"
    words = list_words("reports:register", f"{asked}&columns=1", {"7": "4B"})
    assert words == (
        "in the register list, filtered by Whole school, Year 4, class 4B, a stage,"
        " Speech, language, SEN support (K), No UPN, a key worker, a search"
    )
    assert list_words("reports:register", "year=99&gap=zz&group=8", {}) == "in the register list"
    assert list_words("reports:pupil_find", "q=Secretname", {}) == (
        "among the children a search found"
    )


@pytest.mark.parametrize("chosen", PERIODS)
def test_a_period_begins_at_midnight_here(chosen: str) -> None:
    """Thirty days with today in them; a school year from 1 September; all time from ever."""
    begins = period_begins(chosen, date(2026, 11, 23))
    expected = {"": (10, 25), "1": (11, 23), "7": (11, 17), "year": (9, 1)}
    if begins is None:
        assert chosen == "all"
    else:
        here = timezone.localtime(begins)
        assert ((here.month, here.day), here.hour) == (expected[chosen], 0)


def test_page_is_filtered_by_person_and_period(cast: Cast, sign_in: SignIn) -> None:
    """Both filters are links in the address; a person who is not of this school narrows nothing."""
    opened(cast, cast.ta, "reports:pupil_now", pupil=cast.ayla)
    opened(cast, cast.gone, "reports:pupil_now", MONDAY - timedelta(days=140), pupil=cast.ayla)
    client, url = sign_in(cast.senco), page_of(cast, cast.ayla)

    def names(query: str) -> list[str]:
        return [day.name for day in client.get(f"{url}?{query}").context["page"]]

    assert names("") == ["Ta", "Senco"]
    assert names("when=all") == ["Ta", "Senco", "Gone"]
    assert names(f"when=all&who={cast.gone.user_id}") == ["Gone"]
    assert "Ta" in names("who=999999")
    page = client.get(f"{url}?who={cast.gone.user_id}")
    assert "Nobody, in this time" in plain(page)
    assert re.search(r"\?who=\d+&(?:amp;)?when=7", page.content.decode())


def test_days_come_fifty_at_a_time(cast: Cast, sign_in: SignIn) -> None:
    """Fifty days of one person a page."""
    for n in range(60):
        opened(cast, cast.ta, "reports:pupil_now", MONDAY - timedelta(days=n), pupil=cast.ayla)
    client, url = sign_in(cast.senco), page_of(cast, cast.ayla)
    assert len(client.get(f"{url}?when=all").context["page"]) == 50
    assert len(client.get(f"{url}?when=all&page=2").context["page"]) == 11


@pytest.mark.django_db(transaction=True)
def test_the_page_asks_as_much_for_a_thousand_entries_as_for_ten(
    cast: Cast, sign_in: SignIn
) -> None:
    """The number of queries does not grow with the log, nor with the people in it."""
    client, url = sign_in(cast.senco), page_of(cast, cast.ayla)

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len([query for query in caught if query["sql"] not in {"BEGIN", "COMMIT"}])

    def write(count: int) -> None:
        people = list(cast.staff.values())
        with school_scope(cast.school):
            AccessEntry.objects.bulk_create(
                AccessEntry(
                    school=cast.school,
                    user=people[n % len(people)].user,
                    what="reports:register",
                    asked=f"group={cast.class_4b.pk}",
                    at=MONDAY - timedelta(minutes=n),
                    pupil_ids=[cast.ayla.pk],
                )
                for n in range(count)
            )

    write(10)
    few = asked()
    write(1000)
    assert asked() == few <= 12
