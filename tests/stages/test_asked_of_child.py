"""What the *Stage* page says is asked of a child: in groups, with proof, whose and by when."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Membership
from common.dates import today
from pupils.models import Pupil
from schools.tenancy import school_scope
from stages.actions import start_overlay
from stages.actions.evidence import note_evidence
from stages.contexts import (
    StageAnswer,
    ladder_in_use,
    next_of_answer,
    next_of_standing,
    stage_answer,
    stage_page,
)
from stages.contexts.asked import AskLine
from stages.ladder import RequirementSpec
from stages.models import Requirement, Stage, Standing
from stages.standing import restand
from tests.cast import Cast
from tests.factories.stages import give_ladder, move, stage
from tests.meetings.making import met
from tests.people import client_of
from tests.pupils.pages import plain

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 14), date(2026, 10, 12), date(2026, 11, 9)


def told_of(pupil: Pupil, reader: Membership) -> StageAnswer:
    """What the page says today."""
    found = stage_answer(
        stage_page(pupil, reader, today()), pupil, reader, today(), may_record=True
    )
    assert found is not None
    return found


def groups(told: StageAnswer) -> dict[str, dict[str, AskLine]]:
    """The lines of each group, by requirement."""
    return {group.key: {line.key: line for line in group.lines} for group in told.asked.groups}


def spec(told: StageAnswer, key: str) -> RequirementSpec:
    """A requirement that is asked."""
    return next(one.asked for one in told.answer.occurrences if one.asked.key == key)


def line_of(told: StageAnswer, key: str) -> tuple[str, AskLine]:
    """The group and the line that a requirement is told in, merged or not."""
    for group in told.asked.groups:
        for line in group.lines:
            if line.key == key:
                return group.key, line
    raise AssertionError(key)


def test_every_open_requirement_is_told_once(dated: Cast) -> None:
    """Nothing the engine says is left out, whether a line of its own or merged into another."""
    move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    told = told_of(dated.ayla, dated.senco)
    lines = [line for group in told.asked.groups for line in group.lines]
    words = {word for line in lines for word in (line.words, *line.also)}
    assert words == {one.asked.words for one in told.answer.occurrences}
    order = ["overdue", "due", "later", "done", "consider"]
    assert list(groups(told)) == [key for key in order if key in groups(told)]


def test_late_things_come_first_with_how_late(dated: Cast) -> None:
    """Six weeks from 14 September passed on 2 November: it says how late, and whose it is."""
    move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    told = told_of(dated.ayla, dated.senco)
    assert told.asked.groups[0].title == "Overdue"
    line = groups(told)["overdue"]["s2-concern"]
    kind, words = line.chip
    assert kind == "late"
    assert words.endswith("days overdue")
    assert line.who
    following = next_of_answer(told.answer)
    assert following is not None
    assert following.chip[0] == "late"


def test_a_note_is_the_proof_and_can_be_taken_back_by_its_writer(dated: Cast) -> None:
    """Done names its record and day; a reason is shown as one; only its writer takes it back."""
    move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    told = told_of(dated.ayla, dated.senco)
    for key, why_not in (("s2-concern", False), ("s2-pupil-voice", True)):
        note_evidence(
            pupil=dated.ayla,
            asked=spec(told, key),
            on=NOVEMBER,
            words=f"Words of {key}",
            why_not=why_not,
            by=dated.teacher_4b,
        )
    told = told_of(dated.ayla, dated.teacher_4b)
    kind, line = line_of(told, "s2-concern")
    assert (kind, line.chip) == ("done", ("done", "Done 9 Nov"))
    (proof,) = line.proof
    assert (proof.words, proof.day) == ("Words of s2-concern", "9 November 2026")
    assert proof.take_back_url
    kind, line = line_of(told, "s2-pupil-voice")
    assert (kind, line.chip) == ("done", ("info", "Reason recorded"))
    assert line.proof[0].why_not
    _, line = line_of(told_of(dated.ayla, dated.head), "s2-concern")
    assert not line.proof[0].take_back_url


def test_a_meeting_is_linked_for_those_who_may_read_it(dated: Cast) -> None:
    """The proof of a meeting leads to its page; a TA reads that there was one."""
    move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    meeting = met(dated, dated.ayla, on=OCTOBER)
    url = reverse("reports:meeting_detail", args=[dated.school.slug, meeting.pk])
    for reader, there in ((dated.senco, url), (dated.ta, "")):
        proofs = [
            proof
            for group in told_of(dated.ayla, reader).asked.groups
            for line in group.lines
            for proof in line.proof
        ]
        assert [proof.url for proof in proofs if "eeting" in proof.words][:1] == [there]


@pytest.mark.parametrize("who", ["senco", "teacher_4b", "head", "ta", "dsl"])
def test_only_who_may_record_is_offered_it(dated: Cast, who: str) -> None:
    """SENCO and teachers have the two buttons; head, TA and DSL read."""
    move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    told = told_of(dated.ayla, dated.staff[who])
    offered = {bool(line.done_url) for line in groups(told)["overdue"].values()}
    assert offered == {who in ("senco", "teacher_4b")}


def test_what_cannot_be_answered_yet_has_no_buttons(dated: Cast) -> None:
    """A meeting in July is told in November, not offered: a record of today answers nothing."""
    move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    kind, line = line_of(told_of(dated.ayla, dated.senco), "all-transition")
    assert kind == "later"
    assert line.chip == ("info", "1 Jul to 23 Jul")
    assert not line.done_url


def test_which_weeks_are_counted(dated: Cast) -> None:
    """Six teaching weeks: holidays do not count, and when they are over is said."""
    move(dated.ayla, "stage-1", NOVEMBER, dated.senco)
    told = told_of(dated.ayla, dated.senco)
    page = stage_page(dated.ayla, dated.senco, today())
    assert page.timeframe.startswith("6 teaching weeks")
    assert told.counted == "holidays do not count"
    assert told.runs_out == "18 December 2026"
    assert not told.is_over


def test_dates_that_end_are_said(dated: Cast) -> None:
    """Late in the last term there are dates of: when a term here is over is not known yet."""
    with time_machine.travel(datetime(2027, 7, 1, 12, tzinfo=UTC)):
        move(dated.ayla, "stage-2", date(2027, 6, 28), dated.senco)
        told = told_of(dated.ayla, dated.senco)
    assert (told.runs_out, told.dates_until) == ("", "23 July 2027")
    assert told.has_dates


def test_without_dates_it_says_so(acting: Cast) -> None:
    """No term dates: nothing has a date, and the page says why."""
    move(acting.ayla, "stage-2", SEPTEMBER, acting.senco)
    told = told_of(acting.ayla, acting.senco)
    assert not told.has_dates
    page = client_of(acting.senco).get(
        reverse("reports:pupil_stage", args=[acting.school.slug, acting.ayla.pk])
    )
    assert "term dates are not in yet" in plain(page)


def test_an_overlay_asks_beside_the_stage(cast: Cast, monday: None) -> None:
    """What is asked beside the stage says what asks for it, and which agency."""
    give_ladder(cast.senco, "all-saints")
    with school_scope(cast.school, by=cast.senco.user):
        start_overlay(
            pupil=cast.ayla,
            stage=stage("step-5"),
            agency="#Thrive",
            on=OCTOBER,
            by=cast.senco,
            reason="Worries",
        )
        told = told_of(cast.ayla, cast.senco)
        besides = {line.beside for group in told.asked.groups for line in group.lines}
    assert besides == {"Step 5: Support from outside agencies: #Thrive"}


def test_standing_and_engine_say_the_same_next_thing(dated: Cast) -> None:
    """The header of every page names one next thing, stored or reckoned."""
    move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    restand([dated.ayla.pk])
    standing = Standing.objects.get(pupil=dated.ayla)
    told = told_of(dated.ayla, dated.senco)
    assert next_of_standing(standing, today()) == next_of_answer(told.answer)


def test_a_child_at_no_stage_is_asked_nothing(dated: Cast, noor: Pupil) -> None:
    """No groups, no next thing, no notice about dates."""
    told: Any = told_of(noor, dated.senco)
    assert told.asked.is_empty
    assert (told.runs_out, told.dates_until, next_of_answer(told.answer)) == ("", "", None)


def test_a_retired_stage_asks_nothing(dated: Cast) -> None:
    """A stage the ladder in use no longer has: the record is told, nothing is asked by it."""
    record = move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    assert ladder_in_use()  # read, and kept: the record's stage is of an earlier version now
    Stage.objects.filter(pk=record.stage_id).update(key="gone")
    told = told_of(dated.ayla, dated.senco)
    assert told.answer.is_retired
    assert told.asked.is_empty
    url = reverse("reports:pupil_stage", args=[dated.school.slug, dated.ayla.pk])
    page = client_of(dated.senco).get(url)
    assert page.status_code == 200
    assert "no longer on the school's ladder" in plain(page)


def test_what_can_never_come_round_is_said(dated: Cast) -> None:
    """A requirement of August, when there is no school: the page names it."""
    Requirement.objects.filter(key="all-transition").update(every="in August")
    move(dated.ayla, "stage-2", SEPTEMBER, dated.senco)
    told = told_of(dated.ayla, dated.senco)
    assert told.asked.never == ["Transition and target meeting every July"]
    url = reverse("reports:pupil_stage", args=[dated.school.slug, dated.ayla.pk])
    assert "can come round in no month" in plain(client_of(dated.senco).get(url))
