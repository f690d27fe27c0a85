"""Every page that exists, on a laptop, a phone and at 400%: no barrier, nothing refused, no drag.

The addresses come from the access matrix, so a new page is walked without a line here. Quick:
each page of the school once, on a laptop for barriers and at 400%, its names hidden; what differs
little from it (a phone, a leaver, a form sent empty) for a seeded slice. `make verify`: all.
"""

from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.access.world import PAGES, World, make_world, write_files
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenContext
from tests.browser.reading import readable_names
from tests.browser.walking import (
    faults_of_this,
    open_pages,
    opened,
    own_pages,
    pages_of_the_school,
    walk,
)
from tests.selection import FULL, Part

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


def test_every_page_of_a_school(
    as_senco: Page, world: World, complaints: Complaints, part: Part
) -> None:
    """The SENCO may open all of them, about a child who is on the ladder, and hide its name.

    Quick: on a phone one page of five.
    """
    paths = list(dict.fromkeys(pages_of_the_school(world)))
    by_phone = part(paths, one_in=5)
    walk(as_senco, paths, complaints, by_phone=by_phone, look=readable_names)


def test_the_pages_of_a_child_who_left(
    as_senco: Page, world: World, complaints: Complaints, part: Part
) -> None:
    """A leaver's pages stay readable: other buttons, other words.

    Quick: the child's own page, and one of three others; none of them on a phone.
    """
    about = [path for path in pages_of_the_school(world, "leaver") if "/pupils/" in path]
    first = f"/s/{world.cast.school.slug}/pupils/{world.cast.leaver.pk}/"
    chosen = [first, *part(dict.fromkeys(about), one_in=3)]
    there = [path for path in chosen if answers(as_senco, path)]
    walk(as_senco, there, complaints, by_phone=there if FULL else ())


def answers(page: Page, path: str) -> bool:
    """Whether there is such a page of this child."""
    return page.request.get(path).ok


def test_a_persons_own_pages(as_senco: Page, world: World, complaints: Complaints) -> None:
    """Account, password, second factor and codes."""
    RecoveryCodes.activate(world.cast.senco.user)
    left_out = ("logout", "sessions/end")  # the one leaves, the other only takes something in
    paths = [path for path in own_pages() if not any(name in path for name in left_out)]
    walk(as_senco, paths, complaints, by_phone=paths)


def test_pages_without_signing_in(visitor: Page, complaints: Complaints) -> None:
    """The way in, a forgotten password, and what is said to those who may not enter."""
    paths = open_pages()
    walk(visitor, paths, complaints, by_phone=paths)


@pytest.mark.parametrize("person", ["head", "teacher_4b", "ta", "office", "dsl"])
def test_the_first_pages_of_each_role(
    open_context: OpenContext,
    world: World,
    address: str,
    complaints: Complaints,
    part: Part,
    person: str,
) -> None:
    """Home, register and a child as each of them sees it: buttons and columns differ by role.

    Quick: on a phone one of three.
    """
    page = signed_in(open_context, world, address, person)
    start = f"/s/{world.cast.school.slug}/"
    child = f"{start}pupils/{world.cast.ayla.pk}/"
    paths = [start, f"{start}register/?show=all", child, f"{child}stage/", f"{child}details/"]
    there = [path for path in paths if answers(page, path)]
    walk(page, there, complaints, by_phone=part(there, one_in=3))


def test_every_form_with_mistakes(
    as_senco: Page, world: World, complaints: Complaints, part: Part
) -> None:
    """Sent empty, a form says what is wrong at its top, each line leads to its field, no barrier.

    The focus is on the summary, so that a screen reader begins there (screens.md, Errors). Quick:
    one form of three; `test_mistakes` sends every form, without a browser. On a phone in
    `make verify`.
    """
    found: list[str] = []
    seen = 0
    writable = [page for page in PAGES if "POST" in page.methods.split()]
    for path in part(pages_of_the_school(world, "kept", writable), one_in=3):
        if opened(as_senco, path) and send_empty(as_senco):
            complaints.heard[:] = [line for line in complaints.heard if MISTAKEN not in line]
            expect(as_senco.locator("[data-mistakes]")).to_be_focused()
            as_senco.locator("[data-mistakes] a").first.click()
            tag = as_senco.evaluate("() => document.activeElement.tagName")
            found += [] if tag in {"INPUT", "SELECT", "TEXTAREA"} else [f"{path}: focus on {tag}"]
            faults = faults_of_this(as_senco, by_phone=FULL)
            found += (f"{path} with mistakes, {fault}" for fault in faults)
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


def send_empty(page: Page) -> bool:
    """Send the open page's form with nothing filled in; whether it came back with mistakes."""
    form = page.locator("main form[method=post]").last
    if not form.count() or not form.locator("input:not([type=hidden]), textarea").count():
        return False
    form.evaluate(EMPTY)
    with page.expect_navigation() as sent:
        form.locator("[type=submit]").last.click()
    return sent.value.status == int(MISTAKEN)
