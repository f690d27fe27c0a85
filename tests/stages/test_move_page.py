"""The move page: the school's routes, what they change, and what it answers."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pupils.models import AccessEntry, Pupil, SenStatus
from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.cast import Cast
from tests.factories.stages import give_ladder, move
from tests.people import SignIn

OCTOBER = date(2026, 10, 12)


def address(cast: Cast, pupil: Pupil) -> str:
    """The move page of a pupil."""
    return reverse("stages:move", kwargs={"school": cast.school.slug, "pk": pupil.pk})


def fill(**changes: Any) -> dict[str, Any]:
    """What a person sends from the page of a child without a record."""
    return {
        "to": "stage-3",
        "on": "2026-11-09",
        "reason": "Gaps are not closing",
        "parent_told_how": "not_yet",
        "expected": "none",
    } | changes


def records(cast: Cast) -> list[StageRecord]:
    """Every stage record of the school."""
    with school_scope(cast.school):
        return list(StageRecord.objects.select_related("stage").order_by("pk"))


@pytest.fixture
def senco(on_ladder: Cast, sign_in: SignIn) -> Client:
    """The SENCO's browser."""
    return sign_in(on_ladder.senco)


@pytest.mark.smoke
def test_a_move_is_saved(on_ladder: Cast, senco: Client) -> None:
    """A move is recorded with its decision, and the child's Stage page follows."""
    sent = fill(decided_by="SENCO", parent_told_how="phone", parent_told_on="2026-11-09")
    answer = senco.post(address(on_ladder, on_ladder.ayla), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.headers["Location"] == reverse(
        "reports:pupil_stage", args=["northfield", on_ladder.ayla.pk]
    )
    (record,) = records(on_ladder)
    assert record.stage is not None
    assert (record.stage.key, record.reason) == ("stage-3", "Gaps are not closing")
    assert (record.decided_by, record.parent_told_how) == ("SENCO", "phone")


def test_routes_come_first_with_what_they_change(on_ladder: Cast, senco: Client) -> None:
    """The page offers the school's own words, where each leads and what it does to the status."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        move(on_ladder.ayla, "stage-3", OCTOBER, on_ladder.senco)
    page = senco.get(address(on_ladder, on_ladder.ayla)).content.decode()
    assert "Little or no progress: seek advice from agencies" in page
    assert "Stage 4: SEN support (with agencies). SEN status stays K." in page
    assert "SEN status changes from K to N" in page
    assert "Needs an EHC plan in force" in page
    assert page.index("Gaps have closed") < page.index("Stage 5: Statutory assessment")


def test_what_the_next_stage_asks_is_shown(on_ladder: Cast, senco: Client) -> None:
    """Beside the form: what to look at first, and what the stage ahead asks."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        move(on_ladder.ayla, "stage-3", OCTOBER, on_ladder.senco)
    way, back = senco.get(address(on_ladder, on_ladder.ayla)).context["ahead"]
    assert way.route.to == "Stage 4: SEN support (with agencies)"
    assert "SEN targets" in way.route.needs
    assert "Assessments/observations from agencies" in [line.words for line in way.asked]
    assert back.route.leads == "to Stage 2: Initial concern"


def test_the_one_way_on_is_chosen_already(on_ladder: Cast, senco: Client) -> None:
    """Where one route leads on it is chosen, so that a move takes a reason and one click more."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        move(on_ladder.ayla, "stage-3", OCTOBER, on_ladder.senco)
    form = senco.get(address(on_ladder, on_ladder.ayla)).context["form"]
    chosen = form.moves[form["to"].initial]
    assert chosen.stage.key == "stage-4"
    saved = {
        name: form[name].value() or "" for name in form.fields if name not in ("reason", "on_list")
    }
    answer = senco.post(address(on_ladder, on_ladder.ayla), saved | {"reason": "No progress"})
    assert answer.status_code == 302
    assert records(on_ladder)[-1].route_words == chosen.words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"to": "stage-6"}, "none is recorded for Ayla on 9 November 2026"),
        ({"on": "2026-12-25"}, "25 December 2026 is in the future"),
        ({"on": "2016-01-01"}, "is before Ayla was born"),
        ({"to": "nowhere"}, "not on this school&#x27;s ladder"),
        ({"to": ""}, "Choose where to"),
        ({"reason": ""}, "This field is required"),
        ({"parent_told_how": "phone"}, "Say when the parent was told"),
        ({"missing": "Pupil voice"}, "Say why the move goes on without"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    on_ladder: Cast, senco: Client, changes: dict[str, Any], words: str
) -> None:
    """Each mistake gets a sentence, what was typed is kept, and nothing is changed."""
    answer = senco.post(address(on_ladder, on_ladder.ayla), fill(decided_by="Staff") | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="Staff"' in page
    assert records(on_ladder) == []


def test_before_the_last_move(on_ladder: Cast, senco: Client) -> None:
    """A move dated before the last one is refused with one sentence that names the day."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        first = move(on_ladder.ayla, "stage-3", OCTOBER, on_ladder.senco)
    sent = fill(to="stage-5", on="2026-10-01", expected=f"{first.pk}.1")
    page = senco.post(address(on_ladder, on_ladder.ayla), sent).content.decode()
    assert "Ayla has been at Stage 3: SEN support since 12 October 2026" in page
    assert len(records(on_ladder)) == 1


def test_two_browsers(on_ladder: Cast, senco: Client, sign_in: SignIn) -> None:
    """The second of two moves sees both texts; saving again goes on top of the first."""
    where = address(on_ladder, on_ladder.ayla)
    senco.post(where, fill(to="stage-3", reason="Theirs"))
    answer = sign_in(on_ladder.senco).post(where, fill(to="stage-4", reason="Mine"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Theirs", "Mine", "Stage 3: SEN support"))
    assert len(records(on_ladder)) == 1
    again = fill(to="stage-4", reason="Mine", expected=answer.context["form"]["expected"].value())
    assert senco.post(where, again).status_code == 302
    assert [record.reason for record in records(on_ladder)] == ["Theirs", "Mine"]


def test_two_browsers_to_the_same_stage(on_ladder: Cast, senco: Client, sign_in: SignIn) -> None:
    """The same move made twice at once is recorded once, and the second is told."""
    where = address(on_ladder, on_ladder.ayla)
    senco.post(where, fill(reason="Theirs"))
    answer = sign_in(on_ladder.senco).post(where, fill(reason="Mine"))
    assert answer.status_code == 409
    assert [record.reason for record in records(on_ladder)] == ["Theirs"]


def test_another_schools_child(on_ladder: Cast, other: Cast, senco: Client) -> None:
    """A child of another school is not there."""
    assert senco.get(address(on_ladder, other.ayla)).status_code == 404
    assert senco.post(address(on_ladder, other.ayla), fill()).status_code == 404


@pytest.mark.parametrize(
    ("who", "child", "status"),
    [
        ("teacher_4b", "ayla", 200),
        ("teacher_4b", "ben", 404),
        ("teacher_4b", "kept", 404),
        ("year_leader", "ben", 200),
        ("head", "ayla", 403),
        ("ta", "ayla", 403),
        ("office", "ayla", 403),
        ("dsl", "ayla", 403),
    ],
)
def test_who_opens_it(on_ladder: Cast, sign_in: SignIn, who: str, child: str, status: int) -> None:
    """Teachers and year leaders for their own children; other roles not at all."""
    client = sign_in(on_ladder.staff[who])
    assert client.get(address(on_ladder, on_ladder.children[child])).status_code == status


def test_a_teacher_is_not_offered_the_register(on_ladder: Cast, sign_in: SignIn) -> None:
    """A teacher is offered stages below the register; asking past that is 403."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        row = SenStatus.objects.get(pupil=on_ladder.ayla)
        row.ends_on = OCTOBER
        row.save()
    client, where = sign_in(on_ladder.teacher_4b), address(on_ladder, on_ladder.ayla)
    offered = [value for value, _ in client.get(where).context["form"].fields["to"].choices]
    assert offered == ["stage-1", "stage-2"]
    assert client.post(where, fill(to="stage-3")).status_code == 403
    assert client.post(where, fill(to="stage-2")).status_code == 302
    assert len(records(on_ladder)) == 1


def test_looking_writes_one_access_entry(on_ladder: Cast, senco: Client) -> None:
    """Opening the page writes one access entry and nothing else."""
    senco.get(address(on_ladder, on_ladder.ayla))
    with school_scope(on_ladder.school):
        assert AccessEntry.objects.get().pupil == on_ladder.ayla
    assert records(on_ladder) == []


def test_wrong_method(on_ladder: Cast, senco: Client) -> None:
    """Only GET and POST."""
    assert senco.delete(address(on_ladder, on_ladder.ayla)).status_code == 405


def test_same_queries_for_any_history(
    on_ladder: Cast, senco: Client, django_assert_max_num_queries: Any
) -> None:
    """The page takes the same few queries however large the ladder is."""
    senco.get(address(on_ladder, on_ladder.ayla))
    with django_assert_max_num_queries(20):
        senco.get(address(on_ladder, on_ladder.ayla))


def test_without_a_ladder(cast: Cast, monday: None, sign_in: SignIn) -> None:
    """Before the school has a ladder the page says what comes first."""
    page = sign_in(cast.senco).get(address(cast, cast.ayla)).content.decode()
    assert "No ladder yet" in page


def test_the_list_is_kept_only_where_the_stage_has_one(
    cast: Cast, monday: None, sign_in: SignIn
) -> None:
    """A child is added to the monitoring list at the steps that have it."""
    give_ladder(cast.senco, "all-saints")
    client = sign_in(cast.senco)
    sent = fill(to="step-2", on_list="True")
    assert client.post(address(cast, cast.ayla), sent).status_code == 302
    assert (
        client.post(address(cast, cast.ben), fill(to="step-4", on_list="True")).status_code == 302
    )
    assert [record.on_list for record in records(cast)] == [True, None]
