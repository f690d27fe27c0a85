"""Walking the pages of the access matrix in a browser, so that a new page is looked at by itself.

Every fault is gathered, and said at the end with the page it was on.
"""

from collections.abc import Callable, Iterable, Iterator

from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page, ViewportSize

from tests.access.matrix import OF_NO_SCHOOL, PUBLIC
from tests.access.world import PAGES, World, address
from tests.browser.complaints import Complaints
from tests.browser.helpers import LAPTOP, PHONE, fits_its_width, no_barriers

# A laptop at 400% (WCAG 1.4.10).
ZOOMED: ViewportSize = {"width": 320, "height": 640}
ERRORS_FROM = 400


def pages_of_the_school(world: World, child: str = "ayla") -> Iterator[str]:
    """Every address of the matrix that can be opened, about one child where it is about one."""
    for page in PAGES:
        if "GET" in page.methods.split() and child not in page.not_of.split():
            for query in page.asks:
                yield address(page, world.cast, world.things, child) + query


def pages_without_a_school(routes: Iterable[str]) -> Iterator[str]:
    """The addresses of routes that need nothing to be named."""
    for route in routes:
        try:
            yield reverse(route)
        except NoReverseMatch:
            continue


def own_pages() -> list[str]:
    """What everyone signed in may open."""
    return list(pages_without_a_school(OF_NO_SCHOOL))


def open_pages() -> list[str]:
    """What needs no signing in."""
    return list(pages_without_a_school(PUBLIC))


def is_a_page(page: Page, path: str) -> bool:
    """Whether an address answers with a page to look at, not a file or a part of one."""
    answer = page.request.get(path)
    body = answer.text() if "text/html" in answer.headers.get("content-type", "") else ""
    return "<html" in body


def faults_of(page: Page, path: str) -> Iterator[str]:
    """What is wrong with one page, at three widths."""
    answer = page.goto(path)
    if answer is None or answer.status >= ERRORS_FROM:
        yield f"{path} answers {answer.status if answer else 'nothing'}"
        return
    yield from faults_of_this(page)


def faults_of_this(page: Page) -> Iterator[str]:
    """What is wrong with the page that is open: barriers, and scrolling sideways."""
    for size, checks in (
        (LAPTOP, (no_barriers, fits_its_width)),
        (PHONE, (no_barriers, fits_its_width)),
        (ZOOMED, (fits_its_width,)),
    ):
        page.set_viewport_size(size)
        yield from (f"{size['width']} px: {fault}" for fault in _failing(page, checks))
    page.set_viewport_size(LAPTOP)


def _failing(page: Page, checks: Iterable[Callable[[Page], None]]) -> Iterator[str]:
    for check in checks:
        try:
            check(page)
        except AssertionError as fault:
            yield str(fault)


def walk(page: Page, paths: Iterable[str], complaints: Complaints) -> None:
    """Open each page and look at it; fail with everything that was found."""
    found: list[str] = []
    for path in dict.fromkeys(paths):
        if is_a_page(page, path):
            found += faults_of(page, path)
            found += (f"{path}: {line}" for line in complaints.heard)
            complaints.heard.clear()
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
