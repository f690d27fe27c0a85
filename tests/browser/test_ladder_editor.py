"""Editing the ladder in a real browser: few interactions, and the keyboard alone is enough."""

import re

import pytest
from playwright.sync_api import Page, expect

from schools.tenancy import school_scope
from stages.contexts import ladder_in_use
from stages.drafting import bench
from stages.ladder import LadderSpec
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.browser.test_move import SEPTEMBER
from tests.cast import Cast
from tests.factories.stages import give_ladder, move

EDITOR = "/s/northfield/ladder/edit/"


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on a ladder of six stages; Ayla at the second since September."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "stage-2", SEPTEMBER, cast.senco)
    return cast


def every(school: Cast, key: str) -> str:
    """How often something is asked on the ladder in use."""
    with school_scope(school.school, writes=False):
        ladder = ladder_in_use()
        assert ladder
        return next(str(item.every) for item in ladder.asked_at("stage-2") if item.key == key)


def drafted(school: Cast) -> LadderSpec:
    """The ladder as edited so far."""
    with school_scope(school.school, writes=False):
        found = bench()
        assert found
        return found.spec


def sentence(page: Page) -> str:
    """What was chosen, as it is read back."""
    return page.locator("#sentence .sentence").inner_text()


def test_a_review_frequency_is_changed_and_published(open_as: OpenAs, school: Cast) -> None:
    """From the SENCO's home page to the new version in seven steps, the preview among them."""
    page = open_as(school.senco)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Ladder", exact=True).first)
    effort.click(page.get_by_role("link", name="Edit the ladder"))
    effort.click(page.get_by_role("link", name="Review 6 weekly in school"))
    page.wait_for_load_state()
    expect(page.get_by_label(re.compile("How many weeks"))).to_have_value("6")
    effort.fill(page.get_by_label(re.compile("How many weeks")), "4")
    expect(page.locator("#sentence .sentence")).to_contain_text("Reviewed every four weeks")
    looks(page, "ladder-asked")
    effort.click(page.get_by_role("button", name="Save in the draft").first)
    effort.click(page.get_by_role("link", name="Preview and publish"))
    expect(page.get_by_text("1 child at Stage 2")).to_be_visible()
    no_barriers(page)
    looks(page, "ladder-publish")
    effort.click(page.get_by_role("button", name="Publish", exact=True))
    expect(page.locator("#notices")).to_contain_text("Version 2 is in use")
    effort.at_most(7)
    assert every(school, "s2-six-weekly") == "every 4 weeks"


def test_the_sentence_follows_what_is_chosen(open_as: OpenAs, school: Cast) -> None:
    """Only the choices that matter are shown, and nothing is saved by looking."""
    page = open_as(school.senco)
    page.goto(f"{EDITOR}asked/s2-six-weekly/")
    page.get_by_label("How often").select_option(label="In named months")
    expect(page.get_by_label(re.compile("How many weeks"))).to_be_hidden()
    expect(page.locator("#sentence")).to_contain_text("No month is named: choose at least one")
    page.get_by_label("July", exact=True).check()
    page.get_by_role("group", name="With whom").get_by_label("Parents").check()
    expect(page.locator("#sentence .sentence")).to_contain_text("in July, with class teacher")
    assert "and parents" in sentence(page)
    no_barriers(page)
    with school_scope(school.school, writes=False):
        assert drafted(school) == ladder_in_use()
    assert every(school, "s2-six-weekly") == "every 6 weeks"


def test_reordering_and_editing_by_keyboard_alone(open_as: OpenAs, school: Cast) -> None:
    """A stage moved up twice with the focus staying on its button, then renamed: no mouse."""
    page = open_as(school.senco)
    page.goto(EDITOR)
    up = page.get_by_role("button", name=re.compile("Move Stage 4: SEN support .* up"))
    tab_to(page, up, within=120)
    page.keyboard.press("Enter")
    expect(page.locator(".card-of-stage").nth(2)).to_have_id("stage-stage-4")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card-of-stage").nth(1)).to_have_id("stage-stage-4")
    page.goto(f"{EDITOR}stages/stage-4/")
    tab_to(page, page.get_by_role("link", name="Name and when"), within=120)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#id_name"))
    page.keyboard.press("Control+a")
    page.keyboard.type("Help from outside")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Saved in the draft")
    keys = [stage.key for stage in drafted(school).stages]
    assert keys[:4] == ["stage-1", "stage-4", "stage-2", "stage-3"]
    assert drafted(school).stage("stage-4").name == "Help from outside"


def test_reordering_without_scripts(open_as: OpenAs, school: Cast) -> None:
    """The buttons are forms."""
    page = open_as(school.senco, scripts=False)
    page.goto(EDITOR)
    page.get_by_role("button", name="Move Stage 1: Cause of concern down").click()
    expect(page.locator(".card-of-stage").nth(1)).to_have_id("stage-stage-1")
