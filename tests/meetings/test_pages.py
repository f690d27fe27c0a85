"""The pages of meetings: a child's own, the list, one meeting, days, actions, home."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pupils.actions import Agreed, give_action, set_meeting_day, withdraw_meeting
from pupils.models import Meeting, MeetingAction, MeetingDay, MeetingPupil
from reports.meetings.kinds import meeting_kinds, party_words
from schools.models import ClosureDay
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.stages import give_ladder
from tests.meetings.making import MONDAY, class_meeting, met
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain

pytestmark = pytest.mark.django_db
MISTAKEN, CLASH = 422, 409
NO_ACTIONS = {"action-TOTAL_FORMS": "3", "action-INITIAL_FORMS": "0"}


def url(route: str, pk: int | None = None) -> str:
    """The address of a page of Northfield's meetings."""
    return reverse(f"reports:{route}", args=["northfield"] if pk is None else ["northfield", pk])


@pytest.fixture
def senco(cast: Cast, sign_in: SignIn) -> Client:
    """The SENCO at the desk."""
    return sign_in(cast.senco)


def typed(**changed: Any) -> dict[str, Any]:
    """What a browser sends for a meeting with parents."""
    sent = {"kind": "parent", "on": "2026-11-20", "is_held": "on", "who": ["parent"]}
    return sent | NO_ACTIONS | changed


@pytest.mark.parametrize(
    ("ladder", "own", "others"),
    [
        ("ludlow-junior", {"pupil_progress", "year_leader_review", "annual_review"}, {"pcp"}),
        ("send-overview", {"progress", "panel", "target"}, {"pcp", "transition"}),
        ("", set(), {"pupil_progress", "parent", "target", "pcp", "annual_review"}),
    ],
)
def test_kinds_are_the_schools_own_first(
    cast: Cast, ladder: str, own: set[str], others: set[str]
) -> None:
    """Then the usual ones it has no word of its own for; no name is offered twice."""
    if ladder:
        give_ladder(cast.senco, ladder)
    with school_scope(cast.school):
        kinds = meeting_kinds()
    assert own <= set(kinds.own)
    assert others <= set(kinds.others)
    names = [name.casefold() for name in kinds.names.values()]
    assert len(names) == len(set(names))
    assert "progress" in kinds.for_class


def test_meeting_is_recorded_with_its_actions(cast: Cast, senco: Client) -> None:
    """One form: the child's page tells it, newest first, and what is to be done."""
    action = {"action-0-what": "Call", "action-0-owner": cast.senco.pk}
    sent = typed(note="Reads more", next_step="A book") | action
    answer = senco.post(url("meeting_add", cast.ayla.pk), sent)
    assert answer.status_code == MISTAKEN
    assert "By: This field is required" in plain(answer)
    assert "Reads more" in plain(answer)
    sent |= {"action-0-due_on": "2026-11-27"}
    page = plain(senco.post(url("meeting_add", cast.ayla.pk), sent, follow=True))
    assert "The meeting is recorded." in page
    assert "Meeting with parents 20 November 2026 Held Parents Reads more Next step: A book" in page
    assert "Call By 27 Nov Senco" in page


def test_day_to_come_is_planned_and_mistakes_are_told(cast: Cast, senco: Client) -> None:
    """Held on a day to come is a mistake; without the tick it is planned, with who is invited."""
    wrong = senco.post(url("meeting_add", cast.ayla.pk), typed(on="2026-12-03"))
    assert wrong.status_code == MISTAKEN
    assert "3 December 2026 is in the future: without the tick it is planned." in plain(wrong)
    sent = typed(on="2026-12-03")
    del sent["is_held"]
    assert "Planned, 3 Dec" in plain(
        senco.post(url("meeting_add", cast.ayla.pk), sent, follow=True)
    )
    with school_scope(cast.school):
        meeting = Meeting.objects.get()
    assert (meeting.invited, meeting.attended) == (["parent"], [])
    unborn = senco.post(url("meeting_add", cast.ayla.pk), typed(on="2017-01-01"))
    assert "before Ayla was born" in plain(unborn)


def test_closure_day_is_said(cast: Cast, senco: Client) -> None:
    """A meeting on an INSET day is kept, and the page says what day it was."""
    with school_scope(cast.school):
        ClosureDay.objects.create(on=date(2026, 11, 20), kind="inset", why="Phonics")
    page = plain(senco.post(url("meeting_add", cast.ayla.pk), typed(), follow=True))
    assert "INSET day (Phonics). The meeting counts all the same." in page


def test_edit_clash_shows_both_texts(cast: Cast, senco: Client, sign_in: SignIn) -> None:
    """Two open the same meeting: the second sees both, and takes one of them."""
    with school_scope(cast.school, by=cast.senco.user):
        meeting = met(cast, cast.ayla)
    teacher = sign_in(cast.teacher_4b)
    mine = fields_of(teacher.get(url("meeting_edit", meeting.pk)))
    mine["who"] = ["parent", "class_teacher"]
    senco.post(url("meeting_edit", meeting.pk), mine | {"note": "Theirs", "place": "Hall"})
    clash = teacher.post(url("meeting_edit", meeting.pk), mine | {"note": "Mine"})
    assert clash.status_code == CLASH
    page = plain(clash)
    assert "Senco saved this first" in page
    assert "Theirs" in page
    assert "Where is now Hall" in page
    forged = teacher.post(url("meeting_edit", meeting.pk), mine | {"version": "x"})
    assert "Open the form again" in plain(forged)


def test_withdrawn_meeting_stays_to_be_seen(cast: Cast, senco: Client) -> None:
    """Struck, with why; nobody can write in it, and its actions are nobody's."""
    with school_scope(cast.school, by=cast.senco.user):
        meeting = met(cast, cast.ayla)
        give_action(meeting=meeting, agreed=Agreed("Call", cast.senco, MONDAY, cast.ayla))
        withdraw_meeting(meeting=meeting, because="The wrong child", by=cast.senco.user)
    assert "The wrong child" in plain(senco.get(url("pupil_meetings", cast.ayla.pk)))
    assert "Withdrawn: The wrong child" in plain(senco.get(url("meeting_detail", meeting.pk)))
    for route in ("meeting_edit", "meeting_withdraw", "action_add"):
        assert senco.get(url(route, meeting.pk)).status_code == 404
    assert "Nothing to do" in plain(senco.get(url("action_list")))


def test_class_meeting_shows_a_reader_their_children_only(
    cast: Cast, senco: Client, sign_in: SignIn
) -> None:
    """The teacher kept from a child reads the others; the DSL reads all and writes nothing."""
    with school_scope(cast.school, by=cast.senco.user):
        meeting = class_meeting(cast)
        for pupil in (cast.ayla, cast.kept):
            MeetingPupil.objects.create(meeting=meeting, pupil=pupil, note=f"Of {pupil.forename}")
    address = url("meeting_detail", meeting.pk)
    teacher, dsl = (plain(sign_in(one).get(address)) for one in (cast.teacher_4b, cast.dsl))
    assert "Of Ayla" in teacher
    assert "Of Kept" not in teacher
    assert "Of Kept" in dsl
    assert "Write child by child" not in dsl


def test_class_is_opened_from_a_day_the_school_set(cast: Cast, sign_in: SignIn) -> None:
    """The day fills in kind and date; a teacher's own class is chosen already."""
    with school_scope(cast.school):
        set_meeting_day(
            kind="pupil_progress", kind_name="Pupil Progress", on=MONDAY, class_group=None
        )
    teacher = sign_in(cast.teacher_4b)
    page = teacher.get(url("class_meeting_add") + "?kind=pupil_progress&on=2026-11-23")
    assert "23 November 2026 (every class)" in plain(page)
    answer = teacher.post(url("class_meeting_add"), fields_of(page))
    with school_scope(cast.school):
        meeting = Meeting.objects.get()
    assert answer["Location"] == url("class_meeting_write", meeting.pk)
    assert (meeting.class_group_id, meeting.on) == (cast.class_4b.pk, MONDAY)
    other = fields_of(page) | {"class_group": str(cast.class_5a.pk)}
    assert teacher.post(url("class_meeting_add"), other).status_code == MISTAKEN


def test_days_are_set_and_taken_off(cast: Cast, sign_in: SignIn) -> None:
    """By the office: once for a kind and day; a class's day lies in the class's year."""
    office = sign_in(cast.office)
    sent = {"kind": "pupil_progress", "on": "2026-12-03", "class_group": cast.class_4b.pk}
    assert "Set 3 December 2026" in plain(office.post(url("meeting_days"), sent, follow=True))
    again = office.post(url("meeting_days"), sent)
    assert "set for this kind of meeting already" in plain(again)
    late = office.post(url("meeting_days"), sent | {"on": "2028-12-03"})
    assert "is not in the year of 4B" in plain(late)
    with school_scope(cast.school):
        row = MeetingDay.objects.get()
    gone = office.post(url("meeting_day_remove", row.pk), follow=True)
    assert "No day is set yet" in plain(gone)


def test_home_tells_of_today_and_of_ones_own_actions(
    cast: Cast, senco: Client, sign_in: SignIn
) -> None:
    """A teacher is told which meeting; what is late of one's actions; ticked off in one press."""
    with school_scope(cast.school, by=cast.senco.user):
        meeting = class_meeting(cast, on=MONDAY)
        class_meeting(cast)
        one = met(cast, cast.ayla, on=date(2026, 11, 9))
        agreed = Agreed("Call home", cast.teacher_4b, date(2026, 11, 16), cast.ayla)
        action = give_action(meeting=one, agreed=agreed)
    teacher = sign_in(cast.teacher_4b)
    home = teacher.get(url("home"))
    assert "1 meeting today: Pupil Progress meeting of 4B" in plain(home)
    assert url("class_meeting_write", meeting.pk) in home.content.decode()
    assert "1 meeting not recorded as held" in plain(home)
    assert "1 action of yours from a meeting, 1 late" in plain(home)
    assert "of yours" not in plain(senco.get(url("home")))
    mine = plain(teacher.get(url("action_list")))
    assert "Call home 7 days late" in mine
    teacher.post(url("action_settle", action.pk))
    with school_scope(cast.school):
        assert MeetingAction.objects.get().done_on == MONDAY
    assert "Done 23 Nov" in plain(teacher.get(url("action_list")))


def test_parties_are_told_in_words() -> None:
    """Keys of the ladder's words; one it does not know is left out."""
    assert party_words(["parent", "class_teacher", "senco"]) == "Parents, class teacher and SENCO"
    assert party_words(["gone"]) == ""
