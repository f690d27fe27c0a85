"""Who opened a child's record and what changed, asked in a real browser: few steps, by keyboard."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pupils.models import AccessEntry, Contact
from schools.tenancy import school_scope
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, fits_its_width, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.factories.stages import give_ladder


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield, where the teacher and the TA opened Ayla's record and the office changed it."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.office.user, request_id="r1"):
        for member in (cast.teacher_4b, cast.ta):
            at: Any = timezone.now()
            AccessEntry.objects.create(
                user=member.user, what="pupils:pupil_detail", at=at, pupil=cast.ayla
            )
        contact = Contact.objects.get(pupil=cast.ayla)
        contact.phone = "07700 900999"
        contact.save()
    return cast


def choose(page: Page, effort: Effort, pill: str, option: str) -> None:
    """Open a filter and take one of its choices, with Tab and Enter: two steps."""
    tab_to(page, page.locator("summary", has_text=re.compile(f"^{pill}:")))
    effort.press("Enter")
    tab_to(page, page.locator("details[open]").get_by_role("link", name=option, exact=True))
    effort.press("Enter")


def test_who_opened_and_what_changed_by_keyboard(open_as: OpenAs, school: Cast) -> None:
    """From the child: one step to the last 30 days, two more to one person; the trail in four."""
    page = open_as(school.senco)
    page.goto(f"/s/northfield/pupils/{school.ayla.pk}/")
    effort, rows = Effort(page), page.locator("main tbody tr")
    tab_to(page, page.get_by_role("link", name="Who opened this"))
    effort.press("Enter")
    expect(page.locator("main")).to_contain_text("Last 30 days")
    expect(rows).to_have_count(3)
    choose(page, effort, "Who", "Ta")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Ta")
    no_barriers(page)
    fits_its_width(page)
    looks(page, "viewers-filtered")
    effort.at_most(3)

    page.goto("/s/northfield/changes/")
    effort = Effort(page)
    choose(page, effort, "Who", "Office")
    choose(page, effort, "What", "Children's records")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("changed a contact")
    no_barriers(page)
    fits_its_width(page)
    looks(page, "trail-filtered")
    effort.at_most(4)
