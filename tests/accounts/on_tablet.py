"""Shared tablets in tests: enrolling a browser, choosing a PIN, switching to somebody."""

from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client

from accounts.actions import choose_pin, enrol_tablet
from accounts.models import Membership, Tablet
from accounts.tablets import COOKIE
from schools.tenancy import school_scope
from tests.cast import Cast

HOME = "/tablet/"
PIN = "482915"


def enrolled(
    cast: Cast, *, name: str = "Oak", last_day: date = date(2027, 8, 31), for_teachers: bool = False
) -> tuple[Tablet, Client]:
    """One of the school's tablets, and its browser."""
    with school_scope(cast.school, by=cast.office.user):
        tablet, token = enrol_tablet(
            by=cast.office, name=name, last_day=last_day, for_teachers=for_teachers
        )
    browser = Client()
    browser.cookies[COOKIE] = f"{cast.school.slug}.{token}"
    return tablet, browser


def has_pin(membership: Membership, pin: str = PIN) -> None:
    """Choose a PIN for a person, as they did themselves."""
    assert membership.school is not None
    with school_scope(membership.school, by=membership.user):
        choose_pin(by=membership, pin=pin)


def switch(browser: Client, membership: Membership, pin: str = PIN) -> Any:
    """Tap a name and give a PIN."""
    return browser.post(HOME, {"person": membership.pk, "pin": pin})


def on(browser: Client, path: str = "/s/northfield/") -> bool:
    """Whether somebody's page opens in this browser."""
    return browser.get(path).status_code == 200


def without_session(browser: Client) -> Client:
    """The same tablet, locked."""
    browser.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    return browser
