"""Every page that exists, on a laptop, a phone and at 400%: no barrier, nothing refused, no drag.

The addresses come from the access matrix, so a new page is walked without a line here.
"""

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.access.world import World, make_world, write_files
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenContext
from tests.browser.walking import (
    faults_of_this,
    is_a_page,
    open_pages,
    own_pages,
    pages_of_the_school,
    walk,
)

pytestmark = pytest.mark.budget(240)
MISTAKEN = "422"


@pytest.fixture
def world(transactional_db: Any, private_files: None) -> World:
    """Two schools with one of everything, committed."""
    made = make_world()
    write_files(made)
    return made


@pytest.fixture
def as_senco(open_context: OpenContext, world: World, address: str) -> Page:
    """The SENCO of Northfield, who has just shown the second factor."""
    return signed_in(open_context, world, address, "senco")


def signed_in(open_context: OpenContext, world: World, address: str, person: str) -> Page:
    """A page of somebody of the world."""
    context = open_context()
    session = world.sessions[world.people[person].pk]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context.new_page()


def test_every_page_of_a_school(as_senco: Page, world: World, complaints: Complaints) -> None:
    """The SENCO may open all of them, about a child who is on the ladder."""
    walk(as_senco, pages_of_the_school(world), complaints)


def test_the_pages_of_a_child_who_left(
    as_senco: Page, world: World, complaints: Complaints
) -> None:
    """A leaver's pages stay readable: other buttons, other words."""
    about = [path for path in pages_of_the_school(world, "leaver") if "/pupils/" in path]
    walk(as_senco, (path for path in about if answers(as_senco, path)), complaints)


def answers(page: Page, path: str) -> bool:
    """Whether there is such a page of this child."""
    return page.request.get(path).ok


def test_a_persons_own_pages(as_senco: Page, world: World, complaints: Complaints) -> None:
    """Account, password, second factor and codes."""
    RecoveryCodes.activate(world.cast.senco.user)
    left_out = ("logout", "sessions/end")  # the one leaves, the other only takes something in
    paths = [path for path in own_pages() if not any(name in path for name in left_out)]
    walk(as_senco, paths, complaints)


def test_pages_without_signing_in(visitor: Page, complaints: Complaints) -> None:
    """The way in, a forgotten password, and what is said to those who may not enter."""
    walk(visitor, open_pages(), complaints)


@pytest.mark.parametrize("person", ["head", "teacher_4b", "ta", "office", "dsl"])
def test_the_first_pages_of_each_role(
    open_context: OpenContext, world: World, address: str, complaints: Complaints, person: str
) -> None:
    """Home, register and a child as each of them sees it: buttons and columns differ by role."""
    page = signed_in(open_context, world, address, person)
    start = f"/s/{world.cast.school.slug}/"
    child = f"{start}pupils/{world.cast.ayla.pk}/"
    paths = [start, f"{start}register/?show=all", child, f"{child}stage/", f"{child}details/"]
    walk(page, (path for path in paths if answers(page, path)), complaints)


def test_every_form_with_mistakes(as_senco: Page, world: World, complaints: Complaints) -> None:
    """Sent empty, a form says what is wrong at its top, each line leads to its field, no barrier.

    The focus is on the summary, so that a screen reader begins there (screens.md, Errors).
    """
    found: list[str] = []
    seen = 0
    for path in dict.fromkeys(pages_of_the_school(world, "kept")):
        if is_a_page(as_senco, path) and send_empty(as_senco, path):
            complaints.heard[:] = [line for line in complaints.heard if MISTAKEN not in line]
            expect(as_senco.locator("[data-mistakes]")).to_be_focused()
            as_senco.locator("[data-mistakes] a").first.click()
            tag = as_senco.evaluate("() => document.activeElement.tagName")
            found += [] if tag in {"INPUT", "SELECT", "TEXTAREA"} else [f"{path}: focus on {tag}"]
            found += (f"{path} with mistakes, {fault}" for fault in faults_of_this(as_senco))
            seen += 1
    assert not found, "\n".join(found)
    assert seen > 10


EMPTY = """form => {
  for (const field of form.elements) {
    if (field.matches('input:not([type=hidden], [type=radio], [type=checkbox]), textarea')) {
      field.value = '';
    } else if (field.matches('[type=radio], [type=checkbox]')) {
      field.checked = false;
    }
  }
}"""


def send_empty(page: Page, path: str) -> bool:
    """Send the page's form with nothing filled in; whether it came back with mistakes."""
    page.goto(path)
    form = page.locator("main form[method=post]").last
    if not form.count() or not form.locator("input:not([type=hidden]), textarea").count():
        return False
    form.evaluate(EMPTY)
    with page.expect_navigation() as sent:
        form.locator("[type=submit]").last.click()
    return sent.value.status == int(MISTAKEN)
