"""What is due, in a real browser: chased by the SENCO, put off by a teacher with keys alone."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, fits_its_width, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.factories.stages import give_ladder
from tests.factories.standings import item, stand


def test_the_senco_chases_what_is_overdue_and_a_teacher_puts_one_off(
    open_as: OpenAs, cast: Cast
) -> None:
    """Two clicks from home to a child of whom something is overdue; by keyboard, with a reason."""
    give_ladder(cast.senco)
    stand(cast.school, cast.ayla, item("Pupil voice", -34), item("Review of targets", 9))
    stand(cast.school, cast.ben, item("Pupil voice", 3))

    page = open_as(cast.senco)
    no_barriers(page)
    looks(page, "home-due")
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="1 child has something overdue"))
    expect(page.locator("#register tbody tr")).to_have_count(1)
    expect(page.locator("#register tbody .chip-late")).to_have_text("since 20 Oct")
    no_barriers(page)
    effort.click(page.locator("#register tbody a.name"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ayla Zqnorthfieldayla")
    effort.at_most(2)

    page = open_as(cast.teacher_4b, phone=True)
    fits_its_width(page)
    no_barriers(page)
    tab_to(page, page.get_by_role("link", name=re.compile("Put off.*Pupil voice")))
    page.keyboard.press("Enter")
    reason = page.get_by_label("Why it can wait")
    expect(reason).to_be_visible()
    no_barriers(page)
    tab_to(page, reason)
    page.keyboard.type("Away until Monday")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It stays due.")).to_be_visible()
    expect(page.locator(".due-lines").first).not_to_contain_text("Pupil voice")
    tab_to(page, page.locator(".put-off > summary"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Away until Monday")).to_be_visible()
    tab_to(page, page.get_by_role("button", name=re.compile("Show again.*Pupil voice")))
    page.keyboard.press("Enter")
    expect(page.locator(".due-lines").first).to_contain_text("Pupil voice")
