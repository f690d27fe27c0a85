"""Recording that something asked was done, in a browser: few steps, by keyboard, no barriers."""

from datetime import date

from playwright.sync_api import expect

from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from stages.models import EvidenceNote
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.factories.stages import give_ladder, move


def test_done_takes_four_steps_and_a_reason_needs_no_mouse(open_as: OpenAs, cast: Cast) -> None:
    """From the child's page: Stage, Done, what and where, Record. Then why not, by keys alone."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
        move(cast.ayla, "stage-2", date(2026, 9, 14), cast.senco)
    page = open_as(cast.teacher_4b)
    page.goto(f"/s/{cast.school.slug}/pupils/{cast.ayla.pk}/")
    expect(page.locator(".next-due")).to_contain_text("overdue")
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Stage", exact=True))
    no_barriers(page)
    looks(page, "stage-asked")
    effort.click(page.get_by_role("link", name="Done: Targets put in place"))
    no_barriers(page)
    effort.fill(page.get_by_label("What was done"), "Three targets, in the class folder")
    effort.click(page.get_by_role("button", name="Record as done"))
    expect(page.locator("#notices")).to_contain_text("Recorded: Targets put in place")
    effort.at_most(4)
    done = page.get_by_role("region", name="Done this time")
    expect(done).to_contain_text("Three targets, in the class folder")
    tab_to(page, page.get_by_role("link", name="Not done, and why: Pupil voice"), within=80)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Why it was not done"))
    page.keyboard.type("Away until January")
    tab_to(page, page.get_by_role("button", name="Record the reason"))
    page.keyboard.press("Enter")
    expect(done).to_contain_text("Not done: Away until January")
    no_barriers(page)
    looks(page, "stage-done")
    with school_scope(cast.school, writes=False):
        found = list(EvidenceNote.objects.order_by("pk").values_list("requirement", "why_not"))
    assert found == [("s2-targets", False), ("s2-pupil-voice", True)]
