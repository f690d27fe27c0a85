"""Asking colleagues about a child: by a message without names, answered in a few words, or not."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from common.dates import today
from common.errors import Refused
from jobs.models import OutboxMessage
from pupils.actions import (
    ask_colleagues,
    close_observation,
    decide,
    say_who_reads,
    withdraw_concern,
    write_observation,
)
from pupils.models import AccessEntry, Concern, Observation
from schools.tenancy import school_scope
from stages.sources import pieces_of
from stages.vocabulary import Evidence
from tests.cast import Cast
from tests.concerns.making import raised
from tests.people import client_of
from tests.pupils.pages import fields_of, plain

BY = date(2026, 12, 3)


def at(route: str, pk: int | None = None) -> str:
    """The address of a page."""
    where: dict[str, Any] = {"school": "northfield"} | ({"pk": pk} if pk else {})
    return reverse(f"reports:{route}", kwargs=where)


@pytest.fixture
def worry(school: Cast) -> Concern:
    """What the DSL raised about Ayla."""
    with school_scope(school.school, by=school.dsl.user):
        return raised(school.ayla, school.dsl)


@pytest.fixture
def asked(school: Cast, worry: Concern) -> Observation:
    """The TA was asked by the SENCO on the page."""
    client = client_of(school.senco)
    page = client.get(at("concern_ask", worry.pk))
    sent = fields_of(page) | {"members": [str(school.ta.pk)], "due_on": BY.isoformat()}
    assert client.post(at("concern_ask", worry.pk), sent).status_code == 302
    with school_scope(school.school, writes=False):
        return Observation.objects.select_related("concern", "pupil", "member").get()


def test_the_message_names_no_child(school: Cast, asked: Observation) -> None:
    """One to each colleague, by when and where; one more to the SENCO when it was raised."""
    with school_scope(school.school, writes=False):
        rows = {row.template: row for row in OutboxMessage.objects.all()}
    assert set(rows) == {"asked_about_child", "new_concern"}
    assert rows["asked_about_child"].to == school.ta.user.email
    assert rows["asked_about_child"].context == {"by": "3 December 2026"}
    assert rows["new_concern"].to == school.senco.user.email
    assert rows["new_concern"].context == {}


def test_a_concern_the_senco_raised_tells_nobody(school: Cast) -> None:
    """Once for each concern, and not of one's own."""
    with school_scope(school.school, by=school.senco.user):
        raised(school.ayla, school.senco)
        assert not OutboxMessage.objects.exists()


def test_the_colleague_answers_in_a_few_words(school: Cast, asked: Observation) -> None:
    """From home, without seeing the concern; the SENCO reads it beside it."""
    client = client_of(school.ta)
    home = plain(client.get(reverse("reports:home", args=["northfield"])))
    assert "1 colleague asks what you see of a child" in home
    listed = plain(client.get(at("concern_list")))
    assert "You are asked" in listed
    url = at("observation_write", asked.pk)
    page = plain(client.get(url))
    assert "Senco asks, by 3 December 2026" in page
    assert asked.concern.seen not in page
    assert client.post(url, {"seen": "", "seen_on": "2026-11-20"}).status_code == 422
    sent = {"seen": "Calm in the garden", "helps": "Small steps", "seen_on": "2026-11-20"}
    assert client.post(url, sent).status_code == 302
    assert client.get(url).status_code == 404
    shown = plain(client_of(school.senco).get(at("concern_detail", asked.concern_id)))
    assert "Calm in the garden" in shown
    assert "Small steps" in shown
    beside = plain(client_of(school.senco).get(at("concern_triage", asked.concern_id)))
    assert "Calm in the garden" in beside


def test_who_reads_the_answers(school: Cast, asked: Observation) -> None:
    """SENCO and DSL; a teacher or head who reads the concern does not."""
    client_of(school.ta).post(
        at("observation_write", asked.pk), {"seen": "Hums all day", "seen_on": "2026-11-20"}
    )
    for name, reads in (("senco", True), ("dsl", True), ("head", False), ("teacher_4b", False)):
        page = client_of(school.staff[name]).get(at("concern_detail", asked.concern_id))
        assert ("Hums all day" in plain(page)) == reads, name


def test_who_sees_the_child_no_more_drops_out(school: Cast, asked: Observation) -> None:
    """From the colleague's home at once; the SENCO sees that nothing is to be waited for."""
    with school_scope(school.school, by=school.senco.user):
        link = school.ta.staff_links.get()
        link.ends_on = today()
        link.save()
    client = client_of(school.ta)
    assert client.get(at("observation_write", asked.pk)).status_code == 404
    assert "You are asked" not in plain(client.get(at("concern_list")))
    shown = plain(client_of(school.senco).get(at("concern_detail", asked.concern_id)))
    assert "Cannot see the child any more" in shown
    with school_scope(school.school, by=school.senco.user), pytest.raises(Refused, match="may not"):
        ask_colleagues(
            concern=asked.concern,
            members=[school.ta],
            question="?",
            due_on=BY,
            by=school.senco.user,
        )


def test_giving_up_needs_a_reason(school: Cast, asked: Observation) -> None:
    """It leaves the colleague's home; the question and the reason stay beside the concern."""
    client, url = client_of(school.senco), at("observation_close", asked.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {"because": ""}).status_code == 422
    assert client.post(url, {"because": "Off sick until January"}).status_code == 302
    assert client.post(url, {"because": "Again"}).status_code == 404
    assert client_of(school.ta).get(at("observation_write", asked.pk)).status_code == 404
    assert "Off sick until January" in plain(client.get(at("concern_detail", asked.concern_id)))
    assert client.delete(url).status_code == 405


def test_deciding_anyway_waits_for_nobody(school: Cast, asked: Observation) -> None:
    """The decision closes what is still asked; so does taking the concern back."""
    with school_scope(school.school, by=school.senco.user):
        row = Concern.objects.get()
        decide(
            concern=row,
            outcome="resolved",
            reason="New glasses",
            by=school.senco.user,
            expected=row.version,
        )
        asked.refresh_from_db()
        assert asked.closed_because == "The concern was decided about."
        other = raised(school.ben, school.dsl)
        ask_colleagues(
            concern=other,
            members=[school.teacher_5a],
            question="?",
            due_on=BY,
            by=school.senco.user,
        )
        withdraw_concern(concern=other, because="The wrong child", by=school.senco)
        last = Observation.objects.get(concern=other)
        assert last.closed_because == "The concern was taken back."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"members": []}, "Choose at least one colleague"),
        ({"due_on": "2026-11-20"}, "Choose a day to come"),
        ({"question": " "}, "This field is required"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    school: Cast, worry: Concern, changes: dict[str, Any], words: str
) -> None:
    """A sentence, what was typed is kept, nobody is asked."""
    client, url = client_of(school.senco), at("concern_ask", worry.pk)
    sent = {"members": [str(school.ta.pk)], "due_on": BY.isoformat(), "question": "Alone?"}
    answer = client.post(url, sent | changes)
    assert answer.status_code == 422
    assert words in plain(answer)
    with school_scope(school.school, writes=False):
        assert not Observation.objects.exists()


def test_what_cannot_be_asked(school: Cast, asked: Observation) -> None:
    """Twice, of a concealed concern, of one that is over, or a colleague kept from the child."""
    ask: dict[str, Any] = {"question": "?", "due_on": BY, "by": school.senco.user}
    with school_scope(school.school, by=school.senco.user):
        worry = Concern.objects.get()
        for members, why in (
            ([school.ta], "has been asked already"),
            ([], "at least one"),
            ([school.teacher_5a], "may not see"),
        ):
            with pytest.raises(Refused, match=why):
                ask_colleagues(concern=worry, members=members, **ask)
        say_who_reads(concern=worry, openness="concealed", expected=worry.version)
        with pytest.raises(Refused, match="concealed"):
            ask_colleagues(concern=worry, members=[school.teacher_4b], **ask)


def test_what_cannot_be_written(school: Cast, asked: Observation) -> None:
    """By another, of a day to come, without words, or twice."""
    write: dict[str, Any] = {"observation": asked, "helps": "", "seen": "Hums"}
    with school_scope(school.school, by=school.ta.user):
        for changes, why in (
            ({"by": school.senco, "seen_on": BY}, "Somebody else"),
            ({"by": school.ta, "seen_on": BY}, "cannot have been seen"),
            ({"by": school.ta, "seen_on": today(), "seen": " "}, "Say what you see"),
        ):
            with pytest.raises(Refused, match=why):
                write_observation(**(write | changes))
        write_observation(**write, by=school.ta, seen_on=today())
        with pytest.raises(Refused, match="no longer"):
            write_observation(**write, by=school.ta, seen_on=today())
        with pytest.raises(Refused, match="already"):
            close_observation(observation=asked, because="x", by=school.senco.user)


def test_an_observation_planned_is_asked_for_and_is_evidence(school: Cast, worry: Concern) -> None:
    """Planned anew, the first is not waited for; written, it counts, unless it is concealed."""
    client, url = client_of(school.senco), at("concern_triage", worry.pk)
    for who in (school.teacher_4b, school.ta):
        sent = fields_of(client.get(url)) | {
            "outcome": "observe",
            "reason": "Look first",
            "observer": str(who.pk),
            "observe_on": BY.isoformat(),
        }
        assert client.post(url, sent).status_code == 302
    with school_scope(school.school, writes=False):
        first, second = Observation.objects.order_by("pk")
    assert first.closed_because == "Another observation was planned."
    assert second.member == school.ta
    client_of(school.ta).post(
        at("observation_write", second.pk),
        {"seen": "Looks away from the board", "seen_on": "2026-11-19"},
    )
    with school_scope(school.school, writes=False):
        kinds = {one.kind: one for one in pieces_of([school.ayla.pk])[school.ayla.pk]}
        assert kinds[Evidence.OBSERVATION].on == date(2026, 11, 19)
    with school_scope(school.school, by=school.dsl.user):
        row = Concern.objects.get()
        say_who_reads(concern=row, openness="concealed", expected=row.version)
        told = pieces_of([school.ayla.pk]).get(school.ayla.pk, [])
        assert Evidence.OBSERVATION not in {one.kind for one in told}


def test_a_look_writes_one_access_entry(school: Cast, asked: Observation) -> None:
    """And nothing else."""
    client_of(school.ta).get(at("observation_write", asked.pk))
    with school_scope(school.school, writes=False):
        assert AccessEntry.objects.filter(user=school.ta.user).count() == 1
        assert Observation.objects.get().version == asked.version
