"""The meeting about a class on one screen: a line a child, each kept by itself, then held."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pupils.actions import Said, say_of
from pupils.models import Meeting, MeetingPupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import ClassPlacementFactory, PupilFactory
from tests.factories.stages import give_ladder
from tests.meetings.making import FRIDAY, class_meeting, held, met
from tests.people import SignIn
from tests.pupils.pages import plain

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15
HTMX = {"HX-Request": "true"}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Pupil Progress of 4B, planned for last Friday."""
    give_ladder(cast.senco, "ludlow-junior")
    with school_scope(cast.school, by=cast.senco.user):
        return class_meeting(cast)


def url(meeting: Meeting, route: str = "class_meeting_write") -> str:
    """The address of a page of the meeting."""
    return reverse(f"reports:{route}", args=["northfield", meeting.pk])


def write(client: Client, meeting: Meeting, cast: Cast, **typed: Any) -> Any:
    """Send Ayla's line, as the script of the page does."""
    sent = {"pupil": cast.ayla.pk, "version": 0, "note": "", "next_step": "", "was_discussed": "on"}
    return client.post(url(meeting, "class_meeting_note"), sent | typed, headers=HTMX)


def test_line_is_kept_by_itself(cast: Cast, sign_in: SignIn, meeting: Meeting) -> None:
    """Only its state comes back, with the version it is kept as: the boxes are left alone."""
    client = sign_in(cast.teacher_4b)
    answer = write(client, meeting, cast, note="Reads\nmore", next_step="Ten minutes")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Saved 10:" in page
    assert 'name="version" value="1"' in page
    assert "<textarea" not in page
    again = write(client, meeting, cast, version=1, note="Reads more", next_step="Ten minutes")
    assert 'name="version" value="2"' in again.content.decode()
    with school_scope(cast.school):
        row = MeetingPupil.objects.get()
    assert (row.note, row.next_step) == ("Reads more", "Ten minutes")
    shown = client.get(url(meeting))
    assert "Something is noted of 1 of 1 children" in plain(shown)  # not of the one kept from them


def test_clash_shows_both_texts_and_takes_the_choice(
    cast: Cast, sign_in: SignIn, meeting: Meeting
) -> None:
    """Theirs and mine; what only they wrote takes its place; the next save is a choice."""
    with school_scope(cast.school, by=cast.senco.user):
        theirs = Said(note="Theirs", next_step="Their step")
        say_of(meeting=meeting, pupil=cast.ayla, said=theirs, expected=0)
    client = sign_in(cast.teacher_4b)
    clash = write(client, meeting, cast, note="Mine")
    words = clash.content.decode()
    assert clash.status_code == 409
    assert "Senco saved this first" in plain(clash)
    assert "Theirs" in words
    assert "Mine" in words
    assert words.count("hx-swap-oob") == 1  # the next step, which only they wrote
    assert "Their step</textarea>" in words
    chosen = write(
        client,
        meeting,
        cast,
        version=1,
        note="Mine",
        next_step="Their step",
        **{"take-note": "theirs", "theirs-note": "Theirs"},
    )
    assert "Theirs</textarea>" in chosen.content.decode()
    with school_scope(cast.school):
        assert MeetingPupil.objects.get().note == "Theirs"


def test_clash_without_a_script_keeps_what_was_typed(
    cast: Cast, sign_in: SignIn, meeting: Meeting
) -> None:
    """The whole page comes back with both texts in that child's line, at the same address."""
    with school_scope(cast.school, by=cast.senco.user):
        say_of(meeting=meeting, pupil=cast.ayla, said=Said(note="Theirs"), expected=0)
    client = sign_in(cast.teacher_4b)
    sent = {"pupil": cast.ayla.pk, "version": 0, "note": "Mine", "was_discussed": "on"}
    clash = client.post(url(meeting, "class_meeting_note"), sent)
    assert clash.status_code == 409
    assert "Mine</textarea>" in clash.content.decode()
    assert "Theirs" in plain(clash)
    sent |= {"version": 1}
    saved = client.post(url(meeting, "class_meeting_note"), sent)
    assert saved["Location"].endswith(f"#child-{cast.ayla.pk}")


def test_line_too_long_is_told_and_not_kept(cast: Cast, sign_in: SignIn, meeting: Meeting) -> None:
    """422 with what is wrong; nothing is written."""
    answer = write(sign_in(cast.senco), meeting, cast, note="a" * 5001)
    assert answer.status_code == 422
    assert "Note: Ensure this value has at most 5000 characters" in plain(answer)
    with school_scope(cast.school):
        assert not MeetingPupil.objects.exists()


def test_only_children_of_the_meeting_one_may_change(
    cast: Cast, sign_in: SignIn, meeting: Meeting
) -> None:
    """A child of another class, and one kept from the teacher, are not there."""
    client = sign_in(cast.teacher_4b)
    for pupil in (cast.ben, cast.kept):
        assert write(client, meeting, cast, pupil=pupil.pk).status_code == 404
    assert write(client, meeting, cast, pupil="x").status_code == 422
    assert write(sign_in(cast.teacher_5a), meeting, cast).status_code == 404


def test_held_counts_for_each_child_discussed(
    cast: Cast, sign_in: SignIn, meeting: Meeting
) -> None:
    """One press: rows for the children of whom nothing was written, with who was there."""
    client = sign_in(cast.senco)
    write(client, meeting, cast, was_discussed="")
    answer = client.post(
        url(meeting, "class_meeting_hold"),
        {"version": 1, "who": ["senco", "class_teacher"], "people": "Ms Oak"},
    )
    assert answer.status_code == 302
    with school_scope(cast.school):
        ((row, attended),) = [
            (row, row.meeting.attended)
            for row in MeetingPupil.objects.held().select_related("meeting")
        ]
    assert (row.pupil_id, row.note, row.next_step) == (cast.kept.pk, "", "")
    assert set(attended) == {"senco", "class_teacher"}
    stale = client.post(url(meeting, "class_meeting_hold"), {"version": 1, "people": "Mr Ash"})
    assert stale.status_code == 409
    assert "Ms Oak" in plain(stale)
    assert "Mr Ash" in stale.content.decode()


def test_closed_day_is_allowed_and_said(cast: Cast, sign_in: SignIn) -> None:
    """A Saturday is no school day: the page says so and takes the meeting."""
    client = sign_in(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        saturday = class_meeting(cast, on=date(2026, 11, 21))
    answer = client.post(url(saturday, "class_meeting_hold"), {"version": 1}, follow=True)
    assert "21 November 2026 is a Saturday. The meeting counts all the same." in plain(answer)


def test_last_time_stands_beside_the_child(cast: Cast, sign_in: SignIn, meeting: Meeting) -> None:
    """The next step of the last meeting of the same kind; of no other kind."""
    with school_scope(cast.school, by=cast.senco.user):
        before = class_meeting(cast, on=FRIDAY.replace(month=9, day=18))
        said = Said(next_step="Two sounds a week")
        say_of(meeting=before, pupil=cast.ayla, said=said, expected=0)
        held(before)
        met(cast, cast.ayla, Said(next_step="Call home"), on=FRIDAY.replace(day=13))
    page = plain(sign_in(cast.senco).get(url(meeting)))
    assert "Next step of 18 Sep: Two sounds a week" in page
    assert "Call home" not in page


@pytest.mark.django_db(transaction=True)
def test_thirty_children_in_fifteen_queries(cast: Cast, sign_in: SignIn, meeting: Meeting) -> None:
    """Sign-in, scope and access entry counted; as many for 2 children as for 30."""
    client = sign_in(cast.senco)

    def asked() -> list[str]:
        client.get(url(meeting))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url(meeting)).status_code == 200
        return [query["sql"] for query in caught if query["sql"] not in {"BEGIN", "COMMIT"}]

    few = asked()
    for _ in range(28):
        child = PupilFactory(school=cast.school)
        ClassPlacementFactory(pupil=child, class_group=cast.class_4b)
    many = asked()
    assert plain(client.get(url(meeting))).count("Not saved yet") == 30
    assert len(few) == len(many) <= MOST_QUERIES, "\n".join(many)
