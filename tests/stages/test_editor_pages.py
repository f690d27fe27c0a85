"""The editor's pages: what is typed wrong is told and kept, and two people lose nothing."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schools.tenancy import school_scope
from stages.drafting import bench
from stages.ladder import LadderSpec
from stages.models import LadderVersion, StageRecord
from stages.presets import preset
from tests.cast import Cast
from tests.factories.stages import move
from tests.people import SignIn
from tests.pupils.pages import plain
from tests.stages.test_drafts import SEPTEMBER

HTMX = {"HX-Request": "true"}
SIX_WEEKLY = ("requirement_edit", "s2-six-weekly")


def address(name: str, pk: Any = None) -> str:
    """The address of a page of the editor."""
    where: dict[str, Any] = {"school": "northfield"}
    return reverse(f"stages:{name}", kwargs=where | ({"pk": pk} if pk else {}))


def drafted(cast: Cast) -> LadderSpec:
    """The ladder as edited so far."""
    with school_scope(cast.school):
        found = bench()
        assert found
        return found.spec


def fields_of(answer: Any) -> dict[str, Any]:
    """What a browser would send for the form just opened."""
    sent = {bound.html_name: bound.value() for bound in answer.context["form"]}
    ticked = {name: "on" if value is True else value for name, value in sent.items()}
    return {name: value for name, value in ticked.items() if value not in (None, False, [])}


@pytest.fixture
def senco(on_ladder: Cast, sign_in: SignIn) -> Client:
    """The SENCO at work."""
    return sign_in(on_ladder.senco)


def send(client: Client, page: tuple[str, Any], **typed: Any) -> Any:
    """Open a form, change what is given, send it."""
    shown = client.get(address(*page))
    return client.post(address(*page), fields_of(shown) | typed)


BAD: dict[str, tuple[tuple[str, Any], dict[str, Any], str]] = {
    "0 weeks": (
        ("stage_time", "stage-1"),
        {"n": "0"},
        "0 teaching weeks is not a length between 1 and 104 weeks",
    ),
    "500 weeks": (
        ("stage_time", "stage-1"),
        {"n": "500"},
        "500 teaching weeks is not a length between 1 and 104 weeks",
    ),
    "until no month": (
        ("stage_time", "stage-1"),
        {"unit": "months"},
        "No month is named: choose at least one",
    ),
    "in no months": (SIX_WEEKLY, {"every": "months"}, "No month is named: choose at least one"),
    "every 0 weeks": (SIX_WEEKLY, {"n": "0"}, "0 calendar weeks is not a length"),
    "53 a year": (SIX_WEEKLY, {"every": "times_a_year", "n": "53"}, "between 1 and 52"),
    "at every nothing": (SIX_WEEKLY, {"every": "at_every"}, "choose at every what"),
    "no such kind": (SIX_WEEKLY, {"what": "plan:nothing"}, "no such kind of record"),
    "at no such kind": (
        SIX_WEEKLY,
        {"every": "at_every", "at_kind": "meeting:none"},
        "Select a valid choice",
    ),
    "no words": (SIX_WEEKLY, {"words": ""}, "This field is required"),
    "whose voice": (SIX_WEEKLY, {"what": "voice:"}, "Say whose voice"),
    "two of one name": (
        ("stage_about", "stage-2"),
        {"label": "Stage 1", "name": "cause of concern"},
        "Two stages are called 'Stage 1: Cause of concern'",
    ),
    "added twice": (
        ("stage_add", None),
        {"label": "Stage 1", "name": "Cause of Concern"},
        "Two stages are called",
    ),
    "plan off the register": (
        ("stage_place", "stage-2"),
        {"needs_ehc_plan": "on"},
        "with an EHC plan is on the register",
    ),
    "teachers on the register": (
        ("stage_place", "stage-2"),
        {"on_register": "on"},
        "Only the SENCO places a child on the register",
    ),
    "every child, asked": (
        ("stage_place", "stage-1"),
        {"sort": "universal"},
        "every child is here, so it can ask nothing",
    ),
    "together apart": (
        ("stage_place", "stage-1"),
        {"together": ["stage-3"]},
        "must follow one another",
    ),
    "together across the register": (
        ("stage_place", "stage-2"),
        {"together": ["stage-3"]},
        "some are on the register and some are not",
    ),
    "a circle together": (
        ("stage_place", "stage-4"),
        {"together": ["stage-3"]},
        "one builds on another and cannot run beside it",
    ),
    "a circle of support": (
        ("stage_support", "stage-3"),
        {"builds_on": ["stage-4"]},
        "builds on itself by way of stage-4",
    ),
    "a way to nowhere": (
        ("way_edit", "stage-1-1"),
        {"to": "stage-9"},
        "That stage is not on this ladder",
    ),
    "a way to nothing": (("way_edit", "stage-1-1"), {"to": ""}, "Say to which stage it leads"),
    "no web address": (
        ("stage_links", "stage-2"),
        {"address_0": "javascript:alert(1)"},
        "Enter a valid URL",
    ),
    "a link of no name": (
        ("stage_links", "stage-2"),
        {"note_1": "Ask the office"},
        "Say what this is called",
    ),
    "two kinds of one name": (
        ("kind_add", None),
        {"evidence": "meeting", "name": "panel meeting"},
        "There is a kind called panel meeting already",
    ),
    "a name too long": (("ladder_about", None), {"name": "x" * 121}, "at most 120 characters"),
    "no preset": (("ladder_copy", None), {"key": "nine"}, "Select a valid choice"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_told_and_kept(on_ladder: Cast, senco: Client, case: str) -> None:
    """One clear mistake, 422, everything typed still there, and no draft begun."""
    page, typed, words = BAD[case]
    answer = send(senco, page, **typed)
    assert answer.status_code == 422
    assert words in plain(answer)
    form = answer.context["form"]
    for name, value in typed.items():
        kept = form[name].value()
        assert kept is True if value == "on" else kept == value, name
    with school_scope(on_ladder.school):
        assert not LadderVersion.objects.drafts().exists()


@pytest.mark.parametrize("who", ["senco", "office"])
def test_from_a_frequency_to_a_new_version(on_ladder: Cast, sign_in: SignIn, who: str) -> None:
    """Change, read in the preview for how many, publish; everybody then reads the new words."""
    client = sign_in(on_ladder.staff[who])
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        move(on_ladder.ayla, "stage-2", SEPTEMBER, on_ladder.senco)
    assert send(client, SIX_WEEKLY, n="4").status_code == 302
    shown = client.get(address("ladder_publish"))
    preview = plain(shown)
    assert "1 child at Stage 2: Initial concern" in preview
    assert "Review 6 weekly in school (every six weeks; with class teacher)" in preview
    assert "Review 6 weekly in school (every four weeks; with class teacher)" in preview
    assert "?stage=stage-2" in shown.content.decode()
    answer = send(client, ("ladder_publish", None), reason="The governors agreed")
    assert answer.status_code == 302
    staff = sign_in(on_ladder.ta)
    assert "every four weeks" in plain(staff.get(address("ladder_detail")))
    versions = plain(staff.get(address("version_list")))
    assert "The governors agreed" in versions
    assert "Stage 2: Initial concern (changed)" in versions
    with school_scope(on_ladder.school):
        first = LadderVersion.objects.published().last().pk
    assert "every six weeks" in plain(staff.get(address("version_detail", first)))


def test_the_sentence_is_read_back(on_ladder: Cast, senco: Client) -> None:
    """Htmx gets the fragment that the whole page holds; neither saves anything."""
    typed = fields_of(senco.get(address(*SIX_WEEKLY))) | {"read": "1", "with_whom": ["parent"]}
    typed |= {"every": "term", "at_least": "on", "strength": "expected"}
    part = senco.post(address(*SIX_WEEKLY), typed, headers=HTMX)
    page = senco.post(address(*SIX_WEEKLY), typed)
    assert (part.status_code, page.status_code) == (200, 200)
    assert part.content.decode().strip() in page.content.decode()
    said = plain(part)
    assert "Reviewed at least each term, with parents. Expected for every child" in said
    assert "With the rest of the stage: Reviewed at every pupil progress meeting" in said
    wrong = senco.post(address(*SIX_WEEKLY), typed | {"every": "months"}, headers=HTMX)
    assert "Months: No month is named" in plain(wrong)
    assert drafted(on_ladder) == preset("send-overview")


def test_two_people_edit_one_section(on_ladder: Cast, senco: Client, sign_in: SignIn) -> None:
    """The second sees both texts and can save again; then theirs is on top, not beside."""
    page = ("stage_about", "stage-2")
    typed = fields_of(senco.get(address(*page))) | {"when": "My words"}
    assert send(sign_in(on_ladder.office), page, when="Their words").status_code == 302
    answer = senco.post(address(*page), typed)
    assert answer.status_code == 409
    said = plain(answer)
    assert "Office saved this first" in said
    assert "Their words" in said
    assert "My words" in said
    assert senco.post(address(*page), fields_of(answer)).status_code == 302
    assert drafted(on_ladder).stage("stage-2").when == "My words"


def test_a_section_of_a_stage_retired_meanwhile(on_ladder: Cast, senco: Client) -> None:
    """What was typed is still there, with a sentence that says what happened."""
    page = ("stage_about", "stage-2")
    typed = fields_of(senco.get(address(*page))) | {"when": "A long text"}
    senco.post(address("stage_retire", "stage-2"))
    assert senco.get(address(*page)).status_code == 404
    answer = senco.post(address(*page), typed)
    assert answer.status_code == 422
    assert "A long text" in plain(answer)
    assert "somebody took it out" in plain(answer)
    assert senco.post(address("stage_restore", "stage-2")).status_code == 302
    assert drafted(on_ladder).stage("stage-2") == preset("send-overview").stage("stage-2")


def test_publishing_what_somebody_changed_meanwhile(on_ladder: Cast, senco: Client) -> None:
    """Nothing is published; the page shows the draft as it is now and keeps the reason typed."""
    send(senco, SIX_WEEKLY, n="4")
    typed = fields_of(senco.get(address("ladder_publish"))) | {"reason": "My reason"}
    send(senco, SIX_WEEKLY, n="3")
    answer = senco.post(address("ladder_publish"), typed)
    assert answer.status_code == 409
    assert "every three weeks" in plain(answer)
    assert "My reason" in plain(answer)
    with school_scope(on_ladder.school):
        assert LadderVersion.objects.in_use().get().number == 1
    assert senco.post(address("ladder_publish"), fields_of(answer)).status_code == 302


def test_the_publish_page_asks_where_children_go(on_ladder: Cast, senco: Client) -> None:
    """The SENCO chooses; the page counts them; what is left alone stays with its record."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        move(on_ladder.ayla, "stage-2", SEPTEMBER, on_ladder.senco)
        move(on_ladder.ben, "stage-3", SEPTEMBER, on_ladder.senco)
    for key in ("stage-2", "stage-3"):
        senco.post(address("stage_retire", key))
    page = senco.get(address("ladder_publish"))
    assert set(page.context["form"].fields) >= {"move_stage-2", "move_stage-3"}
    assert "The new version does not have this stage" in plain(page)
    bad = senco.post(address("ladder_publish"), fields_of(page) | {"move_stage-2": "stage-3"})
    assert bad.status_code == 422
    sent = fields_of(page) | {"move_stage-2": "stage-1"}
    assert senco.post(address("ladder_publish"), sent).status_code == 302
    with school_scope(on_ladder.school):
        at = dict(StageRecord.objects.current().values_list("pupil__forename", "stage__key"))
    assert at == {"Ayla": "stage-1", "Ben": "stage-3"}


def test_the_office_is_not_asked(on_ladder: Cast, sign_in: SignIn) -> None:
    """It may publish; where children go is the SENCO's. A choice sent anyway moves nobody."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        move(on_ladder.ben, "stage-3", SEPTEMBER, on_ladder.senco)
    office = sign_in(on_ladder.office)
    office.post(address("stage_retire", "stage-3"))
    page = office.get(address("ladder_publish"))
    assert "Only the SENCO can move children" in plain(page)
    forged = fields_of(page) | {"move_stage-3": "stage-2"}
    assert office.post(address("ladder_publish"), forged).status_code == 302
    with school_scope(on_ladder.school):
        assert StageRecord.objects.current().get().stage.key == "stage-3"


def test_order_by_htmx_as_by_reload(on_ladder: Cast, senco: Client) -> None:
    """The cards that htmx swaps are those of the page."""
    asked = {"what": "stage", "key": "stage-2", "step": "up"}
    part = senco.post(address("ladder_order"), asked, headers=HTMX).content.decode()
    page = senco.get(address("ladder_edit")).content.decode()
    cards = re.findall(r'id="stage-([\w-]+)"', part)
    assert cards == re.findall(r'class="panel card-of-stage" id="stage-([\w-]+)"', page)
    assert cards[:2] == ["stage-2", "stage-1"]
    plain = senco.post(address("ladder_order"), asked | {"step": "down"})
    assert plain.url.endswith("#stage-stage-2")  # type: ignore[attr-defined]  # a redirect has one
    assert drafted(on_ladder) == preset("send-overview")


def test_lists_are_reordered_and_emptied(on_ladder: Cast, senco: Client) -> None:
    """What is asked and the ways change places and are taken out, once asked."""
    senco.post(address("ladder_order"), {"what": "asked", "key": "s1-mapping", "step": "up"})
    senco.post(address("ladder_order"), {"what": "way", "key": "stage-3-1", "step": "down"})
    stage = drafted(on_ladder).stage("stage-1")
    assert [item.key for item in stage.requirements][1] == "s1-mapping"
    assert drafted(on_ladder).routes_from("stage-3")[0].direction == "stay"
    for page in (("requirement_remove", "s1-mapping"), ("way_remove", "stage-3-1")):
        assert send(senco, page).status_code == 302
    assert "s1-mapping" not in {i.key for i in drafted(on_ladder).stage("stage-1").requirements}
    assert drafted(on_ladder).routes_from("stage-3")[0].direction == "forward"
    unknown = {"what": "asked", "key": "nothing", "step": "up"}
    assert senco.post(address("ladder_order"), unknown).status_code == 302


def test_comparing_with_a_preset(on_ladder: Cast, senco: Client) -> None:
    """What differs is told in words; what is the same says so; nonsense is a mistake."""
    assert "They are the same" in plain(senco.get(address("ladder_compare")))
    send(senco, SIX_WEEKLY, n="4")
    page = senco.get(address("ladder_compare") + "?old=version:1&new=draft")
    assert "every four weeks" in plain(page)
    other = senco.get(address("ladder_compare") + "?old=preset:eight-steps&new=version:1")
    assert "Stage 6: EHCP is successful new" in plain(other)
    wrong = senco.get(address("ladder_compare") + "?old=version:9&new=draft")
    assert wrong.status_code == 422
