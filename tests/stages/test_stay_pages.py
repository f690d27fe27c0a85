"""Deciding to stay on the page of the move, reading it on the Stage page, taking it back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schools.tenancy import school_scope
from stages.models import StageRecord, StayDecision
from tests.cast import Cast
from tests.factories.stages import move
from tests.people import SignIn
from tests.stages.test_move_page import OCTOBER, fill

ROUND = "SEN support goes on with new targets"


@pytest.fixture
def placed(dated: Cast) -> Cast:
    """Ayla at SEN support since 12 October."""
    move(dated.ayla, "stage-3", OCTOBER, dated.senco)
    return dated


@pytest.fixture
def senco(placed: Cast, sign_in: SignIn) -> Client:
    """The SENCO's browser."""
    return sign_in(placed.senco)


def page(cast: Cast, route: str) -> str:
    """A page about Ayla."""
    return reverse(route, kwargs={"school": cast.school.slug, "pk": cast.ayla.pk})


def sent(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What a person sends who decides that Ayla stays."""
    head = StageRecord.objects.get(pupil=cast.ayla)
    return fill(to="*.1", on="2026-11-23", expected=f"{head.pk}.{head.version}") | changes


def test_it_is_recorded_where_moves_are(placed: Cast, senco: Client) -> None:
    """Offered in the ladder's words with what it does, and told on the Stage page with its why."""
    told = senco.get(page(placed, "stages:move")).content.decode()
    assert ROUND in told
    assert "Stays at Stage 3: SEN support. The time here would then run out on" in told
    answer = senco.post(page(placed, "stages:move"), sent(placed))
    assert answer.status_code == 302, answer.context["form"].errors
    row = StayDecision.objects.get()
    assert (row.route_words, row.reason) == (ROUND, "Gaps are not closing")
    assert row.went_on_because == row.reason
    shown = senco.get(page(placed, "reports:pupil_stage")).content.decode()
    assert "decided on 23 November 2026: Gaps are not closing" in " ".join(shown.split())
    assert "counted from 23 November 2026" in shown
    assert reverse("stages:stay_withdraw", args=[placed.school.slug, row.pk]) in shown


def test_bad_input_keeps_what_was_typed(placed: Cast, senco: Client) -> None:
    """A day that cannot be: one sentence, the way still chosen, nothing kept."""
    answer = senco.post(page(placed, "stages:move"), sent(placed, on="2026-10-01"))
    assert answer.status_code == 422
    assert "the decision cannot be of an earlier day" in answer.content.decode()
    assert answer.context["form"]["to"].value() == "*.1"
    assert not StayDecision.objects.exists()


def test_a_teacher_is_not_offered_it_on_the_register(placed: Cast, sign_in: SignIn) -> None:
    """And asking past that is 403."""
    teacher = sign_in(placed.teacher_4b)
    assert ROUND not in teacher.get(page(placed, "stages:move")).content.decode()
    assert teacher.post(page(placed, "stages:move"), sent(placed)).status_code == 403


def test_a_move_meanwhile_shows_both_texts(placed: Cast, senco: Client) -> None:
    """Nothing is recorded at a stage the child has left."""
    seen = sent(placed, reason="Mine")
    with school_scope(placed.school, by=placed.senco.user):
        move(placed.ayla, "stage-4", OCTOBER, placed.senco)
    answer = senco.post(page(placed, "stages:move"), seen)
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert not StayDecision.objects.exists()


def test_taking_it_back(placed: Cast, senco: Client) -> None:
    """With a reason; the decision stays to be read, struck through, and the time counts again."""
    senco.post(page(placed, "stages:move"), sent(placed))
    row = StayDecision.objects.get()
    url = reverse("stages:stay_withdraw", args=[placed.school.slug, row.pk])
    assert senco.post(url, {"because": "", "version": row.version}).status_code == 422
    assert "Somebody else" in senco.post(url, {"because": "x", "version": 9}).content.decode()
    assert senco.get(url).status_code == 200
    assert senco.delete(url).status_code == 405
    assert senco.post(url, {"because": "Wrong child", "version": row.version}).status_code == 302
    shown = senco.get(page(placed, "reports:pupil_stage")).content.decode()
    assert "Wrong child" in shown
    assert "counted from" not in shown
    assert senco.get(url).status_code == 404
