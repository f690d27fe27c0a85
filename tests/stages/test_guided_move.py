"""A guided move: what is missing before it and what follows, by the engine, kept with the move."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.dates import today
from common.errors import Refused
from pupils.models import AccessEntry, Pupil
from schools.tenancy import school_scope
from stages.actions import note_evidence, place
from stages.guiding import Guide, guide_of
from stages.models import StageRecord
from stages.occurrences import State
from stages.vocabulary import Direction
from tests.cast import Cast
from tests.factories.stages import move, stage
from tests.people import SignIn
from tests.stages.test_move_page import OCTOBER, fill

NOVEMBER = date(2026, 11, 9)


@pytest.fixture
def placed(dated: Cast) -> Cast:
    """Ayla at SEN support since 12 October, in a school with its dates."""
    move(dated.ayla, "stage-3", OCTOBER, dated.senco)
    return dated


def guide(pupil: Pupil) -> Guide:
    """The engine on a child."""
    found = guide_of(pupil, today())
    assert found
    return found


def way(found: Guide, to: str) -> Any:
    """The ladder's way from SEN support to a stage."""
    return next(r for r in found.known.engine.ladder.routes_from("stage-3") if r.to == to)


def saved(cast: Cast, senco: Client, **changes: Any) -> StageRecord:
    """The record a move of Ayla makes."""
    url = reverse("stages:move", kwargs={"school": "northfield", "pk": cast.ayla.pk})
    with school_scope(cast.school):
        head = StageRecord.objects.get(pupil=cast.ayla)
    sent = fill(on="2026-11-23", expected=f"{head.pk}.{head.version}", **changes)
    answer = senco.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    with school_scope(cast.school):
        found: StageRecord = StageRecord.objects.current().get(pupil=cast.ayla)
    return found


def test_what_is_missing_is_told_and_kept_with_the_move(placed: Cast, sign_in: SignIn) -> None:
    """The page names it beside the way on; the record keeps it, with why it went on."""
    senco = sign_in(placed.senco)
    missing = guide(placed.ayla).missing_on(way(guide(placed.ayla), "stage-4"))
    assert missing
    url = reverse("stages:move", kwargs={"school": "northfield", "pk": placed.ayla.pk})
    page = senco.get(url).content.decode()
    assert "Missing before this move" in page
    assert all(words in page for words in missing)
    assert "What would follow, from 23 November 2026" in page
    typed = {"missing": "The speech report", "went_on_because": "It comes on Friday"}
    record = saved(placed, senco, to="stage-4", **typed)
    assert record.missing == "; ".join([*missing, "The speech report"])
    assert record.went_on_because == "It comes on Friday"


def test_the_reason_serves_where_no_other_is_given(placed: Cast, sign_in: SignIn) -> None:
    """Going on without something always has its reason."""
    record = saved(placed, sign_in(placed.senco), to="stage-4")
    assert record.missing
    assert record.went_on_because == record.reason


def test_the_move_itself_asks_the_engine(placed: Cast) -> None:
    """Whatever page or file a move comes from: without a reason it does not go on."""
    missing = guide(placed.ayla).missing_on(way(guide(placed.ayla), "stage-4"))
    asked: dict[str, Any] = {"pupil": placed.ayla, "stage": stage("stage-4"), "on": today()}
    with pytest.raises(Refused, match=f"without what is missing: {missing[0]}"):
        place(**asked, by=placed.senco, reason="More is needed")
    assert StageRecord.objects.count() == 1
    record = place(**asked, by=placed.senco, reason="More", went_on_because="It cannot wait")
    assert (record.missing, record.went_on_because) == ("; ".join(missing), "It cannot wait")


def test_what_is_missing_is_told_of_the_day_of_the_move(placed: Cast) -> None:
    """What was recorded after it was missing when the child moved."""
    found = guide(placed.ayla)
    first = found.answer.missing_for(way(found, "stage-4"))[0]
    note_evidence(pupil=placed.ayla, asked=first, on=today(), words="Done", by=placed.senco)
    before = guide_of(placed.ayla, NOVEMBER)
    assert before
    assert first.words in before.missing_on(way(before, "stage-4"))
    record = place(
        pupil=placed.ayla,
        stage=stage("stage-4"),
        on=NOVEMBER,
        by=placed.senco,
        reason="More",
        went_on_because="It cannot wait",
    )
    assert first.words in record.missing


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_the_preview_follows_the_day_typed(
    placed: Cast, sign_in: SignIn, headers: dict[str, str]
) -> None:
    """Nothing is saved, what was typed stays, and the fragment is the page's own part."""
    senco = sign_in(placed.senco)
    url = reverse("stages:move", kwargs={"school": "northfield", "pk": placed.ayla.pk})
    sent = fill(on="2026-11-02", reason="Half a sen", to="stage-5", preview="1")
    answer = senco.post(url, sent, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "What would follow, from 2 November 2026" in page
    assert ("Half a sen" in page) == (not headers)
    assert answer.context["form"]["to"].value() == "stage-5"
    with school_scope(placed.school):
        assert StageRecord.objects.count() == 1
        assert AccessEntry.objects.count() == (0 if headers else 1)


@pytest.mark.parametrize("day", ["", "soon", "2027-01-01", "2001-01-01"])
def test_a_day_that_cannot_be_is_told_of_today(placed: Cast, sign_in: SignIn, day: str) -> None:
    """A preview answers whatever was typed as the day."""
    url = reverse("stages:move", kwargs={"school": "northfield", "pk": placed.ayla.pk})
    answer = sign_in(placed.senco).post(url, fill(on=day, preview="1"))
    assert answer.context["day"] == today()


def test_a_way_back_lacks_nothing(placed: Cast, sign_in: SignIn) -> None:
    """Only going on, or round, is held against what the stage asks."""
    found = guide(placed.ayla)
    backward = [
        route
        for route in found.known.engine.ladder.routes_from("stage-3")
        if route.direction in (Direction.BACK, Direction.EXIT)
    ]
    assert backward
    assert not any(found.missing_on(route) for route in backward)
    record = saved(placed, sign_in(placed.senco), to="stage-2")
    assert (record.missing, record.went_on_because) == ("", "")


def test_what_was_recorded_is_missing_no_more(placed: Cast) -> None:
    """A reason why not counts as well."""
    before = guide(placed.ayla)
    first = before.answer.missing_for(way(before, "stage-4"))[0]
    note_evidence(
        pupil=placed.ayla,
        asked=first,
        on=today(),
        words="The family is away",
        why_not=True,
        by=placed.senco,
    )
    after = guide(placed.ayla)
    assert first.words in before.missing_on(way(before, "stage-4"))
    assert first.words not in after.missing_on(way(after, "stage-4"))


def test_what_follows_is_what_the_engine_says_after_the_move(placed: Cast) -> None:
    """Shown before saving, it is what the child's page says when the move was made."""
    told = [line.what for line in guide(placed.ayla).follows("stage-4")]
    move(placed.ayla, "stage-4", today(), placed.senco)
    answer = guide(placed.ayla).answer
    due = [item for item in answer.items if item.is_asked and item.due_on]
    assert told == [item.first.asked.words for item in due[: len(told)]]
    assert told
    assert State.OVERDUE not in {item.state for item in due}


def test_a_child_without_a_record_lacks_nothing(placed: Cast) -> None:
    """The universal stage asks nothing, so nothing is missing before the first stage."""
    found = guide(placed.ben)
    assert found.answer.here is None
    assert found.gaps([]) == {}
    assert found.follows("stage-2")
