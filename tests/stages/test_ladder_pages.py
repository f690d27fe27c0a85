"""The ladder in plain words, and choosing one."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from schools.tenancy import school_scope
from stages.contexts import ladder_page
from stages.ladder import LadderSpec
from stages.models import LadderVersion
from stages.periods import Frequency
from stages.plain_words import details, how_long, how_often
from stages.presets import preset, presets
from tests.cast import Cast
from tests.factories.stages import give_ladder
from tests.people import SignIn
from tests.stages.facts import asked

DETAIL = reverse("stages:ladder_detail", kwargs={"school": "northfield"})
ADOPT = reverse("stages:ladder_adopt", kwargs={"school": "northfield"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at least 3 a year", "at least three times a year"),
        ("in October, February, July", "in October, February and July"),
        ("in July", "in July"),
        ("at every meeting:progress", "at every pupil progress meeting"),
        ("every 6 weeks", "every six weeks"),
        ("weekly", "each week"),
        ("half-termly", "each half-term"),
        ("yearly", "once a year"),
        ("every 12 weeks", "every 12 weeks"),
    ],
)
def test_how_often_in_words(text: str, words: str) -> None:
    """A frequency reads as a person would say it."""
    assert how_often(preset("send-overview"), Frequency.read(text)) == words


def test_how_long_in_words() -> None:
    """A timeframe keeps the school's own qualification."""
    ladder = preset("send-overview")
    assert how_long(ladder.stage("stage-3")) == "2 terms (unless further concerns)"
    assert how_long(ladder.stage("stage-5")) == "26 calendar weeks (or longer)"
    assert how_long(preset("all-saints").stage("step-1")) == ""


def test_a_requirement_in_words() -> None:
    """With whom, to whom, for whom and how firmly are said beside the requirement."""
    ladder = preset("send-overview")
    assert details(ladder, asked(ladder, "all-copies-map")) == (
        "at every review of the individual provision map; "
        "given to SEN TA, Parents and Class inclusion file; for any child who has one"
    )
    other = preset("my-support-plan")
    assert details(other, asked(other, "ehc-cycles")) == "once; two of them; earlier stages count"
    assert details(other, asked(other, "support-specialists")).endswith("to be considered")


@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_every_word_of_the_ladder_is_on_its_page(
    cast: Cast, sign_in: SignIn, spec: LadderSpec
) -> None:
    """Names, entry texts, support, actions, requirements, routes and notes are all printed."""
    give_ladder(cast.senco, spec.key)
    page = sign_in(cast.ta).get(DETAIL).content.decode()
    text = re.sub(r"\s+", " ", html.unescape(page))
    said = [spec.name, *spec.notes, *(item.words for item in spec.requirements)]
    for stage in spec.stages:
        said += [stage.title, stage.when, *stage.support, *stage.actions, *stage.recording]
        said += [stage.timeframe_note, stage.provision, stage.list_name, *stage.agencies]
        said += [item.words for item in stage.requirements]
        said += [note for link in stage.links for note in (link.name, link.note)]
        said += [involved.note for involved in stage.involved]
    said += [words for route in spec.routes for words in (route.words, route.when)]
    assert [words for words in said if words and words not in text] == []
    assert (spec.proposal in text) if spec.proposal else ("not law" not in text)


def test_before_there_is_one(cast: Cast, sign_in: SignIn) -> None:
    """An empty page says what goes there; who may choose is offered the first step."""
    assert ADOPT in sign_in(cast.office).get(DETAIL).content.decode()
    page = sign_in(cast.teacher_4b).get(DETAIL).content.decode()
    assert "No ladder yet" in page
    assert ADOPT not in page


@pytest.mark.smoke
@pytest.mark.parametrize("who", ["senco", "office"])
def test_choosing(cast: Cast, sign_in: SignIn, who: str) -> None:
    """The SENCO or the office chooses a preset; then the ladder is there."""
    client = sign_in(cast.staff[who])
    assert "A proposal, not law" in client.get(ADOPT).content.decode()
    answer: Any = client.post(ADOPT, {"key": "eight-steps"}, follow=True)
    assert "Intervention Monitoring" in answer.content.decode()
    with school_scope(cast.school):
        assert LadderVersion.objects.in_use().get().published_by == cast.staff[who].user


@pytest.mark.parametrize("who", ["head", "teacher_4b", "ta", "dsl", "year_leader"])
def test_who_may_not_choose(cast: Cast, sign_in: SignIn, who: str) -> None:
    """Other roles may not."""
    client = sign_in(cast.staff[who])
    assert client.get(ADOPT).status_code == 403
    assert client.post(ADOPT, {"key": "eight-steps"}).status_code == 403


def test_choosing_twice(on_ladder: Cast, sign_in: SignIn) -> None:
    """A school with a ladder is led to it; sending the form anyway changes nothing."""
    client = sign_in(on_ladder.senco)
    assert client.get(ADOPT).url == DETAIL  # type: ignore[attr-defined]  # a redirect has one
    answer = client.post(ADOPT, {"key": "eight-steps"})
    assert answer.status_code == 422
    assert "has a ladder already" in answer.content.decode()


@pytest.mark.parametrize("key", ["", "nine-steps"])
def test_choosing_nothing(cast: Cast, sign_in: SignIn, key: str) -> None:
    """Without a choice, or with one that is not there, the page says so."""
    answer = sign_in(cast.senco).post(ADOPT, {"key": key})
    assert answer.status_code == 422
    with school_scope(cast.school):
        assert not LadderVersion.objects.exists()


def test_stages_together_show_their_ways_once() -> None:
    """Of stages that run together only the first shows the ways on, since it holds the record."""
    page = ladder_page(preset("eight-steps"))
    ways = {stage.key: bool(stage.routes) for stage in page.stages}
    assert (ways["step-4"], ways["step-5"], ways["step-6"]) == (True, False, False)
    assert "At the same time as Step 4 and Step 6" in page.stages[4].tags
