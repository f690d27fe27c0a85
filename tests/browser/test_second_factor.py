"""The second factor in a real browser: set up, asked for, trusted, refused, asked for again."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenAs, OpenContext
from tests.browser.helpers import (
    PASSWORD,
    code_now,
    fits_its_width,
    give_password,
    looks,
    no_barriers,
    sign_in_by_form,
)
from tests.cast import Cast

HOME = re.compile("/s/northfield/$")


def give_address_and_password(page: Page, email: str, password: str = PASSWORD) -> None:
    """The first step of signing in."""
    page.goto("/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def give_code(page: Page, code: str, button: str = "Sign in") -> None:
    """The second step."""
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code)
    page.get_by_role("button", name=button, exact=True).click()


def test_a_first_sign_in_sets_up_the_second_factor(visitor: Page, cast: Cast) -> None:
    """Somebody without one is shown the key, proves the app works, keeps codes, and is in."""
    user = cast.teacher_4b.user
    user.set_password(PASSWORD)
    user.save()
    give_address_and_password(visitor, user.email)
    expect(visitor.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    no_barriers(visitor)
    looks(visitor, "second_factor_set_up")
    visitor.goto("/s/northfield/")
    expect(visitor.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    secret = visitor.locator("main b.text-break").inner_text()
    give_code(visitor, code_now(secret), "Finish")
    expect(visitor.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(visitor.locator(".codes li")).to_have_count(10)
    no_barriers(visitor)
    looks(visitor, "recovery_codes")
    visitor.get_by_role("link", name="I have kept them").click()
    expect(visitor).to_have_url(HOME)


def test_a_wrong_code_lets_nobody_in(visitor: Page, cast: Cast) -> None:
    """It is said in plain words, it can be tried again, and no page opens meanwhile."""
    secret = give_password(cast.senco)
    give_address_and_password(visitor, cast.senco.user.email)
    right = code_now(secret)
    give_code(visitor, f"{(int(right) + 1) % 1_000_000:06}")
    expect(visitor.get_by_role("alert")).to_contain_text(re.compile("code", re.IGNORECASE))
    no_barriers(visitor)
    visitor.goto("/s/northfield/register/")
    expect(visitor.get_by_role("heading", name="Your code")).to_be_visible()


def test_a_trusted_browser_asks_no_code_again(open_context: OpenContext, cast: Cast) -> None:
    """On a device only one person uses, the password is enough for a fortnight; elsewhere not."""
    secret = give_password(cast.senco)
    page = open_context().new_page()
    give_address_and_password(page, cast.senco.user.email)
    give_code(page, code_now(secret))
    no_barriers(page)
    looks(page, "trust")
    page.get_by_role("button", name="Only I use it").click()
    expect(page).to_have_url(HOME)
    sign_out(page)
    give_address_and_password(page, cast.senco.user.email)
    expect(page).to_have_url(HOME)
    elsewhere = open_context().new_page()
    give_address_and_password(elsewhere, cast.senco.user.email)
    expect(elsewhere.get_by_role("heading", name="Your code")).to_be_visible()


def sign_out(page: Page) -> None:
    """Through the person's own menu, as one does."""
    page.locator("header details.menu summary").click()
    page.locator("header").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_signing_out_ends_the_session(visitor: Page, cast: Cast) -> None:
    """Nothing opens afterwards, not by the address and not by the back button (no-store)."""
    sign_in_by_form(visitor, cast.senco, give_password(cast.senco))
    visitor.goto(f"/s/northfield/pupils/{cast.ayla.pk}/")
    name = visitor.locator("h1.name").inner_text()
    sign_out(visitor)
    visitor.go_back()
    expect(visitor.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(visitor.get_by_text(name)).to_have_count(0)


def test_people_and_roles_ask_for_the_factor_again(open_as: OpenAs, cast: Cast) -> None:
    """A session left open on a desk gives no roles: the code is asked for, then the page opens."""
    secret = give_password(cast.senco)
    page = open_as(cast.senco)
    page.get_by_role("link", name="People").first.click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    no_barriers(page)
    fits_its_width(page)
    looks(page, "step_up")
    give_code(page, code_now(secret), "Go on")
    expect(page).to_have_url(re.compile("/s/northfield/people/$"))
