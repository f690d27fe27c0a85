"""Letters to parents in a real browser: few clicks from home to paper, by mouse and by keyboard."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pupils.models import Contact, Given, Letter
from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.factories.pupils import ContactFactory, PupilFactory
from tests.factories.stages import give_ladder, move
from tests.working import let_work

pytestmark = pytest.mark.budget(90)
OCTOBER = date(2026, 10, 12)
CHILDREN = 20


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield, where twenty children joined SEN support in October and no letter was sent."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        for number in range(CHILDREN):
            child: Any = PupilFactory(school=cast.school, surname=f"Example{number:02}")
            ContactFactory(pupil=child, address=f"{number + 1} Mill Lane\nZZ99 1ZZ")
            move(child, "stage-3", OCTOBER, cast.senco)
    return cast


def given(school: Cast) -> tuple[int, int]:
    """How many letters there are, and how many were given."""
    with school_scope(school.school, writes=False):
        return Letter.objects.count(), Given.objects.count()


def printed(page: Page, school: Cast) -> None:
    """The worker prints meanwhile; the page finds out by itself."""
    expect(page.get_by_text("Making the file")).to_be_visible()
    let_work(school.school)
    expect(page.get_by_role("link", name="Download for printing")).to_be_visible(timeout=20_000)


def test_twenty_letters_take_five_clicks(open_as: OpenAs, school: Cast) -> None:
    """From home: what is due, make, download, record as given. The budget is 5; 4 are taken."""
    page = open_as(school.senco)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="20 letters to parents due"))
    no_barriers(page)
    looks(page, "letters-due")
    effort.click(page.get_by_role("button", name="Make the letters chosen"))
    printed(page, school)
    with page.expect_download() as download:
        effort.click(page.get_by_role("link", name="Download for printing"))
    assert download.value.suggested_filename.endswith(".pdf")
    no_barriers(page)
    looks(page, "letters-print")
    effort.click(page.get_by_role("button", name="Record as given"))
    expect(page.locator("#notices")).to_contain_text("20 letters are recorded as given")
    effort.at_most(5)
    assert given(school) == (CHILDREN, CHILDREN)
    with school_scope(school.school, writes=False):
        told = set(StageRecord.objects.values_list("parent_told_how", flat=True))
    assert told == {"letter"}


def test_one_letter_takes_five_clicks(open_as: OpenAs, school: Cast) -> None:
    """For one child among twenty, from home: the same way, and the others stay due."""
    page = open_as(school.senco)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="20 letters to parents due"))
    effort.click(page.get_by_role("button", name="Only this").nth(3))
    printed(page, school)
    with page.expect_download():
        effort.click(page.get_by_role("link", name="Download for printing"))
    effort.click(page.get_by_role("button", name="Record as given"))
    expect(page.locator("#notices")).to_contain_text("1 letter is recorded as given")
    effort.at_most(5)
    assert given(school) == (1, 1)


def test_a_letter_by_keyboard_without_scripts(open_as: OpenAs, school: Cast) -> None:
    """Untick all but one, make, record: with the keyboard alone, and the forms alone."""
    with school_scope(school.school, by=school.senco.user):
        for contact in Contact.objects.filter(pupil__surname__gt="Example00", address__gt=""):
            contact.sen_information = Contact.SenInformation.NO
            contact.save()
    page = open_as(school.senco, scripts=False)
    tab_to(page, page.get_by_role("link", name="20 letters to parents due"))
    page.keyboard.press("Enter")
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(1)
    tab_to(page, boxes.first)
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(boxes.first).to_be_checked()
    page.goto(page.url)
    tab_to(page, page.get_by_role("button", name="Make the letters chosen"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Record as given"))
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("1 letter is recorded as given")
    assert given(school) == (1, 1)
