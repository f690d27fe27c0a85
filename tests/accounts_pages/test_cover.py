"""Cover: given in two interactions from the class's page, and over by itself."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import ClassAssignment
from accounts.roles import Role
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain

LONDON = ZoneInfo("Europe/London")
FRIDAY = date(2026, 11, 27)


def url(cast: Cast, route: str, **keys: Any) -> str:
    """A page of the school."""
    return reverse(route, kwargs={"school": cast.school.slug, **keys})


def cover(cast: Cast, client: Client, **typed: Any) -> Any:
    """Give cover of 4B as the class's page sends it: who, and until when."""
    page = client.get(url(cast, "reports:class_edit", pk=cast.class_4b.pk))
    form = page.context["cover"]
    sent = {"what": cast.class_4b.pk, "last_day": form["last_day"].value()}
    return client.post(url(cast, "accounts:cover_add"), sent | typed, follow=True)


def test_cover_is_given_from_the_class_for_today(cast: Cast, sign_in: SignIn) -> None:
    """Who is all that must be said: until is today, and the class's page tells it."""
    page = cover(cast, sign_in(cast.office), person=cast.teacher_5a.pk)
    assert "Cover" in plain(page)
    assert "23 November 2026 to 23 November 2026" in plain(page)
    with school_scope(cast.school):
        row = ClassAssignment.objects.get(kind="cover")
    assert (row.starts_on, row.ends_on) == (date(2026, 11, 23), date(2026, 11, 24))
    assert (row.may_see_from, row.may_see_until) == (None, None)


def test_home_lists_cover_for_those_who_may_give_it(cast: Cast, sign_in: SignIn) -> None:
    """SENCO, head and office: of today first, then what is to come; nobody else."""
    head = sign_in(cast.head)
    cover(cast, sign_in(cast.senco), person=cast.teacher_5a.pk, last_day="2026-11-27")
    sent = {"what": cast.class_5a.pk, "person": cast.teacher_4b.pk}
    later = sent | {"starts_on": "2026-12-01", "last_day": "2026-12-02"}
    assert head.post(url(cast, "accounts:cover_add"), later).status_code == 302
    for person in ("senco", "head", "office"):
        page = sign_in(cast.staff[person]).get(url(cast, "reports:home"))
        lines = [(one.class_name, one.when, one.is_now) for one in page.context["cover"]]
        assert lines == [
            ("4B", "until Friday 27 November 2026", True),
            ("5A", "Tuesday 1 December 2026 to Wednesday 2 December 2026", False),
        ]
    page = sign_in(cast.teacher_4b).get(url(cast, "reports:home"))
    assert "Give cover" not in plain(page)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"last_day": "2026-11-20"}, "This is before the cover begins"),
        ({"last_day": ""}, "This field is required"),
        ({"person": ""}, "This field is required"),
        ({"last_day": "2027-09-03"}, "4B is a class of 2026/27"),
        ({"starts_on": "2026-08-31"}, "4B is a class of 2026/27"),
        ({"person": "OFFICE"}, "Select a valid choice"),
        ({"person": "SUPPLY", "last_day": "2026-12-04"}, "works here until 27 November 2026"),
    ],
)
def test_cover_that_makes_no_sense_is_refused(
    cast: Cast, sign_in: SignIn, typed: dict[str, str], words: str
) -> None:
    """Days that are over or beyond the year or the person's time here; what was typed is kept."""
    people = {"OFFICE": cast.office.pk, "SUPPLY": supply(cast).pk}
    sent = {"person": cast.teacher_5a.pk} | {k: people.get(v, v) for k, v in typed.items()}
    page = cover(cast, sign_in(cast.office), **sent)
    assert page.status_code == 422
    assert words in plain(page)
    assert fields_of(page)["what"] == str(cast.class_4b.pk)
    with school_scope(cast.school):
        assert not ClassAssignment.objects.filter(kind="cover").exists()


def supply(cast: Cast) -> Any:
    """A supply teacher whose membership ends after Friday."""
    return MembershipFactory(
        user=UserFactory(email="supply@agency.test", name="Supply Person"),
        school=cast.school,
        roles=frozenset({Role.TEACHER}),
        starts_on=date(2026, 11, 23),
        ends_on=date(2026, 11, 28),
    )


def test_a_supply_teachers_sight_ends_at_the_next_request(cast: Cast, sign_in: SignIn) -> None:
    """Friday 23:59 the page opens; a minute later the same browser finds no such school."""
    member = supply(cast)
    cover(cast, sign_in(cast.office), person=member.pk, last_day="2026-11-27")
    child = url(cast, "reports:pupil_now", pk=cast.ayla.pk)
    with time_machine.travel(datetime(2026, 11, 27, 23, 59, tzinfo=LONDON), tick=False) as clock:
        client = sign_in(member)
        assert client.get(child).status_code == 200
        clock.move_to(datetime(2026, 11, 28, tzinfo=LONDON))
        assert client.get(child).status_code == 404
        assert client.get(url(cast, "reports:home")).status_code == 404


def test_cover_ends_where_the_membership_stays(cast: Cast, sign_in: SignIn) -> None:
    """A colleague who covered keeps their own class and loses the other, with no tail."""
    cover(cast, sign_in(cast.office), person=cast.teacher_5a.pk, last_day="2026-11-27")
    child, own = (url(cast, "reports:pupil_now", pk=one.pk) for one in (cast.ayla, cast.ben))
    with time_machine.travel(datetime(2026, 11, 27, 23, 59, tzinfo=LONDON), tick=False) as clock:
        client = sign_in(cast.teacher_5a)
        assert client.get(child).status_code == 200
        clock.move_to(datetime(2026, 11, 28, tzinfo=LONDON))
        assert [client.get(path).status_code for path in (child, own)] == [404, 200]
