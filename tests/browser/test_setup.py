"""From an empty school to a first register in a real browser: few steps, no barriers, by keyboard.

The budget is of the newcomer's whole way, counted from their home as screens.md counts: clicks and
fields that must be filled. What that means in minutes: docs/decisions/set-up-from-what-is-there.md.
"""

import re
import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.actions import open_school_with
from accounts.models import Membership
from common.dates import today
from pupils.imports.apply import apply_incoming
from pupils.imports.rows import read_spreadsheet
from schools.models import School
from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.browser.conftest import OpenAs
from tests.browser.helpers import (
    PHONE,
    Effort,
    code_now,
    fits_its_width,
    give_password,
    looks,
    no_barriers,
    tab_to,
)
from tests.factories.stages import give_ladder
from tests.journeys.newcomer import file_of_60
from tests.working import let_work

BUDGET = 28
PEOPLE = "Nell Fir, nell@millbrook.example, teacher, 4A\nTom Oak, tom@millbrook.example, ta, 4A"


@pytest.fixture
def senco(transactional_db: None) -> Membership:
    """The first person of a school that was opened by the command a minute ago."""
    return open_school_with(
        name="Millbrook Primary", email="pat@millbrook.example", person="Pat Ash"
    )


@dataclass
class Watch:
    """How long the machine takes, without what the test looks at on the way."""

    began: float = field(default_factory=time.monotonic)
    looking: float = 0

    def look(self, page: Page, name: str) -> None:
        """No barrier, nothing wider than a phone, and a picture when asked for."""
        started = time.monotonic()
        no_barriers(page)
        looks(page, name)
        wide = page.viewport_size
        page.set_viewport_size(PHONE)
        fits_its_width(page)
        assert wide is not None
        page.set_viewport_size(wide)
        self.looking += time.monotonic() - started

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began - self.looking


def main_button(page: Page, name: str) -> None:
    """The one main button of the page is this."""
    found = page.locator("main .btn-primary")
    expect(found).to_have_count(1)
    expect(found).to_have_text(re.compile(name))


@pytest.mark.budget(120)
def test_a_newcomer_has_a_first_register(
    open_as: OpenAs, senco: Membership, tmp_path: Path, record_property: Any
) -> None:
    """School, dates, ladder, classes, pupils, people, the list taken over: within the budget."""
    secret = give_password(senco)
    (tmp_path / "pupils.csv").write_bytes(file_of_60())
    page = open_as(senco)
    effort, watch = Effort(page), Watch()
    main_button(page, "Give the details")
    watch.look(page, "setup-first")

    effort.click(page.get_by_role("link", name="Give the details"))
    effort.fill(page.get_by_label("Designated safeguarding lead (DSL)"), "Sam Yew")
    effort.fill(page.get_by_label("DSL's phone"), "01632 960001")
    effort.click(page.get_by_role("button", name="Save"))

    main_button(page, "Check the dates")
    effort.click(page.get_by_role("link", name="Check the dates"))
    effort.click(page.get_by_role("button", name="Save the dates"))

    effort.click(page.get_by_role("link", name="Choose a ladder"))
    effort.click(page.get_by_label("SEND overview in six stages"))
    effort.click(page.get_by_role("button", name="Use this ladder"))

    effort.click(page.get_by_role("link", name="Add the classes"))
    page.wait_for_load_state()
    effort.fill(page.get_by_label("Classes"), "1A, 2A, 3A, 4A, 5A, 6A")
    expect(page.get_by_role("button", name="Add 6 classes")).to_be_visible()
    watch.look(page, "setup-classes")
    effort.click(page.get_by_role("button", name="Add 6 classes"))

    effort.click(page.get_by_role("link", name="Load the pupils"))
    effort.upload(page.get_by_label("File of pupils"), str(tmp_path / "pupils.csv"))
    effort.click(page.get_by_role("button", name="Check the file"))
    effort.click(page.get_by_role("button", name="Load 60 pupils"))
    expect(page.get_by_role("heading", name="Loading pupils").first).to_be_visible()
    let_work(school())
    expect(page.get_by_text("All of it was loaded")).to_be_visible()
    watch.look(page, "setup-loaded")
    effort.click(page.get_by_role("link", name="Go on with set-up"))

    effort.click(page.get_by_role("link", name="Invite people"))
    effort.fill(page.get_by_label(re.compile("code", re.IGNORECASE)), code_now(secret))
    effort.click(page.get_by_role("button", name=re.compile("Confirm|Continue|Go on|Check")))
    effort.fill(page.get_by_label("One person a line"), PEOPLE)
    effort.click(page.get_by_role("button", name="Check the list"))
    effort.click(page.get_by_role("button", name="Send 2 invitations"))

    main_button(page, "Place the list and go live")
    watch.look(page, "setup-last")
    effort.click(page.get_by_role("link", name="Place the list and go live"))
    watch.look(page, "go_live")
    effort.click(page.get_by_role("button", name="Continue"))
    watch.look(page, "staging_rules")
    effort.click(page.get_by_role("button", name="Show the list"))
    watch.look(page, "staging_review")
    effort.click(page.get_by_role("button", name="Place 40 children and go live"))
    watch.look(page, "go_live-done")
    effort.click(page.get_by_role("link", name="See the register"))

    expect(page.get_by_text("Listed00")).to_be_visible()
    with school_scope(school(), writes=False):
        assert StageRecord.objects.current().count() == 40

    record_property("machine_seconds", round(watch.seconds, 1))
    effort.at_most(BUDGET)


def school() -> School:
    """The one school there is."""
    return School.objects.get()


def listed(senco: Membership) -> None:
    """The school with a ladder and its 60 children, as the pages would leave it."""
    give_ladder(senco)
    with school_scope(school(), by=senco.user):
        incoming = read_spreadsheet(BytesIO(file_of_60()), today=today())
        apply_incoming(incoming, today(), add_classes=True)


def test_the_list_is_looked_through_by_keyboard(open_as: OpenAs, senco: Membership) -> None:
    """From child to child with Tab; a stage chosen by a key is kept at once, without a button."""
    listed(senco)
    page = open_as(senco)
    page.goto("/s/millbrook-primary/go-live/")
    for name in ("Continue", "Show the list"):
        tab_to(page, page.get_by_role("button", name=name))
        page.keyboard.press("Enter")
    first = page.get_by_label("Stage of Child0 Listed00")
    expect(page.get_by_role("button", name="Place 40 children and go live")).to_be_visible()
    tab_to(page, first)
    page.keyboard.press("Home")
    expect(page.get_by_role("button", name="Place 39 children and go live")).to_be_visible()
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Since when, Child0 Listed00")).to_be_focused()
    no_barriers(page)
    page.reload()
    expect(page.get_by_role("link", name=re.compile("^Left out"))).to_contain_text("1")
