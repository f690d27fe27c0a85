"""A shared tablet in a real browser: enrolled, three steps in, one tap out, locked if left."""

import re

from playwright.sync_api import Page, expect

from tests.accounts.on_tablet import PIN, has_pin
from tests.browser.conftest import OpenAs
from tests.browser.helpers import (
    Effort,
    code_now,
    fits_its_width,
    give_password,
    looks,
    no_barriers,
)
from tests.cast import Cast, marker

HOME = re.compile("/s/northfield/$")
NAMES = re.compile("/tablet/$")


def enrol(page: Page, secret: str) -> None:
    """As the office does, with the tablet in hand."""
    page.get_by_role("link", name="People").first.click()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code_now(secret))
    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_role("link", name="Tablets").click()
    page.get_by_role("link", name="Enrol this device").click()
    page.get_by_label("Name").fill("Oak")
    page.get_by_role("button", name="Enrol this device").click()


def test_a_ta_switches_and_leaves_it_locked(open_as: OpenAs, cast: Cast) -> None:
    """Name, six digits, go: three steps to their home; then one tap, and out."""
    has_pin(cast.ta)
    secret = give_password(cast.office)
    page = open_as(cast.office)
    enrol(page, secret)
    expect(page).to_have_url(NAMES)
    no_barriers(page)
    fits_its_width(page)
    looks(page, "tablet_names")
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Ta"))
    no_barriers(page)
    looks(page, "tablet_pin")
    effort.fill(page.get_by_label("Your PIN"), PIN)
    effort.click(page.get_by_role("button", name="Go on"))
    expect(page).to_have_url(HOME)
    effort.at_most(3)
    looks(page, "tablet_home")
    no_barriers(page)
    page.goto(f"/s/northfield/pupils/{cast.ayla.pk}/")
    expect(page.locator("h1")).to_contain_text(marker(cast.school, "ayla"))
    page.locator(".bar-switch").get_by_role("button", name="Switch person").click()
    expect(page).to_have_url(NAMES)
    page.go_back()
    expect(page.get_by_text(marker(cast.school, "ayla"))).to_have_count(0)


def test_left_alone_it_locks_by_itself(open_as: OpenAs, cast: Cast) -> None:
    """After four minutes it says so, after five the names are shown and the session is over."""
    has_pin(cast.ta)
    secret = give_password(cast.office)
    page = open_as(cast.office)
    enrol(page, secret)
    page.clock.install()
    page.get_by_role("link", name="Ta").click()
    page.get_by_label("Your PIN").fill(PIN)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(HOME)
    page.wait_for_load_state("load")
    page.clock.fast_forward("04:10")
    expect(page.get_by_role("alert")).to_contain_text("locks in a minute")
    page.clock.fast_forward("01:00")
    expect(page).to_have_url(NAMES)
    page.goto("/s/northfield/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
