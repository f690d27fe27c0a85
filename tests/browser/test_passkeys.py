"""Passkeys in a real browser, with an authenticator that Chromium plays: made, used, taken out."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.helpers import (
    fits_its_width,
    give_password,
    looks,
    no_barriers,
    sign_in_by_form,
)
from tests.browser.test_second_factor import give_address_and_password, sign_out
from tests.cast import Cast

HOME = re.compile("/s/northfield/$")
PEOPLE = re.compile("/s/northfield/people/$")


def plug_in(page: Page, *, owner_shown: bool = True) -> None:
    """Give this page's browser a device that keeps passkeys and checks its owner."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": owner_shown,
                "automaticPresenceSimulation": True,
            }
        },
    )


def make_passkey(page: Page, name: str) -> None:
    """From the page of one's factors, as its owner does."""
    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    no_barriers(page)
    page.get_by_role("button", name="Make the passkey").click()


def test_a_passkey_is_made_signs_in_steps_up_and_is_removed(
    open_context: OpenContext, cast: Cast, settings: Any
) -> None:
    """One touch instead of password and code, also before people and roles; until it is removed."""
    page = open_context().new_page()
    plug_in(page)
    sign_in_by_form(page, cast.senco, give_password(cast.senco))
    make_passkey(page, "Work laptop")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/second-factor/")
    expect(page.locator("main")).to_contain_text("Work laptop")
    no_barriers(page)
    fits_its_width(page)
    looks(page, "passkeys")
    sign_out(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page).to_have_url(HOME)
    sign_out(page)
    give_address_and_password(page, cast.senco.user.email)
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("button", name="It is shared").click()
    expect(page).to_have_url(HOME)
    settings.STEP_UP_SECONDS = 0
    page.get_by_role("link", name="People").first.click()
    page.get_by_role("link", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Use your passkey")).to_be_visible()
    settings.STEP_UP_SECONDS = 600
    no_barriers(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(PEOPLE)
    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name=re.compile("Remove ?: Work laptop")).click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).not_to_contain_text("Work laptop")
    sign_out(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_text("passkey did not work")).to_be_visible()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
