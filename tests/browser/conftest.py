"""A real browser: Debian's Chromium on a live server over PostgreSQL.

`open_as(person)` gives a page signed in as one of the cast, at their home page. Whatever the
browser complains about (script errors, refused content, missing files) fails the test.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import Membership
from tests.browser.complaints import Complaints
from tests.browser.helpers import LAPTOP, PHONE
from tests.people import client_of

CHROMIUM = "/usr/bin/chromium"
MONDAY = datetime(2026, 11, 23, 8, 40, tzinfo=ZoneInfo("Europe/London"))
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A busy machine may take this long over a step; nothing passes by waiting longer.
PATIENCE_MS = 15_000
# The first page of a run compiles every template.
FIRST_PAGE_MS = 45_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, commits, and may take a little longer."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("budget"):
                item.add_marker(pytest.mark.budget(60))


@pytest.fixture(scope="session", autouse=True)
def database_beside_the_browser() -> None:
    """Let tests use the database while Playwright's loop runs in the same thread.

    Django sees the loop and fears a blocked event loop; here it only ever waits for the test. It
    stays set: the loop runs until the session ends, under tests of other folders too.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="package", autouse=True)
def a_monday_in_term() -> Iterator[None]:
    """The server lives on a Monday of the cast's autumn term; its clock runs on from there."""
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's browser, which asks nobody outside for anything."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": CHROMIUM, "args": QUIET + sandbox, "headless": True}


@pytest.fixture(scope="session", autouse=True)
def files_that_stay() -> Iterator[None]:
    """Styles and scripts may be kept by a browser, as in production: thirty requests less a page.

    Each browser of a test begins with nothing kept.
    """
    serve = StaticFilesHandler.serve

    def serve_for_good(handler: StaticFilesHandler, request: HttpRequest) -> Any:
        response = serve(handler, request)
        response["Cache-Control"] = "public, immutable, max-age=315360000"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_for_good)
        yield


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    """Where the site is; its cookies travel over plain HTTP for the length of a test."""
    for cookie in ("SESSION", "CSRF", "MFA_TRUST"):
        setattr(settings, f"{cookie}_COOKIE_SECURE", False)
    settings.BASE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the browser said was wrong; anything not expected fails the test at its end."""
    heard = Complaints()
    yield heard
    heard.refuse_any()


class OpenContext(Protocol):
    """Gives a browser of its own: cookies, size, whether scripts run."""

    def __call__(self, *, phone: bool = False, scripts: bool = True) -> BrowserContext: ...


@pytest.fixture
def open_context(browser: Browser, address: str, complaints: Complaints) -> Iterator[OpenContext]:
    """Browsers, as many as a test needs, closed at its end."""
    opened: list[BrowserContext] = []

    def give(*, phone: bool = False, scripts: bool = True) -> BrowserContext:
        context = browser.new_context(
            base_url=address,
            viewport=PHONE if phone else LAPTOP,
            has_touch=phone,
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(FIRST_PAGE_MS)
        complaints.listen_to(context)
        opened.append(context)
        return context

    yield give
    for context in opened:
        context.close()


@pytest.fixture
def visitor(open_context: OpenContext) -> Page:
    """A page of somebody who is not signed in."""
    return open_context().new_page()


class OpenAs(Protocol):
    """Gives a page signed in as this person, at their home page."""

    def __call__(
        self, membership: Membership, *, phone: bool = False, scripts: bool = True
    ) -> Page: ...


@pytest.fixture
def open_as(open_context: OpenContext, address: str, settings: Any) -> OpenAs:
    """Sign a member of the cast in by their session, and start at their home page."""

    def give(membership: Membership, *, phone: bool = False, scripts: bool = True) -> Page:
        context = open_context(phone=phone, scripts=scripts)
        session = client_of(membership).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}]
        )
        page = context.new_page()
        page.goto("/")
        return page

    return give
