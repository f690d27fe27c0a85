"""The register in a real browser: filter, sort, search, find, pages, export, on a phone as well."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pupils.models import Pupil
from schools.tenancy import school_scope
from tests.browser.conftest import OpenAs
from tests.browser.helpers import (
    code_now,
    fits_its_width,
    give_password,
    looks,
    no_barriers,
    tab_to,
)
from tests.cast import Cast
from tests.factories.big import fill_school
from tests.factories.stages import give_ladder
from tests.factories.standings import item, stand

REGISTER = "/s/northfield/register/"
# What a search changes of the page: how many, what is taken out, the strip, the filters, the list.
PARTS = ("-count", "-export", "-stages", "-filters", "")


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on a ladder, with seventy children on the register and fifty beside."""
    give_ladder(cast.senco)
    fill_school(cast.senco, pupils=120, on_register=70)
    return cast


def column(page: Page, number: int) -> list[str]:
    """The words in one column of the list, counted from 1."""
    return page.locator(f"#register tbody tr > :nth-child({number})").all_inner_texts()


def parts(page: Page) -> list[str]:
    """What the page shows of the register, as it stands in the document."""
    return [page.locator(f"#register{part}").inner_html() for part in PARTS]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_filtering_and_sorting_live_in_the_address(
    open_as: OpenAs, school: Cast, scripts: bool
) -> None:
    """A filter and a sort are links: the address says both, and so can be sent and kept."""
    page = open_as(school.senco, scripts=scripts)
    page.goto(f"{REGISTER}?col=year&col=since")
    page.locator("summary", has_text="Year: all").click()
    page.get_by_role("link", name="Year 3", exact=True).click()
    expect(page).to_have_url(re.compile(r"&year=3$"))
    expect(page.locator("summary", has_text="Year: Year 3")).to_be_visible()
    assert set(column(page, 2)) == {"3"}
    page.get_by_role("columnheader", name="Here for").get_by_role("link").click()
    expect(page).to_have_url(re.compile("year=3&sort=since"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_text(re.compile("Here for"))
    longest_first = column(page, 3)
    page.get_by_role("columnheader", name="Here for").get_by_role("link").click()
    expect(page.locator("th[aria-sort=descending]")).to_be_visible()
    assert column(page, 3)[0] == longest_first[-1]
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator("#register-count")).to_contain_text("73 children")


def test_a_step_of_the_strip_shows_its_children(open_as: OpenAs, school: Cast) -> None:
    """As many children are listed as the step says, all at that stage; again shows everyone."""
    page = open_as(school.senco)
    page.goto(REGISTER)
    step = page.locator(".strip a").nth(2)
    count = int(step.locator(".step-count").inner_text())
    assert count
    step.click()
    expect(page.locator("#register tbody tr")).to_have_count(count)
    assert len(set(column(page, 3))) == 1
    page.locator(".strip a[aria-current]").click()
    expect(page.locator("#register-count")).to_contain_text("73 children")


def test_search_as_you_type_shows_what_a_reload_would(open_as: OpenAs, school: Cast) -> None:
    """The count, the export, the strip, the filters and the list are what a reload gives."""
    page = open_as(school.senco)
    page.goto(f"{REGISTER}?status=K")
    before = page.locator("#register-count").inner_text()
    page.get_by_label("Name or UPN").press_sequentially("child7 ", delay=20)
    expect(page).to_have_url(re.compile("q=child7"))
    expect(page.locator("#register-count")).not_to_have_text(before)
    swapped = parts(page)
    expect(page.get_by_label("Name or UPN")).to_be_focused()
    page.reload()
    assert parts(page) == swapped
    export = page.get_by_role("link", name="Export CSV")
    expect(export).to_have_attribute("href", re.compile("q=child7"))
    expect(page.get_by_label("Name or UPN")).to_have_value("child7 ")


def test_searching_without_scripts(open_as: OpenAs, school: Cast) -> None:
    """The button sends the same search, and keeps the filter that was chosen."""
    page = open_as(school.senco, scripts=False)
    page.goto(f"{REGISTER}?status=K")
    page.get_by_label("Name or UPN").fill("child7 madeup")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"status=K&q=child7\+madeup"))
    assert {name.split(", ")[1] for name in column(page, 1)} == {"Child7"}


def test_slash_finds_a_child(open_as: OpenAs, school: Cast) -> None:
    """One key, part of a name, one click: the child; by keyboard alone as well."""
    page = open_as(school.senco)
    page.keyboard.press("/")
    expect(page.get_by_label("Find a child")).to_be_focused()
    page.keyboard.type("zqnorthfieldayla")
    found = page.locator("#found a")
    expect(found).to_have_count(1)
    no_barriers(page)
    looks(page, "find")
    tab_to(page, found)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ayla Zqnorthfieldayla")


def test_the_office_is_led_to_what_it_may_open(open_as: OpenAs, school: Cast) -> None:
    """A name in the register and in the find box opens the details, not a page that says no."""
    page = open_as(school.office)
    page.goto(f"{REGISTER}?q=zqnorthfieldayla")
    page.locator("#register tbody a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ayla Zqnorthfieldayla")
    page.wait_for_load_state()
    page.get_by_label("Find a child").press_sequentially("zqnorthfieldben")
    page.locator("#found a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ben Zqnorthfieldben")


def test_pages_of_fifty(open_as: OpenAs, school: Cast) -> None:
    """Every child is on one of the pages, once."""
    page = open_as(school.senco)
    page.goto(REGISTER)
    first = column(page, 1)
    expect(page.locator(".pages")).to_contain_text("1 to 50 of 73")
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.locator(".pages")).to_contain_text("51 to 73 of 73")
    second = column(page, 1)
    assert len({*first, *second}) == 73
    assert [*first, *second] == sorted([*first, *second])


def test_an_export_asks_the_factor_and_holds_what_is_shown(
    open_as: OpenAs, school: Cast, tmp_path: Path
) -> None:
    """The code is asked for again; the file has exactly the children of the search, every page."""
    secret = give_password(school.senco)
    page = open_as(school.senco)
    page.goto(f"{REGISTER}?status=K")
    total = int(re.findall(r"\d+", page.locator("#register-count").inner_text())[0])
    page.get_by_role("link", name="Export CSV").click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code_now(secret))
    with page.expect_download() as download:
        page.get_by_role("button", name="Go on").click()
    path = tmp_path / "register.csv"
    download.value.save_as(path)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == total > 50
    assert {row["SEN status"] for row in rows} == {"K"}


def test_the_register_on_a_phone(open_as: OpenAs, school: Cast) -> None:
    """Two lines a child: name and stage, next due and status; a tap opens the child."""
    with school_scope(school.school, writes=False):
        first = Pupil.objects.get(surname="Madeup00000")
    stand(school.school, first, item("Meeting with parents to complete the template", -5))
    page = open_as(school.senco, phone=True)
    page.goto(REGISTER)
    fits_its_width(page)
    no_barriers(page)
    looks(page, "register")
    row = page.locator("#register tbody tr").first
    assert [cell.is_visible() for cell in row.locator("th, td").all()] == [
        True, False, True, False, True, False, True,
    ]  # fmt: skip
    name = row.locator("a").inner_text()
    row.locator("a").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split(", ")[0])


def test_one_key_hides_every_name(open_as: OpenAs, school: Cast) -> None:
    """The privacy screen blanks names here and on the next page, until the key is pressed again."""
    page = open_as(school.senco)
    page.goto(REGISTER)
    name = page.locator("#register tbody a.name").first
    shown = name.evaluate("element => getComputedStyle(element).color")
    page.keyboard.press("h")
    hidden = name.evaluate("element => getComputedStyle(element).color")
    assert hidden != shown
    page.get_by_role("link", name="Home").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good to see you")
    page.wait_for_load_state()  # until then nothing listens to keys
    expect(page.locator("html.names-hidden")).to_have_count(1)
    page.keyboard.press("h")
    expect(page.locator("html.names-hidden")).to_have_count(0)
