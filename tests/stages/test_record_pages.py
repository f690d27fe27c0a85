"""The pages that correct, withdraw, back-date, and put something beside a stage."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pupils.models import AccessEntry
from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.cast import Cast
from tests.factories.stages import give_ladder, move, stage
from tests.people import SignIn

SEPTEMBER, OCTOBER = date(2026, 9, 14), date(2026, 10, 12)


@pytest.fixture
def placed(cast: Cast, monday: None) -> Cast:
    """Northfield on All Saints' pathway; Ayla at SEN Support."""
    give_ladder(cast.senco, "all-saints")
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "step-4", OCTOBER, cast.senco)
    return cast


def record_of(cast: Cast) -> StageRecord:
    """Ayla's latest record."""
    with school_scope(cast.school):
        found: StageRecord = StageRecord.objects.select_related("stage", "replaces").latest("pk")
        return found


def at(name: str, cast: Cast, pk: int) -> str:
    """The address of a page of this room."""
    return reverse(f"stages:{name}", kwargs={"school": cast.school.slug, "pk": pk})


def send(client: Client, where: str, **changes: Any) -> Any:
    """Open a page, change some of what it shows, and send it."""
    form = client.get(where).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    filled = {name: "" if value is None else value for name, value in shown.items()} | changes
    return client.post(where, filled)


@pytest.mark.smoke
def test_correcting_a_date(placed: Cast, sign_in: SignIn) -> None:
    """The page shows the record; what is changed is corrected, what is not is kept."""
    wrong = record_of(placed)
    where = at("record_correct", placed, wrong.pk)
    answer = send(sign_in(placed.senco), where, starts_on="2026-09-14", because="Typed wrongly")
    assert answer.status_code == 302, answer.context["form"].errors
    right = record_of(placed)
    assert (right.replaces, right.starts_on) == (wrong, SEPTEMBER)
    assert (right.stage, right.reason) == (wrong.stage, wrong.reason)


def test_correcting_the_stage(placed: Cast, sign_in: SignIn) -> None:
    """Another stage of the ladder can be chosen, or off it."""
    where = at("record_correct", placed, record_of(placed).pk)
    send(sign_in(placed.senco), where, stage="step-3", because="Wrong step")
    again = record_of(placed)
    assert again.stage is not None
    assert again.stage.key == "step-3"
    send(sign_in(placed.senco), at("record_correct", placed, again.pk), stage="off", because="No")
    assert record_of(placed).stage is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"because": ""}, "This field is required"),
        ({"because": "x", "starts_on": "2027-01-01"}, "1 January 2027 is in the future"),
        ({"because": "x", "stage": "stage-3"}, "not on this school&#x27;s ladder"),
        ({"because": "x", "parent_told_how": "phone"}, "Say when the parent was told"),
    ],
)
def test_bad_corrections(
    placed: Cast, sign_in: SignIn, changes: dict[str, Any], words: str
) -> None:
    """Each mistake gets a sentence, and nothing is changed."""
    record = record_of(placed)
    answer = send(sign_in(placed.senco), at("record_correct", placed, record.pk), **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert record_of(placed).pk == record.pk


def test_two_corrections_at_once(placed: Cast, sign_in: SignIn) -> None:
    """The second sees what the first saved, and nothing typed is lost."""
    record, client = record_of(placed), sign_in(placed.senco)
    where = at("record_correct", placed, record.pk)
    with school_scope(placed.school, by=placed.senco.user):
        again = StageRecord.objects.get(pk=record.pk)
        again.reason = "Theirs"
        again.save_as_version(1)
    answer = send(client, where, version=1, reason="Mine", because="Typed wrongly")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    filled = {name: answer.context["form"][name].value() for name in answer.context["form"].fields}
    saved = client.post(where, {name: value or "" for name, value in filled.items()})
    assert saved.status_code == 302
    assert record_of(placed).reason == "Mine"


def test_withdrawing_asks_first(placed: Cast, sign_in: SignIn) -> None:
    """The page says what will follow; the record is withdrawn with the reason."""
    record, client = record_of(placed), sign_in(placed.senco)
    where = at("record_withdraw", placed, record.pk)
    page = client.get(where).content.decode()
    assert "The record stays to be seen" in page
    assert "SEN status follows" in page
    assert send(client, where, because="Wrong child").status_code == 302
    assert record_of(placed).withdrawn_because == "Wrong child"
    assert client.get(where).status_code == 404


def test_back_dating(placed: Cast, sign_in: SignIn) -> None:
    """A time before the first record is recorded; one that overlaps is refused."""
    client, where = sign_in(placed.senco), at("record_back_date", placed, placed.ayla.pk)
    past = {"stage": "step-3", "starts_on": "2026-03-02", "reason": "Old file"}
    assert send(client, where, **past, ends_on="2026-11-01").status_code == 422
    assert send(client, where, **past, ends_on="2026-09-14").status_code == 302
    assert record_of(placed).ends_on == SEPTEMBER


@pytest.mark.smoke
def test_beside_the_stage(placed: Cast, sign_in: SignIn) -> None:
    """An agency begins and ends beside the stage."""
    client = sign_in(placed.senco)
    start = at("overlay_start", placed, placed.ayla.pk)
    assert "Such as Speech and Language Therapy, #Thrive" in client.get(start).content.decode()
    answer = send(client, start, agency="Occupational Therapy", on="2026-10-12", reason="Grip")
    assert answer.status_code == 302, answer.context["form"].errors
    record = record_of(placed)
    assert (record.beside, record.agency) == (True, "Occupational Therapy")
    end = at("overlay_end", placed, record.pk)
    assert send(client, end, on="2026-10-01", because="Done").status_code == 422
    assert send(client, end, on="2026-11-09", because="Done").status_code == 302
    assert record_of(placed).ended_because == "Done"


def test_nothing_beside_on_this_ladder(on_ladder: Cast, sign_in: SignIn) -> None:
    """A ladder without overlays says so."""
    page = sign_in(on_ladder.senco).get(at("overlay_start", on_ladder, on_ladder.ayla.pk))
    assert "has nothing that sits beside a stage" in page.content.decode()


CORRECTING = ["record_correct", "record_withdraw"]


@pytest.mark.parametrize("name", [*CORRECTING, "record_back_date", "overlay_start"])
@pytest.mark.parametrize("who", ["head", "ta", "dsl", "office"])
def test_other_roles(placed: Cast, sign_in: SignIn, name: str, who: str) -> None:
    """Nobody without the permission opens these pages."""
    pk = record_of(placed).pk if name in CORRECTING else placed.ayla.pk
    assert sign_in(placed.staff[who]).get(at(name, placed, pk)).status_code == 403


def test_a_teacher_may_not_start_what_the_ladder_keeps_to_the_senco(
    placed: Cast, sign_in: SignIn
) -> None:
    """The overlay is the SENCO's on this ladder: a teacher who asks gets 403."""
    where = at("overlay_start", placed, placed.ayla.pk)
    answer = send(sign_in(placed.teacher_4b), where, on="2026-11-09", reason="Grip")
    assert answer.status_code == 403


@pytest.mark.parametrize("name", [*CORRECTING, "overlay_end"])
def test_another_schools_record(placed: Cast, other: Cast, sign_in: SignIn, name: str) -> None:
    """A record of another school is not there."""
    give_ladder(other.senco, "all-saints")
    with school_scope(other.school, by=other.senco.user):
        foreign = move(other.ayla, "step-4", OCTOBER, other.senco)
    assert sign_in(placed.senco).get(at(name, placed, foreign.pk)).status_code == 404


@pytest.mark.parametrize("name", [*CORRECTING, "record_back_date", "overlay_start"])
def test_each_page_writes_one_access_entry(placed: Cast, sign_in: SignIn, name: str) -> None:
    """Opening a page about a child writes one access entry."""
    pk = record_of(placed).pk if name in CORRECTING else placed.ayla.pk
    client = sign_in(placed.senco)
    assert client.get(at(name, placed, pk)).status_code == 200
    assert client.delete(at(name, placed, pk)).status_code == 405
    with school_scope(placed.school):
        assert AccessEntry.objects.get().pupil == placed.ayla
        assert stage("step-4").records.count() == 1
