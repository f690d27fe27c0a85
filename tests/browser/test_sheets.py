"""The class sheet in a real browser: printed in two clicks, and one page for any class."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from schools.tenancy import school_scope
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers
from tests.cast import Cast
from tests.factories.provision import plan, section, strategy
from tests.factories.pupils import ClassPlacementFactory, NeedFactory, PupilFactory
from tests.factories.stages import give_ladder

HELPS = (
    "Give one short instruction at a time, then ask the child to say it back.",
    "Read questions aloud, so that reading is not what stops the child from answering.",
    "Leave ten seconds after a question before saying anything more.",
)
AVOID = "Reading aloud without warning\nLong lists of instructions"
WATCH_PRINTING = "window.printed = 0; window.print = () => { window.printed += 1; };"


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield, whose 4B has twelve children with a profile."""
    give_ladder(cast.senco, "eight-steps")
    with school_scope(cast.school, by=cast.senco.user):
        add_children(cast, 12)
    return cast


def add_children(cast: Cast, many: int) -> None:
    """So many more children of 4B, each with three things that help and two to avoid."""
    for _number in range(many):
        child = PupilFactory(school=cast.school, forename="Kim", surname="Aaronson-Featherstone")
        ClassPlacementFactory(pupil=child, class_group=cast.class_4b)
        NeedFactory(pupil=child)
        profile = plan(child, cast.senco, "plan-one_page_profile")
        section(profile, "avoid", AVOID, cast.senco)
        for words in HELPS:
            strategy(profile, cast.senco, words)


def pages(page: Page, folder: Path) -> int:
    """How many sheets of paper the page takes."""
    path = folder / "sheet.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True)
    found = re.search(r"Pages:\s+(\d+)", told.stdout)
    assert found
    return int(found[1])


@pytest.mark.budget(120)
def test_a_teacher_prints_the_class_sheet_in_two_clicks(
    open_as: OpenAs, school: Cast, tmp_path: Path
) -> None:
    """Home, the sheet, Print (screens.md); on paper one page, for twelve children and for thirty.

    Then the teacher says that it is read, and the supply sheet is one click away.
    """
    page = open_as(school.teacher_4b)
    page.add_init_script(WATCH_PRINTING)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Class sheet 4B"))
    effort.click(page.get_by_role("button", name="Print"))
    effort.at_most(2)
    assert page.evaluate("window.printed") == 1
    no_barriers(page)
    looks(page, "class-sheet")
    assert pages(page, tmp_path) == 1
    page.get_by_role("button", name="I have read this sheet").click()
    expect(page.get_by_text("You have read this version")).to_be_visible()
    no_barriers(page)
    with school_scope(school.school, by=school.senco.user):
        add_children(school, 17)
    page.reload()
    expect(page.locator(".sheet tbody tr")).to_have_count(30)
    assert pages(page, tmp_path) == 1
    page.get_by_role("link", name="Supply sheet").click()
    expect(page.get_by_role("heading", name="Supply sheet 4B")).to_be_visible()
    no_barriers(page)
    looks(page, "supply-sheet")
