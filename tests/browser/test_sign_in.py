"""Signing in, in a real browser, as on a Monday morning."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenAs, OpenContext
from tests.browser.helpers import (
    PASSWORD,
    fits_its_width,
    give_password,
    looks,
    no_barriers,
    sign_in_by_form,
    tab_to,
)
from tests.cast import Cast


def test_sign_in_with_address_password_and_code(visitor: Page, cast: Cast) -> None:
    """A SENCO signs in with both factors and stands at the school's home page."""
    sign_in_by_form(visitor, cast.senco, give_password(cast.senco))
    expect(visitor).to_have_url(re.compile("/s/northfield/"))


def test_a_wrong_password_is_said_plainly(visitor: Page, cast: Cast) -> None:
    """The error summary says what to do, and the address that was typed is kept."""
    give_password(cast.senco)
    visitor.goto("/")
    visitor.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(cast.senco.user.email)
    visitor.get_by_label("Password").fill("not the password")
    visitor.get_by_role("button", name="Sign in").click()
    expect(visitor.get_by_role("alert")).to_be_visible()
    address = visitor.get_by_label(re.compile("e-?mail", re.IGNORECASE))
    expect(address).to_have_value(cast.senco.user.email)
    no_barriers(visitor)


def test_signing_in_by_keyboard_alone(visitor: Page, cast: Cast) -> None:
    """Tab reaches every field and the button, and Enter sends the form (WCAG 2.1.1)."""
    give_password(cast.senco)
    visitor.goto("/")
    tab_to(visitor, visitor.get_by_label(re.compile("e-?mail", re.IGNORECASE)))
    visitor.keyboard.type(cast.senco.user.email)
    tab_to(visitor, visitor.get_by_label("Password"))
    visitor.keyboard.type(PASSWORD)
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", name="Your code")).to_be_visible()
    no_barriers(visitor)


@pytest.mark.parametrize("phone", [False, True], ids=["laptop", "phone"])
def test_the_first_page_has_no_barriers(open_context: OpenContext, phone: bool) -> None:
    """The sign-in page stands on a laptop and on a phone."""
    page = open_context(phone=phone).new_page()
    page.goto("/")
    no_barriers(page)
    fits_its_width(page)
    looks(page, "sign_in")


def test_signing_in_without_scripts(open_context: OpenContext, cast: Cast) -> None:
    """A form is enough to sign in: scripts only make it smoother."""
    page = open_context(scripts=False).new_page()
    sign_in_by_form(page, cast.senco, give_password(cast.senco))
    expect(page).to_have_url(re.compile("/s/northfield/"))


def test_the_short_way_in_is_the_same(open_as: OpenAs, cast: Cast) -> None:
    """`open_as` stands where signing in by the form ends."""
    page = open_as(cast.senco)
    expect(page).to_have_url(re.compile("/s/northfield/"))


def test_signing_out_leaves_nothing_behind(open_as: OpenAs, cast: Cast) -> None:
    """After signing out the back button shows no page about a child (no-store)."""
    page = open_as(cast.senco)
    home = page.url
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto(home)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_what_the_policy_refuses_is_heard(visitor: Page, complaints: Complaints) -> None:
    """An inline script does not run, and a test that met one would fail."""
    visitor.goto("/")
    visitor.evaluate(
        "() => { const script = document.createElement('script');"
        " script.textContent = 'window.ran = true'; document.body.append(script); }"
    )
    assert visitor.evaluate("() => window.ran") is None
    complaints.expect("Content Security Policy")
