"""The pages about unusual openings: the facts a reader may see, and what was found."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Membership
from pupils.models import AccessEntry, OpeningAlert, Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import AccessBlockFactory
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Monday 23 November 2026, ten in the morning."""
    with time_machine.travel(MONDAY, tick=False):
        yield


def make_alert(cast: Cast, about: Membership, *children: Pupil) -> OpeningAlert:
    """An alert, with an opening of each child five minutes apart from ten to nine on."""
    with school_scope(cast.school):
        for n, pupil in enumerate(children):
            at = MONDAY - timedelta(minutes=70 - 5 * n)
            AccessEntry.objects.create(user=about.user, what="x", at=at, pupil=pupil)
        row: OpeningAlert = OpeningAlert.objects.create(
            user=about.user, on=MONDAY.date(), signs=["hour", "night"]
        )
        return row


def page_of(cast: Cast, alert: OpeningAlert) -> str:
    """The address of an alert."""
    where = {"school": cast.school.slug, "pk": alert.pk}
    return reverse("reports:alert_detail", kwargs=where)


def test_the_facts_are_told_by_hour_and_child(cast: Cast, sign_in: SignIn) -> None:
    """Signs with figures and limits, the hours, and whose records; each leads to its openings."""
    alert = make_alert(cast, cast.office, cast.ayla, cast.ben, cast.ayla)
    response = sign_in(cast.head).get(page_of(cast, alert))
    facts = response.context["facts"]
    assert facts.signs == [
        "Many children within an hour: 2, where 40 raise an alert",
        "Children's records between midnight and five: 0, where 10 raise an alert",
    ]
    assert facts.hours == [("08:00 to 08:59", 2, 2), ("09:00 to 09:59", 1, 1)]
    told = [(child.pk, child.times, child.first, child.last) for child in facts.children]
    assert told == [(cast.ayla.pk, 2, "08:50", "09:00"), (cast.ben.pk, 1, "08:55", "08:55")]
    assert "Office, Monday 23 November 2026" in plain(response)


def test_a_child_kept_from_the_reader_is_in_no_figure(cast: Cast, sign_in: SignIn) -> None:
    """Neither the name nor a count gives away a child the head is kept from."""
    alert = make_alert(cast, cast.office, cast.ayla, cast.ben)
    AccessBlockFactory(user=cast.head.user, pupil=cast.ben)
    facts = sign_in(cast.head).get(page_of(cast, alert)).context["facts"]
    assert facts.signs[0].startswith("Many children within an hour: 1,")
    assert facts.hours == [("08:00 to 08:59", 1, 1)]
    assert [child.pk for child in facts.children] == [cast.ayla.pk]


def test_nobody_reads_an_alert_about_themselves(cast: Cast, sign_in: SignIn) -> None:
    """To the person it is about there is no alert: not at home, in the list, or at its address."""
    alert = make_alert(cast, cast.senco, cast.ayla)
    client = sign_in(cast.senco)
    assert client.get(page_of(cast, alert)).status_code == 404
    assert client.post(page_of(cast, alert), {"outcome": "accepted"}).status_code == 404
    where = {"school": cast.school.slug}
    assert not client.get(reverse("reports:alert_list", kwargs=where)).context["alerts"]
    assert "unusually many" not in plain(client.get(reverse("reports:home", kwargs=where)))


@pytest.mark.parametrize(
    ("about", "asked"),
    [("office", {"senco", "head"}), ("senco", {"head", "dsl"}), ("head", {"senco", "dsl"})],
)
def test_home_asks_those_who_were_told(
    cast: Cast, sign_in: SignIn, about: str, asked: set[str]
) -> None:
    """One answer at home until something is noted; the DSL where it is the SENCO or the head."""
    make_alert(cast, cast.staff[about], cast.ayla)
    home = reverse("reports:home", kwargs={"school": cast.school.slug})
    found = {
        person
        for person in ("senco", "head", "dsl", "office", "teacher_4b")
        if "day of unusually many openings" in plain(sign_in(cast.staff[person]).get(home))
    }
    assert found == asked


def test_what_was_found_is_noted_once_and_can_be_changed(cast: Cast, sign_in: SignIn) -> None:
    """It needs words; two who note at once see both texts; the list says who found what."""
    alert = make_alert(cast, cast.office, cast.ayla)
    head, senco, url = sign_in(cast.head), sign_in(cast.senco), page_of(cast, alert)
    opened: dict[str, Any] = fields_of(head.get(url))
    response = head.post(url, opened | {"outcome": "look_into", "note": " "})
    assert response.status_code == 422
    assert response.context["form"]["outcome"].value() == "look_into"
    typed = {"outcome": "accepted", "note": "The census"}
    assert head.post(url, opened | typed).status_code == 302
    response = senco.post(url, opened | {"outcome": "look_into", "note": "Ask her"})
    assert response.status_code == 409
    assert "The census" in plain(response)
    assert "Ask her" in response.content.decode()
    listed = senco.get(reverse("reports:alert_list", kwargs={"school": cast.school.slug}))
    assert "Explained, Head" in plain(listed)
    with school_scope(cast.school):
        row = OpeningAlert.objects.get()
    assert (row.note, row.noted_by, row.noted_at) == ("The census", cast.head.user, MONDAY)
