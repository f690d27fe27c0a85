"""Concerns in a real browser: raised by keyboard alone, decided about with little effort."""

import pytest
from playwright.sync_api import Page, expect

from pupils.models import Concern
from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.concerns.making import raised
from tests.factories.stages import give_ladder

SEEN = "Rubs both eyes over books, most mornings."
WHY = "Group work first; her mother agrees."


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on the eight steps."""
    give_ladder(cast.senco, "eight-steps")
    return cast


def concern_of(school: Cast) -> Concern:
    """The one concern there is."""
    with school_scope(school.school, writes=False):
        return Concern.objects.get()


def press(page: Page, role: str, name: str) -> None:
    """Go to something with Tab and press Enter."""
    tab_to(page, page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def test_a_teacher_raises_a_concern_by_keyboard(
    open_as: OpenAs, school: Cast, complaints: Complaints
) -> None:
    """Two clicks to the form, three fields at most; kept while the connection is lost."""
    page = open_as(school.teacher_4b)
    press(page, "link", "Raise a concern")
    press(page, "link", "Ayla Zqnorthfieldayla")
    expect(page.get_by_text("At risk of harm?")).to_be_visible()
    no_barriers(page)
    looks(page, "concern")
    assert page.locator("form[data-draft] [required]:not([type=radio])").count() <= 3
    page.context.set_offline(True)
    tab_to(page, page.get_by_role("textbox", name="What is seen"))
    page.keyboard.type(SEEN)
    expect(page.get_by_text("Not kept yet")).to_be_visible()
    expect(page.get_by_text("The connection was lost")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Kept as a draft")).to_be_visible()
    expect(page.get_by_text("Not kept yet")).to_be_hidden()
    assert concern_of(school).seen == SEEN
    for expected in ("htmx:(afterRequest|sendError)", "ERR_INTERNET_DISCONNECTED"):
        complaints.expect(expected)
    tab_to(page, page.get_by_role("radio", name="Yes, they know"))
    page.keyboard.press("Space")
    press(page, "button", "Raise the concern")
    expect(page.locator("#notices")).to_contain_text("The concern is raised")
    row = concern_of(school)
    assert (row.raised_by, row.seen) == (school.teacher_4b.user, SEEN)


def test_the_senco_agrees_a_stage_in_four_clicks_and_a_reason(
    open_as: OpenAs, school: Cast
) -> None:
    """From home to the child at a stage (screens.md)."""
    with school_scope(school.school, by=school.ta.user):
        raised(school.ayla, school.ta)
    page = open_as(school.senco)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="new concern to decide about"))
    effort.click(page.get_by_role("link", name="Decide about the concern"))
    no_barriers(page)
    looks(page, "triage")
    effort.click(page.get_by_role("radio").first)
    effort.fill(page.get_by_role("textbox", name="Why", exact=True), WHY)
    effort.click(page.get_by_role("button", name="Save the decision"))
    expect(page.locator("#notices")).to_contain_text("Decided: Step")
    effort.at_most(5)
    with school_scope(school.school, writes=False):
        assert StageRecord.objects.get(pupil=school.ayla).reason == WHY
