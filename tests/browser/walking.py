"""Walking the pages of the access matrix in a browser, so that a new page is looked at by itself.

Every fault is gathered, and said at the end with the page it was on.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Response, ViewportSize

from tests.access.matrix import OF_NO_SCHOOL, PUBLIC
from tests.access.matrix import Page as MatrixPage
from tests.access.world import PAGES, World, address
from tests.browser.complaints import Complaints
from tests.browser.helpers import LAPTOP, PHONE, fits_its_width, no_barriers

# A laptop at 400% (WCAG 1.4.10).
ZOOMED: ViewportSize = {"width": 320, "height": 640}
ERRORS_FROM = 400
ICON = "/favicon.ico"  # asked for where a part of a page is opened by itself: a page names its own


def pages_of_the_school(
    world: World, child: str = "ayla", pages: Iterable[MatrixPage] = PAGES
) -> Iterator[str]:
    """Every address of the matrix that can be opened, about one child where it is about one."""
    for page in pages:
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


def opened(page: Page, path: str) -> Response | None:
    """Go to an address; gives its answer, or None where it is a file or a part of a page."""
    try:
        answer = page.goto(path)
    except PlaywrightError as error:
        if "Download is starting" in error.message:
            return None
        raise
    return answer if page.evaluate("() => document.doctype !== null") else None


def faults_of_this(page: Page, *, by_phone: bool) -> Iterator[str]:
    """What is wrong with the page that is open: barriers, and scrolling sideways.

    Barriers on a laptop always, on a phone when asked; a page that fits at 400% is tried on a
    phone with them.
    """
    sizes = [(LAPTOP, (no_barriers, fits_its_width)), (ZOOMED, (fits_its_width,))]
    for size, checks in sizes + [(PHONE, (no_barriers, fits_its_width))] * by_phone:
        if page.viewport_size != size:
            page.set_viewport_size(size)
        yield from (f"{size['width']} px: {fault}" for fault in _failing(page, checks))
    page.set_viewport_size(LAPTOP)


def _failing(page: Page, checks: Iterable[Callable[[Page], None]]) -> Iterator[str]:
    for check in checks:
        try:
            check(page)
        except AssertionError as fault:
            yield str(fault)


Look = Callable[[Page], Iterable[str]]


def walk(
    page: Page,
    paths: Iterable[str],
    complaints: Complaints,
    *,
    by_phone: Collection[str],
    look: Look = lambda page: (),
) -> None:
    """Open each page and look at it; fail with everything that was found.

    `by_phone` are those of them that are looked for barriers on a phone too, `look` gives more
    faults of a page that is open.
    """
    found: list[str] = []
    for path in dict.fromkeys(paths):
        answer = opened(page, path)
        if answer is None:
            complaints.heard[:] = [line for line in complaints.heard if line.startswith("server")]
        elif answer.status >= ERRORS_FROM:
            found.append(f"{path} answers {answer.status}")
        else:
            seen = [*faults_of_this(page, by_phone=path in by_phone), *look(page)]
            found += (f"{path} at {fault}" for fault in seen)
        found += (f"{path}: {line}" for line in complaints.heard if ICON not in line)
        complaints.heard.clear()
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
