"""Acting for several children of the register: by mouse, by keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.factories.big import fill_school
from tests.factories.stages import give_ladder

REGISTER = "/s/northfield/register/"
GROUP = 60


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on a ladder, with sixty children on it beside the cast."""
    give_ladder(cast.senco)
    fill_school(cast.senco, pupils=GROUP, on_register=GROUP)
    return cast


def test_a_key_worker_for_three_children(open_as: OpenAs, school: Cast) -> None:
    """From home: the register, three ticks, the act, who, done: seven interactions."""
    page = open_as(school.senco)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Register").first)
    acts = page.get_by_role("button", name="Key worker or TA")
    expect(acts).to_be_hidden()
    boxes = page.locator("#register input[name=pupil]")
    for number in (0, 2, 4):
        effort.click(boxes.nth(number))
    expect(page.locator("[data-chosen-count]")).to_have_text("3 children:")
    looks(page, "register-ticked")
    no_barriers(page)
    effort.click(acts)
    effort.choose(page.get_by_label("Member of staff"), "Dsl (Designated safeguarding lead)")
    looks(page, "chosen-staff")
    effort.click(page.get_by_role("button", name="Link to 3 children"))
    expect(page.locator("#notices")).to_contain_text("Done for 3 children.")
    effort.at_most(7)
    with school_scope(school.school):
        assert school.dsl.staff_links.filter(kind="key_worker").count() == 3


def test_one_move_for_three_children(open_as: OpenAs, school: Cast) -> None:
    """From home: the register, three ticks, the act, the way, why, done: eight interactions."""
    page = open_as(school.senco)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Register").first)
    boxes = page.locator("#register input[name=pupil]")
    shown = [box.get_attribute("value") or "" for box in boxes.all()]
    with school_scope(school.school, writes=False):
        rows = StageRecord.objects.current().filter(stage__key="stage-3", pupil__in=shown)
        there = {str(pk) for pk in rows.values_list("pupil_id", flat=True)}
    for value in [value for value in shown if value in there][:3]:
        effort.click(page.locator(f"#register input[name=pupil][value='{value}']"))
    effort.click(page.get_by_role("button", name="Move", exact=True))
    looks(page, "chosen-move-ways")
    no_barriers(page)
    effort.click(page.get_by_role("link", name="Little or no progress"))
    looks(page, "chosen-move")
    no_barriers(page)
    effort.fill(page.get_by_role("textbox", name="Why", exact=True), "Agencies are asked")
    effort.click(page.get_by_role("button", name="Move 3 children"))
    expect(page.locator("#notices")).to_contain_text("3 children moved")
    effort.at_most(8)
    with school_scope(school.school):
        moved = StageRecord.objects.current().filter(reason="Agencies are asked")
        assert {row.stage.key for row in moved.select_related("stage")} == {"stage-4"}
        assert moved.count() == 3


def test_all_that_match_by_keyboard_after_a_search(open_as: OpenAs, school: Cast) -> None:
    """A list that htmx has swapped counts again, and Tab and Space alone are enough."""
    page = open_as(school.senco)
    page.goto(REGISTER)
    page.locator("#register-search").fill("madeup")
    expect(page.locator("#register-count")).to_contain_text(f"{GROUP} children")
    everyone = page.locator("[data-tick-all]")
    tab_to(page, everyone)
    page.keyboard.press("Space")
    expect(page.locator("[data-chosen-count]")).to_have_text(f"{GROUP} children:")
    tab_to(page, page.get_by_role("button", name="Class", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Move {GROUP} children")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("q=madeup"))


def test_without_scripts_the_buttons_are_there(open_as: OpenAs, school: Cast) -> None:
    """Ticking and sending is a plain form."""
    page = open_as(school.senco, scripts=False)
    page.goto(REGISTER)
    page.locator("#register input[name=pupil]").first.check()
    page.get_by_role("button", name="Key worker or TA").click()
    expect(page.get_by_role("button", name="Link to 1 child")).to_be_visible()
