"""Shared tablets: a PIN opens a teaching assistant's pages, there and nowhere else, for a while."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Tablet, TabletPin
from accounts.roles import Role
from accounts.tablets import COOKIE, MARK
from jobs.models import OutboxMessage
from pupils.models import AccessEntry
from schools.tenancy import school_scope
from tests.accounts.on_tablet import HOME, PIN, enrolled, has_pin, on, switch, without_session
from tests.accounts.signing_in import answer_trust, code_now, give_code, give_password, where
from tests.accounts.test_sessions import shown
from tests.cast import Cast, marker
from tests.people import SignIn

ADD = "/s/northfield/people/tablets/add/"
OWN = "/s/northfield/pin/"


@pytest.fixture
def oak(cast: Cast) -> Client:
    """The tablet Oak, in whose browser the TA may switch to themselves."""
    has_pin(cast.ta)
    return enrolled(cast)[1]


def test_a_name_a_pin_and_the_ta_is_in(cast: Cast, oak: Client) -> None:
    """Three steps: tap, six digits, the TA's own home and child; the entry says from where."""
    assert [row.name for row in oak.get(HOME).context["people"]] == ["Ta"]
    assert oak.get(f"{HOME}?person={cast.ta.pk}").context["person"].name == "Ta"
    assert where(switch(oak, cast.ta)) == "/s/northfield/"
    page = oak.get(f"/s/northfield/pupils/{cast.ayla.pk}/")
    assert marker(cast.school, "ayla") in page.content.decode()
    with school_scope(cast.school, writes=False):
        entry = AccessEntry.objects.latest("pk")
    assert (entry.user, entry.tablet, entry.pupil_id) == (cast.ta.user, "Oak", cast.ayla.pk)


def test_an_own_session_is_marked_by_no_tablet(cast: Cast, sign_in: SignIn) -> None:
    """The mark tells the two apart."""
    sign_in(cast.ta).get(f"/s/northfield/pupils/{cast.ayla.pk}/")
    with school_scope(cast.school, writes=False):
        assert AccessEntry.objects.latest("pk").tablet == ""


def test_the_page_shows_no_child(cast: Cast, oak: Client) -> None:
    """Names of staff who have a PIN, and nothing else of the school."""
    page = oak.get(HOME).content.decode()
    assert "Zq" not in page
    assert "Senco" not in page


def test_no_pin_from_another_browser(cast: Cast, oak: Client) -> None:
    """Without the cookie, or with one that was guessed, there are no names and no way in."""
    guessed = Client()
    guessed.cookies[COOKIE] = "northfield.guessed"
    for browser in (Client(), guessed):
        assert b"Not a shared tablet" in browser.get(HOME).content
        switch(browser, cast.ta)
        assert where(browser.get("/s/northfield/")) in {reverse("account_login"), HOME}


def test_a_session_taken_to_another_browser_opens_nothing(cast: Cast, oak: Client) -> None:
    """The session cookie alone is worth nothing: the tablet's own belongs to it."""
    switch(oak, cast.ta)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = oak.cookies[settings.SESSION_COOKIE_NAME].value
    assert not on(thief)


def test_another_schools_tablet_opens_nothing_here(cast: Cast, other: Cast, oak: Client) -> None:
    """Its people are its own, and a person's id of this school is nobody there."""
    has_pin(other.ta)
    elm = enrolled(other, name="Elm")[1]
    assert [row.pk for row in elm.get(HOME).context["people"]] == [other.ta.pk]
    switch(elm, cast.ta)
    assert not on(elm)
    switch(elm, other.ta)
    assert on(elm, "/s/southmere/")
    assert not on(elm)


def test_whatever_else_they_are_they_are_a_ta_there(cast: Cast, oak: Client) -> None:
    """A SENCO who is a TA as well opens no export, people, settings, nor their own account."""
    Membership.objects.filter(pk=cast.ta.pk).update(roles=frozenset({Role.TA, Role.SENCO}))
    switch(oak, cast.ta)
    assert on(oak)
    for path in (
        "/s/northfield/register/export/",
        "/s/northfield/people/",
        "/s/northfield/school/",
        OWN,
        "/accounts/me/",
        "/accounts/password/",
        "/accounts/sessions/",
        "/accounts/second-factor/",
        "/accounts/second-factor/passkeys/add/",
        "/accounts/second-factor/reauthenticate/",
        "/accounts/reauthenticate/",
    ):
        assert oak.get(path).status_code == 403, path
        assert oak.post(path).status_code in {403, 405}, path
    assert not on(oak, f"/s/northfield/pupils/{cast.ben.pk}/")
    cast.ta.refresh_from_db()
    assert cast.ta.roles == {Role.TA, Role.SENCO}


def test_the_demo_opens_no_more(cast: Cast, oak: Client, settings: Any) -> None:
    """Where no second factor is asked, pages that ask for one stay shut on a tablet."""
    settings.SECOND_FACTOR_REQUIRED = False
    Membership.objects.filter(pk=cast.ta.pk).update(roles=frozenset({Role.TA, Role.SENCO}))
    switch(oak, cast.ta)
    assert oak.get("/s/northfield/register/export/").status_code == 403


def test_only_one_school_at_a_time(cast: Cast, other: Cast, oak: Client) -> None:
    """Somebody of two schools is in the tablet's school only."""
    Membership.objects.create(
        user=cast.ta.user,
        school=other.school,
        roles=frozenset({Role.SENCO}),
        starts_on=date(2026, 9, 1),
    )
    switch(oak, cast.ta)
    assert on(oak)
    assert oak.get("/s/southmere/").status_code == 404
    assert where(oak.get("/")) == "/s/northfield/"


@pytest.mark.parametrize(("idle", "in_still"), [(299, True), (301, False)])
def test_it_locks_after_five_minutes(
    cast: Cast, oak: Client, clock: Any, idle: int, in_still: bool
) -> None:
    """Nobody there, nothing open; whoever goes on in time stays in."""
    switch(oak, cast.ta)
    clock.shift(idle)
    assert on(oak) is in_still
    clock.shift(idle)
    assert on(oak) is in_still


def test_whoever_is_typing_stays_in(cast: Cast, oak: Client, clock: Any) -> None:
    """The page says now and then that somebody is there; a locked one cannot."""
    switch(oak, cast.ta)
    for _ in range(3):
        clock.shift(240)
        assert oak.post(HOME, {"here": "yes"}).status_code == 204
    assert on(oak)
    clock.shift(301)
    assert where(oak.post(HOME, {"here": "yes"})) == HOME
    assert Client().post(HOME, {"here": "yes"}).status_code == 401


def test_one_tap_switches(cast: Cast, oak: Client) -> None:
    """The session is over on the server, and the names are shown."""
    switch(oak, cast.ta)
    key = oak.cookies[settings.SESSION_COOKIE_NAME].value
    assert where(oak.post(HOME, {"lock": "yes"})) == HOME
    oak.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not on(oak)


def test_it_ends_with_the_school_day(cast: Cast, oak: Client, clock: Any) -> None:
    """However busy they are: at six it is over."""
    switch(oak, cast.ta)
    for _ in range(6 * 15 - 1):
        clock.shift(240)
        oak.post(HOME, {"here": "yes"})
    assert on(oak)
    clock.shift(241)
    assert not on(oak)


@pytest.mark.parametrize("what", ["tablet", "membership", "role", "pin", "removed", "day"])
def test_what_is_taken_away_is_gone_at_the_next_request(
    cast: Cast, oak: Client, clock: Any, what: str
) -> None:
    """The tablet out of use, the membership ended, the role lost, the PIN changed or removed."""
    switch(oak, cast.ta)
    assert on(oak)
    with school_scope(cast.school, by=cast.senco.user):
        if what == "tablet":
            Tablet.objects.update(revoked_at="2026-11-23T12:00Z", revoked_by=cast.senco.user)
        elif what == "day":
            Tablet.objects.update(last_day=date(2026, 11, 22))
        elif what == "removed":
            TabletPin.objects.all().delete()
    if what == "pin":
        has_pin(cast.ta, "730264")
    if what == "membership":
        Membership.objects.filter(pk=cast.ta.pk).update(ends_on=date(2026, 11, 23))
    if what == "role":
        Membership.objects.filter(pk=cast.ta.pk).update(roles=frozenset({Role.DSL}))
    assert not on(oak)


def test_five_wrong_ones_lock_it_everywhere(cast: Cast, oak: Client) -> None:
    """On all tablets, the right one too; the SENCO is told without a name, the page names whom."""
    elm = enrolled(cast, name="Elm")[1]
    for tablet in (oak, elm, oak, elm):
        assert "wrong" in switch(tablet, cast.ta, "555550").content.decode()
    assert "locked" in switch(oak, cast.ta, "555550").content.decode()
    for tablet in (oak, elm):
        assert switch(tablet, cast.ta).status_code == 422
        assert not on(tablet)
        assert tablet.get(HOME).context["people"][0].locked
    with school_scope(cast.school, writes=False):
        mail = OutboxMessage.objects.get(template="pin_locked")
    assert mail.to == cast.senco.user.email
    assert "Ta" not in str(mail.context.values())


def test_only_its_owner_opens_it_again(cast: Cast, oak: Client, sign_in: SignIn) -> None:
    """From a session of their own; then it works, and the count begins anew."""
    for _ in range(5):
        switch(oak, cast.ta, "555550")
    own = shown(sign_in(cast.ta))
    assert "locked" in own.get(OWN).content.decode()
    assert own.post(OWN, {"pin": "730264", "again": "730264"}).status_code == 302
    for _ in range(4):
        switch(oak, cast.ta)
    switch(oak, cast.ta, "730264")
    assert on(oak)


def test_wrong_ones_in_between_are_forgiven(cast: Cast, oak: Client) -> None:
    """Four slips, then the right one, then four more: not locked."""
    for _ in range(2):
        for _ in range(4):
            switch(oak, cast.ta, "555550")
        switch(oak, cast.ta)
        assert on(oak)


def test_a_pin_is_kept_as_a_slow_hash(cast: Cast, oak: Client) -> None:
    """Not even its digits' order can be read; nor can the tablet's token."""
    with school_scope(cast.school, writes=False):
        kept = str(list(TabletPin.objects.values()) + list(Tablet.objects.values()))
    assert PIN not in kept
    assert oak.cookies[COOKIE].value.partition(".")[2] not in kept


@pytest.mark.parametrize(
    ("pin", "again"), [("123456", "123456"), ("4829", "4829"), (PIN, "482916"), ("", "")]
)
def test_a_bad_pin_is_refused(cast: Cast, sign_in: SignIn, pin: str, again: str) -> None:
    """Too easy, too short, not the same: said beside the field, and nothing is kept."""
    assert shown(sign_in(cast.ta)).post(OWN, {"pin": pin, "again": again}).status_code == 422
    with school_scope(cast.school, writes=False):
        assert not TabletPin.objects.exists()


def test_teachers_only_where_the_school_lets_them(cast: Cast, sign_in: SignIn) -> None:
    """Without a tablet for teachers they choose no PIN; on one for TAs theirs does not work."""
    _oak, oak = enrolled(cast)
    teacher = shown(sign_in(cast.teacher_4b))
    typed = {"pin": PIN, "again": PIN}
    assert teacher.post(OWN, typed).status_code == 422
    elm = enrolled(cast, name="Elm", for_teachers=True)[1]
    assert teacher.post(OWN, typed).status_code == 302
    for tablet, let_in in ((oak, False), (elm, True)):
        switch(tablet, cast.teacher_4b)
        assert on(tablet) is let_in
    assert on(elm, f"/s/northfield/pupils/{cast.ayla.pk}/")
    assert elm.get(f"/s/northfield/pupils/{cast.ayla.pk}/details/").status_code == 403


def test_enrolling_makes_this_browser_a_tablet(cast: Cast, sign_in: SignIn) -> None:
    """Named, until a day, in a cookie no script reads; whoever did it is signed out of it."""
    browser = shown(sign_in(cast.office))
    typed = {"name": "Oak", "last_day": "2027-07-20"}
    assert where(browser.post(ADD, typed)) == HOME
    cookie = browser.cookies[COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert browser.get(HOME).context["here"].name == "Oak"
    assert where(browser.get("/")) == HOME
    assert where(browser.get("/accounts/me/")) == reverse("account_login")


@pytest.mark.parametrize(
    "typed",
    [{"name": "", "last_day": "2027-07-20"}, {"name": "Oak", "last_day": "2026-11-22"},
     {"name": "Oak", "last_day": "2028-01-01"}, {"name": "Elm", "last_day": "2027-07-20"}],
)  # fmt: skip
def test_enrolling_refuses_what_makes_no_sense(
    cast: Cast, sign_in: SignIn, typed: dict[str, str]
) -> None:
    """No name, a day that was, more than a year, a name in use: said, and no cookie is given."""
    enrolled(cast, name="Elm")
    browser = shown(sign_in(cast.office))
    assert browser.post(ADD, typed).status_code == 422
    assert COOKIE not in browser.cookies


def test_taking_out_of_use(cast: Cast, oak: Client, sign_in: SignIn) -> None:
    """By name, from any browser; it stays in the list, and its name is free again."""
    switch(oak, cast.ta)
    with school_scope(cast.school, writes=False):
        tablet = Tablet.objects.get()
    path = f"/s/northfield/people/tablets/{tablet.pk}/revoke/"
    assert shown(sign_in(cast.head)).post(path).status_code == 302
    assert not on(oak)
    assert b"Not a shared tablet" in oak.get(HOME).content
    assert b"Oak" in shown(sign_in(cast.head)).get("/s/northfield/people/tablets/").content
    enrolled(cast)


def test_a_full_session_on_the_tablet_is_never_trusted(cast: Cast, senco: Any, oak: Client) -> None:
    """The SENCO may sign in there with both factors; the browser is not remembered for it."""
    give_password(oak, senco.email)
    give_code(oak, code_now())
    assert where(answer_trust(oak, trust=True)) == reverse("home_redirect")
    assert "mfa_trusted" not in oak.cookies
    assert MARK not in oak.session
    assert oak.get("/s/northfield/people/").status_code == 200


def test_switching_ends_a_full_session(cast: Cast, senco: Any, oak: Client) -> None:
    """A PIN given where somebody is signed in fully leaves nothing of that session."""
    oak.force_login(cast.senco.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = oak.session
    session["second_factor_proven"] = True
    session.save()
    switch(oak, cast.ta)
    assert oak.session[MARK]["membership"] == cast.ta.pk
    assert "second_factor_proven" not in oak.session


def test_a_locked_tablet_shows_nothing_of_before(cast: Cast, oak: Client) -> None:
    """No page of a school without a session, enrolled or not."""
    switch(oak, cast.ta)
    browser = without_session(oak)
    assert where(browser.get(f"/s/northfield/pupils/{cast.ayla.pk}/")) == reverse("account_login")


def test_the_session_is_listed_and_ended_by_the_head(
    cast: Cast, oak: Client, sign_in: SignIn
) -> None:
    """It stands among the places a colleague is signed in."""
    switch(oak, cast.ta)
    head = shown(sign_in(cast.head))
    page = head.get(f"/s/northfield/people/{cast.ta.pk}/").content.decode()
    assert "The shared tablet “Oak”" in page
    head.post(f"/s/northfield/people/{cast.ta.pk}/sign-out/")
    assert not on(oak)
