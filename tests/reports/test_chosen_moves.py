"""One move for several children: those at one stage, all or none, each with what it lacks."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pupils.models import AccessEntry, Pupil, SenStatus
from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from stages.models import StageRecord, Standing
from tests.cast import Cast
from tests.factories.big import fill_school
from tests.factories.stages import give_ladder, move
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain

SEPTEMBER, ON = date(2026, 9, 14), "2026-11-09"
ON_WAY = "stage-3~stage-4.6"
MISTAKEN = 422
SHOWN, SAVED = 25, 60  # queries at most, for any number of children


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Ayla and Ben at SEN support, Kept watched, in a school with its dates."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
        for pupil, key in ((cast.ayla, "stage-3"), (cast.ben, "stage-3"), (cast.kept, "stage-2")):
            move(pupil, key, SEPTEMBER, cast.senco)
    return cast


@pytest.fixture
def senco(school: Cast, sign_in: SignIn) -> Client:
    """The SENCO's browser."""
    return sign_in(school.senco)


def at(cast: Cast, *pupils: Any, way: str = "") -> str:
    """The page for the children ticked."""
    ticks = "&".join(f"pupil={pupil.pk}" for pupil in pupils)
    where = reverse("reports:chosen_move", kwargs={"school": cast.school.slug})
    return f"{where}?{ticks}{f'&way={way}' if way else ''}"


def way_on(client: Client, url: str) -> str:
    """The address of the one way on from SEN support, as the page offers it."""
    for _, _, own, _ in client.get(url).context["origins"]:
        for line in own:
            if line.move.is_forward and line.move.stage.key == "stage-4":
                return str(line.url)
    raise AssertionError("the way on is not offered")


def standing(cast: Cast) -> dict[int, str]:
    """The stage of each child now."""
    with school_scope(cast.school):
        rows = StageRecord.objects.current().values_list("pupil_id", "stage__key")
        return dict(rows)


def test_the_ways_are_offered_by_where_the_children_stand(school: Cast, senco: Client) -> None:
    """Each stage with the children there and the ladder's own words; how many can take each way."""
    page = senco.get(at(school, school.ayla, school.ben, school.kept))
    told = {where: count for where, count, _, _ in page.context["origins"]}
    assert told == {"Stage 3: SEN support": "2 children", "Stage 2: Initial concern": "1 child"}
    assert "Little or no progress: seek advice from agencies" in plain(page)


def test_all_are_moved_with_what_each_lacks(school: Cast, senco: Client) -> None:
    """One record each, the one before ended, what is missing kept with the reason said of it."""
    url = way_on(senco, at(school, school.ayla, school.ben, school.kept))
    page = senco.get(url)
    assert [pupil for pupil, _ in page.context["left_out"]] == [school.kept]
    assert "Kept is at Stage 2: Initial concern." in plain(page)
    assert "Pupil voice" in plain(page)
    sent = fields_of(page) | {
        "on": ON,
        "reason": "Agencies are asked",
        "parent_told_how": "meeting",
        "parent_told_on": ON,
        f"why_{school.ben.pk}": "He was away",
    }
    answer = senco.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert "way=" not in answer["Location"]
    assert standing(school) == {
        school.ayla.pk: "stage-4",
        school.ben.pk: "stage-4",
        school.kept.pk: "stage-2",
    }
    with school_scope(school.school):
        made = {row.pupil_id: row for row in StageRecord.objects.current().order_by("-pk")[:2]}
        ayla, ben = made[school.ayla.pk], made[school.ben.pk]
        assert "Pupil voice" in ayla.missing
        assert (ayla.went_on_because, ben.went_on_because) == ("Agencies are asked", "He was away")
        assert (ayla.parent_told_how, str(ayla.parent_told_on)) == ("meeting", ON)
        assert ayla.route_words == "Little or no progress: seek advice from agencies"
        ended = StageRecord.objects.get(pupil=school.ayla, stage__key="stage-3")
        assert str(ended.ends_on) == ON
        assert [row.history_change_reason for row in ended.history.all()] == [
            "Ended by the next move",
            "Progress was reviewed",
        ]
        assert ayla.history.get().history_change_reason == "Agencies are asked"
        assert any(key.startswith("s4-") for key in keys_due(school.ayla))


def keys_due(pupil: Pupil) -> list[str]:
    """What the child's standing says is asked."""
    return [key for item in Standing.objects.get(pupil=pupil).items for key in item["keys"]]


def test_the_status_follows_for_all(school: Cast, senco: Client) -> None:
    """Off the register: N from that day for each, as after a single move."""
    url = at(school, school.ayla, school.ben)
    back = next(
        line.url
        for _, _, own, _ in senco.get(url).context["origins"]
        for line in own
        if line.move.stage and line.move.stage.key == "stage-2"
    )
    sent = fields_of(senco.get(back)) | {"on": ON, "reason": "Gaps are closing"}
    assert senco.post(back, sent).status_code == 302
    with school_scope(school.school):
        for pupil in (school.ayla, school.ben):
            assert SenStatus.objects.code_of(pupil.pk, date(2026, 11, 8)) == "K"
            assert SenStatus.objects.code_of(pupil.pk, date(2026, 11, 9)) == "N"


def test_one_who_refuses_keeps_all_as_they_were(school: Cast, senco: Client) -> None:
    """The page names the child and why and keeps what was typed; without the tick the rest go."""
    url = way_on(senco, at(school, school.ayla, school.ben))
    sent = fields_of(senco.get(url)) | {"on": ON, "reason": "Agencies are asked"}
    with school_scope(school.school, by=school.senco.user):
        move(school.ben, "stage-5", date(2026, 11, 16), school.senco)
        move(school.ben, "stage-3", date(2026, 11, 17), school.senco)
    answer = senco.post(url, sent)
    assert answer.status_code == MISTAKEN
    assert [pupil for pupil, _ in answer.context["problems"]] == [school.ben]
    assert "Somebody else moved this child" in plain(answer)
    assert "Agencies are asked" in plain(answer)
    assert standing(school)[school.ayla.pk] == "stage-3"
    rest = {name: value for name, value in sent.items() if name != f"in_{school.ben.pk}"}
    assert senco.post(url, rest).status_code == 302
    assert standing(school)[school.ayla.pk] == "stage-4"
    assert standing(school)[school.ben.pk] == "stage-3"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "This field is required"),
        ({"on": "2026-09-01"}, "a move cannot be dated before that"),
        ({"on": "2031-09-01"}, "is in the future"),
        ({"parent_told_how": "phone"}, "Say when the parent was told"),
        ({"in": ""}, "Leave at least one child ticked"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    school: Cast, senco: Client, changes: dict[str, str], words: str
) -> None:
    """A sentence, what was typed is kept, and nobody is moved."""
    url = way_on(senco, at(school, school.ayla, school.ben))
    sent = fields_of(senco.get(url)) | {"on": ON, "reason": "Asked", "decided_by": "Staff"}
    if "in" in changes:
        sent = {name: value for name, value in sent.items() if not name.startswith("in_")}
    answer = senco.post(url, sent | changes)
    assert answer.status_code == MISTAKEN
    assert words in plain(answer)
    assert answer.context["form"]["decided_by"].value() == "Staff"
    assert "stage-4" not in standing(school).values()


def test_a_day_typed_tells_what_is_missing_then(school: Cast, senco: Client) -> None:
    """Nothing is saved; the rows htmx takes keep their ticks and words."""
    url = way_on(senco, at(school, school.ayla, school.ben))
    sent = {
        "on": ON,
        "preview": "1",
        f"in_{school.ayla.pk}": "on",
        f"why_{school.ayla.pk}": "Half a sen",
    }
    answer = senco.post(url, sent, headers={"HX-Request": "true"})
    form = answer.context["form"]
    assert "Half a sen" in answer.content.decode()
    assert [bool(field.value()) for _, field, _, _ in form.rows] == [True, False]
    assert "<html" not in answer.content.decode()
    assert "Show what is missing then" in senco.post(url, sent).content.decode()
    assert "stage-4" not in standing(school).values()


def test_a_teacher_moves_below_the_register_only(school: Cast, sign_in: SignIn) -> None:
    """What no child chosen can be moved by is not offered; asked for anyway, nobody is moved."""
    client = sign_in(school.teacher_4b)
    page = client.get(at(school, school.ayla))
    assert "There is no move you can make for these children." in plain(page)
    forced = client.post(at(school, school.ayla, way="stage-3~stage-5"), {"reason": "x", "on": ON})
    assert forced.status_code == MISTAKEN
    assert standing(school)[school.ayla.pk] == "stage-3"


@pytest.mark.parametrize("way", ["", "~", "nowhere~stage-4", "stage-3~gone", "stage-3"])
def test_an_address_that_means_nothing_offers_the_ways(
    school: Cast, senco: Client, way: str
) -> None:
    """Whatever is asked for, the ways there are; one access entry lists the children."""
    page = senco.get(at(school, school.ayla, school.ben, way=way))
    assert page.status_code == 200
    assert page.context["origins"]
    with school_scope(school.school):
        assert set(AccessEntry.objects.get().pupil_ids) == {school.ayla.pk, school.ben.pk}


def test_nobody_chosen_and_no_ladder(cast: Cast, sign_in: SignIn) -> None:
    """The page says what comes first."""
    client = sign_in(cast.senco)
    assert "Nobody is chosen" in plain(client.get(at(cast)))
    assert "No ladder yet" in plain(client.get(at(cast, cast.ayla)))


def queries_to_move(client: Client, cast: Cast, pupils: list[Pupil]) -> tuple[int, int]:
    """How many statements the page and the save of a group take."""
    url = way_on(client, at(cast, *pupils))
    client.get(url)
    with CaptureQueriesContext(connection) as shown:
        page = client.get(url)
    sent = fields_of(page) | {"on": ON, "reason": "Agencies are asked"}
    with CaptureQueriesContext(connection) as saved:
        assert client.post(url, sent).status_code == 302
    return len(shown), len(saved)


def test_thirty_children_take_as_many_queries_as_three(cast: Cast, sign_in: SignIn) -> None:
    """Showing and saving: by batch, not by child."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
    fill_school(cast.senco, pupils=150, on_register=150)
    with school_scope(cast.school):
        at_three = StageRecord.objects.current().filter(stage__key="stage-3")
        pupils = [row.pupil for row in at_three.select_related("pupil")[:33]]
    assert len(pupils) == 33
    client = sign_in(cast.senco)
    three, thirty = (queries_to_move(client, cast, group) for group in (pupils[:3], pupils[3:33]))
    assert three == thirty
    assert thirty <= (SHOWN, SAVED)
    assert thirty[1] <= SAVED
