"""Moving a child in a real browser: with little effort, within one's rights, never over another."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Membership
from accounts.roles import Role
from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.stages import give_ladder, move

SEPTEMBER = date(2026, 9, 14)
WHY = "Six weeks of group work; still two steps behind. Parents agree."


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on a ladder of six stages; Ayla at the second since September."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "stage-2", SEPTEMBER, cast.senco)
    return cast


@pytest.fixture
def second_senco(school: Cast) -> Membership:
    """The other half of a job share."""
    user = UserFactory(email="second@northfield.test", name="Second Senco")
    made: Membership = MembershipFactory(
        user=user, school=school.school, roles=frozenset({Role.SENCO})
    )
    return made


def records(school: Cast) -> list[StageRecord]:
    """Ayla's stage records, the oldest first."""
    with school_scope(school.school, writes=False):
        rows = StageRecord.objects.filter(pupil=school.ayla).select_related("stage", "recorded_by")
        return list(rows.order_by("starts_on", "pk"))


def reason(page: Page) -> Any:
    """The field for the reason."""
    return page.get_by_role("textbox", name="Why", exact=True)


def move_page(open_as: OpenAs, school: Cast, person: Membership) -> Page:
    """The move page of Ayla as somebody sees it."""
    page = open_as(person)
    page.goto(f"/s/northfield/pupils/{school.ayla.pk}/move/")
    return page


def test_a_move_takes_four_clicks_and_a_reason(open_as: OpenAs, school: Cast) -> None:
    """From the SENCO's home page to the next stage, with what it asks in sight (screens.md)."""
    page = open_as(school.senco)
    effort = Effort(page)
    effort.fill(page.get_by_label("Find a child"), "zqnorthfieldayla")
    effort.click(page.locator("#found a"))
    effort.click(page.get_by_role("link", name="Move", exact=True))
    expect(page.get_by_text("All that this stage asks").first).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    no_barriers(page)
    looks(page, "move")
    effort.fill(reason(page), WHY)
    effort.click(page.get_by_role("button", name="Save the move"))
    expect(page.locator("#notices")).to_contain_text("Ayla is at Stage 3: SEN support")
    effort.at_most(5)
    last = records(school)[-1]
    assert last.stage
    assert (last.stage.key, last.reason) == ("stage-3", WHY)
    assert last.recorded_by == school.senco.user


def test_a_move_without_a_reason_keeps_what_was_typed(
    open_as: OpenAs, school: Cast, complaints: Complaints
) -> None:
    """The summary leads to the reason; the rest of the form stands as it was left."""
    page = move_page(open_as, school, school.senco)
    page.get_by_label("Decided by").fill("Ms Example and Sam Madeup")
    page.get_by_role("button", name="Save the move").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(reason(page)).to_be_focused()
    expect(page.get_by_label("Decided by")).to_have_value("Ms Example and Sam Madeup")
    complaints.expect("422")
    assert len(records(school)) == 1


def test_a_teacher_places_below_the_register_only(open_as: OpenAs, school: Cast) -> None:
    """The stages on the register are not offered, and the one that is can be saved."""
    page = move_page(open_as, school, school.teacher_4b)
    labels = " ".join(page.locator("main form .form-check").all_inner_texts())
    assert "SEN status changes" not in labels
    assert "Stage 4" not in labels
    page.get_by_role("radio").first.check()
    reason(page).fill(WHY)
    page.get_by_role("button", name="Save the move").click()
    expect(page.locator("#notices")).to_contain_text("Ayla is")
    assert records(school)[-1].recorded_by == school.teacher_4b.user


def test_two_browsers_at_once_lose_nothing(
    open_as: OpenAs, school: Cast, second_senco: Membership, complaints: Complaints
) -> None:
    """Who comes second sees both texts, keeps their own, and can save on top of the first."""
    first = move_page(open_as, school, school.senco)
    second = move_page(open_as, school, second_senco)
    reason(first).fill("The first reason.")
    first.get_by_role("button", name="Save the move").click()
    expect(first.locator("#notices")).to_contain_text("Stage 3")
    reason(second).fill("The second reason.")
    second.get_by_role("button", name="Save the move").click()
    clash = second.locator(".clash")
    expect(clash).to_contain_text("The first reason.")
    expect(clash).to_contain_text("The second reason.")
    expect(second.get_by_text("Senco saved this first")).to_be_visible()
    expect(reason(second)).to_have_value("The second reason.")
    complaints.expect("409")
    no_barriers(second)
    looks(second, "clash")
    assert [record.reason for record in records(school)][1:] == ["The first reason."]
    second.get_by_role("radio", name=re.compile("Stage 4")).check()
    second.get_by_role("button", name="Save the move").click()
    expect(second.locator("#notices")).to_contain_text("Stage 4")
    kept = [(record.reason, record.recorded_by.name) for record in records(school)][1:]
    assert kept == [("The first reason.", "Senco"), ("The second reason.", "Second Senco")]


def test_leaving_a_half_written_move_asks_first(open_as: OpenAs, school: Cast) -> None:
    """A click elsewhere does not throw typed words away without a question."""
    page = move_page(open_as, school, school.senco)
    reason(page).press_sequentially("Half a")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Register").first.click(no_wait_after=True)
    expect(reason(page)).to_have_value("Half a")
    assert asked == ["beforeunload"]


def test_moving_without_scripts(open_as: OpenAs, school: Cast) -> None:
    """The form alone is enough."""
    page = open_as(school.senco, scripts=False)
    page.goto(f"/s/northfield/pupils/{school.ayla.pk}/move/")
    reason(page).fill(WHY)
    page.get_by_role("button", name="Save the move").click()
    expect(page.locator("#notices")).to_contain_text("Stage 3")


def test_moving_by_keyboard_alone(open_as: OpenAs, school: Cast) -> None:
    """Find, open, choose another stage with the arrows, say why, save: no mouse (WCAG 2.1.1)."""
    page = open_as(school.senco)
    page.keyboard.press("/")
    page.keyboard.type("zqnorthfieldayla")
    expect(page.locator("#found a")).to_have_count(1)
    tab_to(page, page.locator("#found a"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Move", exact=True))
    focus_is_seen(page)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio", checked=True))
    focus_is_seen(page)
    page.keyboard.press("ArrowDown")
    tab_to(page, reason(page))
    focus_is_seen(page)
    page.keyboard.type(WHY)
    tab_to(page, page.get_by_role("button", name="Save the move"))
    focus_is_seen(page)
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Ayla is")
    assert records(school)[-1].reason == WHY


def focus_is_seen(page: Page) -> None:
    """What has the focus is on the screen, and drawn with a ring (WCAG 2.4.7, 2.4.11)."""
    ring, height = page.evaluate(
        "() => { const seen = getComputedStyle(document.activeElement);"
        " return [seen.outlineStyle !== 'none' || seen.boxShadow !== 'none',"
        " innerHeight - document.activeElement.getBoundingClientRect().top]; }"
    )
    assert ring
    assert height > 0
