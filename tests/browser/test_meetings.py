"""Meetings in a real browser: a class by keyboard alone, and one with a parent in few steps."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from pupils.actions import Said, say_of
from pupils.models import Meeting, MeetingAction, MeetingPupil
from schools.tenancy import school_scope
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.factories.pupils import ClassPlacementFactory, PupilFactory
from tests.factories.stages import give_ladder
from tests.meetings.making import class_meeting

MONDAY = date(2026, 11, 23)
CLASS = 30
KEPT = re.compile("^Saved ")


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on the ladder of a junior school, with thirty children in 4B."""
    give_ladder(cast.senco, "ludlow-junior")
    for number in range(CLASS - 2):
        child = PupilFactory(school=cast.school, forename=f"Kim{number:02d}", surname="Aaronson")
        ClassPlacementFactory(pupil=child, class_group=cast.class_4b)
    return cast


def said(school: Cast) -> list[tuple[str, str, int]]:
    """What is kept of each child: note, next step, and as which version."""
    with school_scope(school.school, writes=False):
        rows = MeetingPupil.objects.order_by("pupil__surname", "pupil__forename")
        return list(rows.values_list("note", "next_step", "version"))


@pytest.mark.budget(90)
def test_class_of_thirty_by_keyboard_alone(
    open_as: OpenAs, school: Cast, complaints: Complaints
) -> None:
    """A note and a next step for each: one screen, keys from child to child, nothing lost.

    A colleague who writes about the first child meanwhile is shown beside what was typed.
    """
    with school_scope(school.school, by=school.senco.user):
        meeting = class_meeting(school, on=MONDAY)
    page = open_as(school.senco)
    tab_to(page, page.get_by_role("link", name="meeting today"))
    page.keyboard.press("Enter")
    expect(page.locator(".meeting-line")).to_have_count(CLASS)
    tab_to(page, page.get_by_label("Note").first)
    for number in range(CLASS):
        page.keyboard.type(f"Note {number}")
        page.keyboard.press("Tab")
        page.keyboard.type(f"Step {number}")
        page.keyboard.press("Control+Enter" if number % 2 else "Alt+ArrowDown")
    expect(page.locator(".unsaved:visible")).to_have_count(0)
    expect(page.get_by_text(KEPT)).to_have_count(CLASS)
    no_barriers(page)
    looks(page, "class-meeting")
    assert [row[:2] for row in said(school)] == [(f"Note {n}", f"Step {n}") for n in range(CLASS)]
    _both_texts(page, school, meeting, complaints)
    tab_to(page, page.get_by_role("checkbox", name="SENCO", exact=True), within=120)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="The meeting was held"))
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("The meeting is recorded")
    with school_scope(school.school, writes=False):
        held = Meeting.objects.get()
    assert (held.is_held, held.attended) == (True, ["senco"])


def _both_texts(page: Page, school: Cast, meeting: Meeting, complaints: Complaints) -> None:
    """Two write about one child: both are seen, and what was typed stays where it was."""
    with school_scope(school.school, by=school.head.user):
        row = MeetingPupil.objects.get(note="Note 0")
        theirs = Said(note="The head's words", next_step="Step 0")
        say_of(meeting=meeting, pupil=row.pupil, said=theirs, expected=row.version)
    note = page.get_by_label("Note").first
    note.focus()
    page.keyboard.type(", my words")
    line = page.locator(".meeting-line").first
    expect(line.locator(".clash")).to_contain_text("The head's words")
    expect(note).to_have_value("Note 0, my words")
    expect(line.locator(".unsaved")).to_be_visible()
    complaints.expect("409")
    no_barriers(page)
    looks(page, "class-meeting-clash")
    tab_to(page, line.get_by_role("button", name="Save this choice"))
    page.keyboard.press("Enter")
    expect(line.locator(".clash")).to_have_count(0)
    expect(line.get_by_text(KEPT)).to_be_visible()
    assert said(school)[0][0] == "Note 0, my words"


def test_meeting_with_a_parent_takes_few_steps(open_as: OpenAs, school: Cast) -> None:
    """From home: find, open, record; a kind, who was there, two texts, one action; save."""
    page = open_as(school.teacher_4b)
    effort = Effort(page)
    effort.fill(page.get_by_label("Find a child"), "zqnorthfieldayla")
    effort.click(page.locator("#found a"))
    effort.click(page.get_by_role("link", name="Meetings", exact=True))
    effort.click(page.get_by_role("link", name="Record a meeting"))
    effort.choose(page.get_by_label("Kind of meeting"), "Meeting with parents")
    effort.click(page.get_by_role("checkbox", name="Parents", exact=True))
    effort.fill(page.get_by_label("What was said"), "Reads to her brother now.")
    effort.fill(page.get_by_label("Next step"), "A book a week from the library.")
    no_barriers(page)
    looks(page, "meeting")
    action = page.get_by_role("group", name="Action 1")
    effort.fill(action.get_by_label("What"), "Send the reading list")
    effort.fill(action.get_by_label("By"), "2026-12-01")
    effort.click(page.get_by_role("button", name="Save the meeting"))
    expect(page.locator("#notices")).to_contain_text("The meeting is recorded")
    effort.at_most(11)
    with school_scope(school.school, writes=False):
        given = MeetingAction.objects.select_related("owner", "meeting").get()
    assert (given.owner, given.meeting.attended) == (school.teacher_4b, ["parent"])
    page.get_by_role("button", name=re.compile("^Done.*Send the reading list")).click()
    expect(page.locator("#notices")).to_contain_text("Done.")
