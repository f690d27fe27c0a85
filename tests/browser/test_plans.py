"""Plans in a real browser: written on the paper by keyboard, kept, and carried on in two clicks."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from common.dates import today
from provision.models import Plan, ProgressNote
from schools.tenancy import school_scope
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.factories.provision import plan, section, strategy, target
from tests.factories.stages import give_ladder, move

SAID = "Kind to younger children"


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on the eight steps, with Ayla at the step that asks for an IEP."""
    give_ladder(cast.senco, "eight-steps")
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "step-4", today() - timedelta(days=60), cast.senco)
    return cast


@pytest.fixture
def begun(school: Cast) -> Plan:
    """Ayla's IEP with a target and what helps."""
    with school_scope(school.school, by=school.teacher_4b.user):
        made = plan(school.ayla, school.teacher_4b, starts_on=today() - timedelta(days=50))
        target(made, school.teacher_4b)
        strategy(made, school.teacher_4b)
        section(made, "strengths", "Funny", school.teacher_4b)
        return made


def text_of(school: Cast, begun: Plan, key: str) -> str:
    """What a section says now."""
    with school_scope(school.school, writes=False):
        return str(begun.sections.get(key=key).text)


def press(page: Page, role: str, name: str) -> None:
    """Go to something with Tab and press Enter."""
    tab_to(page, page.get_by_role(role, name=name))  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def test_a_teacher_writes_on_the_paper_by_keyboard(
    open_as: OpenAs, school: Cast, begun: Plan, complaints: Complaints
) -> None:
    """A section opens in its place, keeps itself, survives a lost connection, and closes."""
    page = open_as(school.teacher_4b)
    page.goto(f"{page.url.rstrip('/')}/plans/{begun.pk}/")
    no_barriers(page)
    looks(page, "plan")
    press(page, "link", "Write What is difficult at the moment")
    box = page.get_by_role("textbox", name="What is difficult at the moment")
    expect(box).to_be_focused()
    no_barriers(page)
    page.context.set_offline(True)
    page.keyboard.type(SAID)
    expect(page.get_by_text("The connection was lost")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Kept", exact=False).first).to_be_visible()
    for expected in ("htmx:(afterRequest|sendError)", "ERR_INTERNET_DISCONNECTED"):
        complaints.expect(expected)
    expect(page.locator(".plan-form .said-state [role=status]")).to_contain_text("Kept")
    assert text_of(school, begun, "difficulties") == SAID
    press(page, "button", "Done")
    expect(page.locator("#section-difficulties .plan-words")).to_contain_text(SAID)
    expect(page.get_by_role("link", name="Change What is difficult")).to_be_focused()
    page.locator("#section-strengths .plan-words").click()
    expect(page.get_by_role("textbox", name="Strengths and interests")).to_be_focused()


def test_the_next_plan_is_two_clicks_and_a_note_two_taps(
    open_as: OpenAs, school: Cast, begun: Plan
) -> None:
    """From home: the child, then the next plan; from *Now*: the target, then one press."""
    page = open_as(school.teacher_4b)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Zqnorthfieldayla, Ayla").first)
    noting = Effort(page)
    here = page.url
    noting.click(page.get_by_role("link", name="Note progress"))
    no_barriers(page)
    noting.click(page.get_by_role("button", name="A step forward"))
    expect(page.locator(".notes")).to_contain_text("A step forward")
    noting.at_most(2)
    with school_scope(school.school, writes=False):
        assert ProgressNote.objects.get().words == "A step forward"
    page.goto(here)
    effort.click(page.get_by_role("button", name="Start the next one"))
    expect(page.locator("#notices")).to_contain_text("The next Individual Education Plan begins")
    expect(page.locator(".plan-paper")).to_contain_text("Read 20 words")
    expect(page.locator(".plan-paper")).to_contain_text("A word mat")
    expect(page.locator(".plan-paper")).to_contain_text("Funny")
    effort.at_most(2)
