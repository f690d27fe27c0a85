"""Inviting the staff of a school in a real browser, and saying yes: few steps, by keyboard."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Invitation
from schools.tenancy import school_scope
from tests.accounts_pages.conftest import step_up_client
from tests.accounts_pages.inviting import PASSWORD, link
from tests.browser.conftest import OpenContext
from tests.browser.helpers import Effort, fits_its_width, looks, no_barriers, tab_to
from tests.cast import Cast

STAFF = "\n".join(f"Nell Ash{n:02}, n{n:02}@northfield.test, teacher, 4B" for n in range(20))


@pytest.fixture
def office(cast: Cast, open_context: OpenContext, address: str, settings: Any) -> Page:
    """The office at its home page, a minute after giving the second factor."""
    context = open_context()
    session = step_up_client(cast.office).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]  # a TypedDict of more keys
    page = context.new_page()
    page.goto("/")
    return page


def look(page: Page, name: str) -> None:
    """No barrier, nothing too wide, and a picture when asked for."""
    no_barriers(page)
    fits_its_width(page)
    looks(page, name)


def test_twenty_are_invited_in_five_steps_and_one_says_yes(
    cast: Cast, office: Page, visitor: Page
) -> None:
    """From home by keyboard alone: People, Invite, paste, Check, Send; then the newcomer's page."""
    effort = Effort(office)
    tab_to(office, office.get_by_role("link", name="People").first)
    effort.press("Enter")
    tab_to(office, office.get_by_role("link", name="Invite people"))
    look(office, "people")
    effort.press("Enter")
    field = office.get_by_role("textbox").first
    tab_to(office, field)
    look(office, "invite")
    effort.steps.append("paste the list")
    office.keyboard.insert_text(STAFF)
    tab_to(office, office.get_by_role("button", name="Check the list"))
    effort.press("Enter")
    send = office.get_by_role("button", name="Send 20 invitations")
    expect(send).to_be_visible()
    look(office, "invite-checked")
    tab_to(office, send)
    effort.press("Enter")
    expect(office.locator("#notices")).to_contain_text("20 invited.")
    look(office, "invitations")
    effort.at_most(5)
    with school_scope(cast.school, writes=False):
        assert Invitation.objects.count() == 20

    visitor.goto(link(cast))
    look(visitor, "invitation-accept")
    for words in (PASSWORD, PASSWORD):
        visitor.keyboard.press("Tab")
        tab_to(visitor, visitor.locator("input[type=password]:not([data-typed])").first)
        visitor.keyboard.insert_text(words)
        visitor.evaluate("document.activeElement.dataset.typed = 1")
    tab_to(visitor, visitor.get_by_role("button", name=re.compile("Join Northfield")))
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("second-factor"))
    no_barriers(visitor)
