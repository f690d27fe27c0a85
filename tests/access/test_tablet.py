"""The matrix again, from a shared tablet: what a TA may do, whatever else the person is.

The TA of the cast is given every role there is; on the tablet each page still answers as the table
says for a TA, and pages that ask for the second factor again are refused.
"""

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from accounts.middleware import ON_TABLETS
from accounts.models import Membership, Tablet, TabletPin
from accounts.roles import Role
from accounts.tablets import COOKIE, MARK, hash_of
from pupils.models import AccessEntry
from schools.tenancy import school_scope
from tests.access.matrix import OF_NO_SCHOOL, WHEN_CONFIGURED, Page
from tests.access.test_matrix import REFUSALS, every_page
from tests.access.test_scope import SEEN
from tests.access.test_signed_out import PARTS
from tests.access.world import (
    HTMX,
    World,
    address,
    ask,
    children_of,
    expected,
    marks_in,
    marks_of,
    text_of,
)

TOKEN = "a token for the tablet of this test"


@pytest.fixture
def tablet(world: World) -> Iterator[Client]:
    """A shared tablet on which the TA, who is everything else as well, has just given the PIN."""
    cast = world.cast
    with school_scope(cast.school, by=cast.office.user):
        made = Tablet.objects.create(
            name="Elm",
            token_hash=hash_of(TOKEN),
            last_day=date(2027, 8, 31),
            enrolled_by=cast.office.user,
        )
        TabletPin.objects.create(membership=cast.ta, pin_hash="a slow hash of sixteen or more")
    everything = frozenset(Role) - {Role.TRUST}
    Membership.objects.filter(pk=cast.ta.pk).update(roles=everything)
    session = SessionStore(world.sessions[cast.ta.pk])
    session[MARK] = {
        "tablet": made.pk,
        "membership": cast.ta.pk,
        "pin": "a slow hash of sixteen or more"[-16:],
        "ends": time.time() + 3600,
        "seen": time.time(),
    }
    session.save()
    browser = world.client("ta")
    browser.cookies[COOKIE] = f"{cast.school.slug}.{TOKEN}"
    yield browser
    del session[MARK]
    session.save()


def wanted(row: Page, world: World, child: str, method: str) -> int:
    """What the table says for a TA; 403 where it asks for the second factor again."""
    says = expected(row, world, "ta", child, method)
    return 403 if row.step_up and says in {200, 405} else says


@every_page
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_tablet_opens_what_a_ta_may_open(
    world: World, tablet: Client, row: Page, method: str
) -> None:
    """Each page, by each method, about each child, as a page and as a part: the TA's column."""
    wrong: list[Any] = []
    for child in children_of(row):
        says = wanted(row, world, child, method)
        for headers in ({}, HTMX):
            path = address(row, world.cast, world.things, child) + row.asks[0]
            response = ask(tablet, method, path, headers=headers)
            met = response.status_code
            good = met == row.ok if method == "GET" else met not in REFUSALS
            fine = good if says == 200 else met == says
            allowed = marks_of(world.cast, SEEN["ta"] if says == 200 else set())
            if not fine or marks_in(text_of(response)) - allowed:
                wrong.append((child, headers, met, says))
    assert not wrong, "\n".join(map(str, wrong))


@every_page
def test_another_schools_pages_do_not_exist(world: World, tablet: Client, row: Page) -> None:
    """Though the person were the SENCO there."""
    Membership.objects.create(
        user=world.cast.ta.user,
        school=world.other.school,
        roles=frozenset({Role.SENCO}),
        starts_on=date(2026, 9, 1),
    )
    path = address(row, world.other, world.others_things, children_of(row)[0])
    response = ask(tablet, row.first_method, path + row.asks[0])
    assert response.status_code == 404
    assert not marks_in(text_of(response))


@pytest.mark.parametrize("route", [*OF_NO_SCHOOL, *WHEN_CONFIGURED])
def test_ones_own_pages_are_shut(world: World, tablet: Client, route: str) -> None:
    """Account, password, factors and sessions are for a session of one's own."""
    for method in ("GET", "POST"):
        response = ask(tablet, method, reverse(route, kwargs=PARTS.get(route)))
        if route == "home_redirect":
            assert response.headers["Location"] == "/s/northfield/"
        elif route not in ON_TABLETS:
            assert response.status_code == 403


def test_what_was_opened_is_marked(world: World, tablet: Client) -> None:
    """The entry is the person's, and says which tablet."""
    ask_path = f"/s/northfield/pupils/{world.cast.ayla.pk}/"
    assert tablet.get(ask_path).status_code == 200
    with school_scope(world.cast.school, writes=False):
        entry = AccessEntry.objects.latest("pk")
    assert (entry.user_id, entry.tablet) == (world.cast.ta.user_id, "Elm")


def test_the_fixture_would_see_more_without_the_tablet(world: World, tablet: Client) -> None:
    """The same person with a session of their own opens what the tablet refuses."""
    assert tablet.get("/s/northfield/register/export/").status_code == 403
    session = SessionStore(tablet.cookies[settings.SESSION_COOKIE_NAME].value)
    mark = session.pop(MARK)
    session.save()
    assert tablet.get("/s/northfield/register/export/").status_code == 200
    session[MARK] = mark
    session.save()


def test_a_cut_membership_is_never_saved(world: World) -> None:
    """A page that saved the membership it acts by would take the person's roles away."""
    world.cast.ta.cut_to(frozenset({Role.TA}))
    try:
        with pytest.raises(RuntimeError):
            world.cast.ta.save()
    finally:
        world.cast.ta.is_cut = False
