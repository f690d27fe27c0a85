"""The privacy screen: hidden, no child's name can be read on any page, nor in the tab's title."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from tests.access.world import World, make_world, write_files
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenAs, OpenContext
from tests.browser.helpers import fits_its_width, looks, no_barriers
from tests.browser.reading import READABLE
from tests.browser.walking import opened, pages_of_the_school
from tests.cast import Cast
from tests.selection import Part

pytestmark = pytest.mark.budget(180)


@pytest.fixture
def world(transactional_db: Any, private_files: None) -> World:
    """Two schools with one of everything, committed."""
    made = make_world()
    write_files(made)
    return made


def hide(context: BrowserContext, address: str, mode: str) -> None:
    """This browser hides names, as after pressing the button on some page."""
    context.add_cookies([{"name": "names", "value": mode, "url": address}])


@pytest.fixture
def as_senco(open_context: OpenContext, world: World, address: str) -> Page:
    """The SENCO, who has just shown the factor."""
    context = open_context()
    session = world.sessions[world.cast.senco.pk]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context.new_page()


@pytest.mark.parametrize("mode", ["blank", "initials"])
def test_no_name_can_be_read_on_any_page(
    as_senco: Page, world: World, address: str, complaints: Complaints, mode: str, part: Part
) -> None:
    """A page that opens hidden has no name: register, home, a child's pages, find, forms.

    Quick: one page of eight, since `test_every_page` hides the names of each page by the key's
    own way; `make verify`: every page, both ways.
    """
    hide(as_senco.context, address, mode)
    wrong, seen = [], 0
    for path in part(dict.fromkeys(pages_of_the_school(world)), one_in=8):
        if opened(as_senco, path):
            as_senco.wait_for_selector("html.names-masked", state="attached")
            wrong += [f"{path}: {line}" for line in as_senco.evaluate(READABLE)]
            seen += 1
    complaints.heard.clear()
    assert not wrong, "\n".join(wrong)
    assert seen > 5


def test_the_reading_test_reads(as_senco: Page, world: World) -> None:
    """Shown, the same pages have names that can be read: the proof above is not an empty one."""
    start = f"/s/{world.cast.school.slug}/"
    for path in (f"{start}register/?show=all", f"{start}pupils/{world.cast.ayla.pk}/"):
        as_senco.goto(path)
        assert as_senco.evaluate(READABLE)


def test_one_key_or_one_button_hides_and_shows(open_as: OpenAs, cast: Cast) -> None:
    """By H, by the button, here and on the next page, said to screen readers; then shown again."""
    page = open_as(cast.senco)
    page.goto("/s/northfield/register/?show=all")
    first = page.locator("#register tbody a.name").first
    words = first.inner_text()
    page.keyboard.press("h")
    expect(page.get_by_text("Names are hidden.", exact=True).first).to_be_attached()
    assert page.evaluate(READABLE) == []
    no_barriers(page)
    looks(page, "names_blank")
    page.get_by_role("link", name="Home").first.click()
    expect(page.locator("html.names-hidden.names-masked")).to_have_count(1)
    expect(page).to_have_title("Names hidden - Northfield Primary")
    page.goto("/s/northfield/register/?show=all")
    button = page.get_by_role("button", name="Hide names").first
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(page.locator("#names-said")).to_have_text("Names are shown.")
    expect(first).to_have_text(words)
    assert page.evaluate(READABLE)
    expect(page).not_to_have_title("Names hidden - Northfield Primary")


def test_what_is_swapped_in_is_hidden_too(open_as: OpenAs, cast: Cast, address: str) -> None:
    """A search as one types and the find box never show a name in between."""
    page = open_as(cast.senco)
    hide(page.context, address, "initials")
    page.goto("/s/northfield/register/?show=all")
    page.evaluate(
        f"""() => {{ const read = {READABLE}; window.readable = [];
        new MutationObserver(() => window.readable.push(...read())).observe(
          document.body, {{ childList: true, subtree: true }}); }}"""
    )
    page.get_by_label("Find a child").press_sequentially("zqnorth", delay=30)
    expect(page.locator("#found a").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Name or UPN").press_sequentially("ayla", delay=30)
    expect(page.locator("#register tbody tr")).to_have_count(1)
    shown = page.locator("#register tbody a.name").evaluate(
        "element => getComputedStyle(element, '::after').content"
    )
    assert shown == '"AZ"'
    assert page.evaluate("() => window.readable") == []


def test_initials_on_a_phone_by_touch(open_as: OpenAs, cast: Cast) -> None:
    """Chosen once in the menu, one tap on the button shows initials, and the bar still fits."""
    page = open_as(cast.senco, phone=True)
    page.goto("/s/northfield/register/?show=all")
    page.locator(".phone-nav summary").tap()
    page.locator(".phone-nav").get_by_role("button", name="Hidden names as initials").tap()
    page.locator(".phone-nav summary").tap()
    page.get_by_role("button", name="Hide names").first.tap()
    expect(page.locator("html.names-initials.names-masked")).to_have_count(1)
    assert page.evaluate(READABLE) == []
    fits_its_width(page)
    no_barriers(page)
    looks(page, "names_initials")
    page.emulate_media(media="print")
    expect(page.locator(".print-names")).to_be_visible()
