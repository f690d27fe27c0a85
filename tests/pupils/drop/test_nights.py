"""Once a night: read, held, prepared; applied by itself only as far as the school says."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.exports import csv_bytes
from jobs.models import Job
from pupils.drop.nights import look_where_due, night_of, set_applies_harmless
from pupils.models import (
    ClassPlacement,
    DropNight,
    Need,
    Pupil,
    PupilImport,
    RefreshSetting,
    SenStatus,
)
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn
from tests.pupils.imports.files import GOOD, rows_of, upn
from tests.pupils.imports.loading import everything, load, records
from tests.working import let_work

BO = {"UPN": "P207000016049", "Surname": "Sample", "Forename": "Bo", "Class": "5A", "Year": "5"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Two in the morning of 12 March 2027, and a clock that tests can move."""
    with time_machine.travel("2027-03-12T02:00:00+00:00", tick=False) as moving:
        yield moving


@pytest.fixture
def drop(cast: Cast, settings: Any, tmp_path: Path) -> Path:
    """Northfield's drop folder; it lacks nobody: the cast's own children have left."""
    settings.DROP_DIR = tmp_path / "drop"
    place = tmp_path / "drop" / "northfield"
    place.mkdir(parents=True, mode=0o700)
    with school_scope(cast.school):
        for pupil in Pupil.objects.on_roll():
            pupil.left_on = date(2026, 12, 18)
            pupil.save()
    return place


def put(place: Path, content: bytes, name: str = "pupils.csv", *, minutes: int = 60) -> None:
    """A file that the MIS finished writing some minutes ago."""
    path = place / name
    path.write_bytes(content)
    written = timezone.now().timestamp() - 60 * minutes
    os.utime(path, (written, written))


def night(cast: Cast, commit: Any) -> DropNight:
    """Beat ticks and a worker works; how the night's look ended."""
    look_where_due(timezone.now())
    with commit(execute=True):
        let_work(cast.school)
    return latest(cast)


def latest(cast: Cast) -> DropNight:
    """The last night's row."""
    with school_scope(cast.school, writes=False):
        return DropNight.objects.select_related("held", "job").latest("night")


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Any:
    """Runs what waits for the commit."""
    return django_capture_on_commit_callbacks


def test_a_file_is_prepared_and_nothing_is_applied(
    cast: Cast, drop: Path, commit: Any, sign_in: SignIn
) -> None:
    """Held with its counts; the office is told at home; the file is out of the folder."""
    load(cast.school, rows_of({}))
    before = everything(cast.school)
    put(drop, rows_of({"Class": "5A"}, BO))
    found = night(cast, commit)
    assert (found.state, found.held and found.held.way) == ("prepared", "drop")
    assert everything(cast.school) == before
    assert [path.name for path in (drop / "done").iterdir()] == ["2027-03-12-pupils.csv"]
    home = sign_in(cast.office).get(reverse("reports:home", args=["northfield"])).content.decode()
    assert "file from the MIS: 1 joiner, 1 change. Look and confirm" in home
    assert found.held is not None
    url = reverse("pupils:import_detail", args=["northfield", found.held.pk])
    assert "1 new, 1 changed" in sign_in(cast.office).get(url).content.decode()


def test_one_look_a_night_whatever_beat_does(cast: Cast, drop: Path, clock: Any) -> None:
    """Two beats, restarts and an hour that comes twice: one row and one job a night."""
    for _ in range(3):
        look_where_due(timezone.now())
    clock.shift(timedelta(hours=9))
    look_where_due(timezone.now())
    with school_scope(cast.school, writes=False):
        assert (DropNight.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), None),  # the clocks go forward at 01:00
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), date(2027, 10, 31)),  # 01:30, and an hour
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), date(2027, 10, 31)),  # later 01:30 again
        (datetime(2027, 7, 1, 23, 30, tzinfo=UTC), None),  # half past midnight in London
        (datetime(2027, 7, 2, 0, 30, tzinfo=UTC), date(2027, 7, 2)),
        (datetime(2027, 1, 5, 15, 0, tzinfo=UTC), date(2027, 1, 5)),  # the server slept
    ],
)
def test_the_night_is_londons(moment: datetime, night: date | None) -> None:
    """From one in the morning, London time, through both changes of the clocks."""
    assert night_of(moment) == night


@given(st.integers(0, 4 * 365 * 24 * 6))
def test_every_day_has_one_night(tick: int) -> None:
    """Ticks ten minutes apart meet each date's night, and never a date that is not London's."""
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=10 * tick)
    nights = {night_of(moment + timedelta(minutes=10 * tick)) for tick in range(144)} - {None}
    assert len(nights) in {1, 2}
    assert night_of(moment) in {None, timezone.localtime(moment).date()}


def test_a_school_without_a_folder_is_left_alone(cast: Cast, other: Cast, drop: Path) -> None:
    """Where no folder is set up nothing runs."""
    assert look_where_due(timezone.now()) == 1
    with school_scope(other.school, writes=False):
        assert not DropNight.objects.exists()


def test_a_file_still_being_written_is_looked_at_again(
    cast: Cast, drop: Path, commit: Any, clock: Any
) -> None:
    """The night goes on until the file is whole, or the night is over."""
    put(drop, rows_of({}), minutes=0)
    assert night(cast, commit).state == "waiting"
    clock.shift(timedelta(minutes=10))
    assert night(cast, commit).state == "prepared"
    clock.shift(timedelta(days=1, hours=4))
    put(drop, rows_of({}, BO), minutes=0)
    found = night(cast, commit)
    assert (found.state, "still being written" in found.words) == ("nothing", True)
    assert (drop / "pupils.csv").exists()


def test_what_cannot_be_read_is_moved_aside_with_its_reason(
    cast: Cast, drop: Path, commit: Any, sign_in: SignIn
) -> None:
    """The reason stands beside it and on the page; home says that there is one."""
    put(drop, b"%PDF-1.7")
    found = night(cast, commit)
    assert (found.state, found.words[:13]) == ("refused", "This is a PDF")
    names = sorted(path.name for path in (drop / "refused").iterdir())
    assert names == ["2027-03-12-pupils.csv", "2027-03-12-pupils.csv.reason.txt"]
    client = sign_in(cast.office)
    home = client.get(reverse("reports:home", args=["northfield"])).content.decode()
    assert "nightly file could not be read" in home
    page = client.get(reverse("pupils:import_new", args=["northfield"])).content.decode()
    assert "This is a PDF" in page


def test_the_same_file_again_is_nothing_new(
    cast: Cast, drop: Path, commit: Any, clock: Any
) -> None:
    """Known by its content, whatever it is called; older files beside it go with it."""
    put(drop, rows_of({}))
    night(cast, commit)
    clock.shift(timedelta(days=1))
    put(drop, b"older", "older.csv", minutes=600)
    put(drop, rows_of({}), "again.csv")
    found = night(cast, commit)
    assert (found.state, found.words) == (
        "nothing",
        "It was the same file as that of 12 March 2027.",
    )
    assert not [path for path in drop.iterdir() if path.is_file()]
    with school_scope(cast.school, writes=False):
        assert PupilImport.objects.count() == 1


def test_tonights_file_takes_the_place_of_last_nights(
    cast: Cast, drop: Path, commit: Any, clock: Any
) -> None:
    """Choices already made go on; the old file is put aside."""
    load(cast.school, rows_of({}, BO))
    put(drop, rows_of({"SEN need 1": "MLD"}, BO))
    first = night(cast, commit).held
    assert first is not None
    ada = records(cast.school, GOOD["UPN"])["pupil"]
    with school_scope(cast.school):
        first.choices = {"settled": {f"{ada.pk}:needs": "ours"}, "accepted": ["short"]}
        first.save()
    clock.shift(timedelta(days=1))
    put(drop, rows_of({"SEN need 1": "MLD", "Class": "5A"}, BO))
    second = night(cast, commit).held
    assert second is not None
    assert second.choices["settled"] == {f"{ada.pk}:needs": "ours"}
    assert second.choices["accepted"] == []
    with school_scope(cast.school, writes=False):
        assert PupilImport.objects.get(pk=first.pk).state == "discarded"


def test_harmless_changes_go_by_themselves_where_the_school_said_so(
    cast: Cast, drop: Path, commit: Any
) -> None:
    """Joiners, classes and names; never leavers, needs or status; nobody's name in history."""
    load(cast.school, rows_of({}, BO))
    with school_scope(cast.school, by=cast.office.user):
        set_applies_harmless(on=True)
    joiner = {"UPN": upn(7), "Surname": "Joiner", "Forename": "Cy", "Class": "4B"}
    changed = {"Surname": "Newname", "Class": "5A", "SEN need 1": "MLD", "EAL": "Y"}
    put(drop, rows_of(changed, joiner))
    found = night(cast, commit)
    assert found.held is not None
    assert found.held.result["by_itself"] == {"joiners": 1, "changes": 1}
    with school_scope(cast.school, writes=False):
        ada = Pupil.objects.get(upn=GOOD["UPN"])
        assert (ada.surname, ada.is_eal) == ("Newname", False)
        assert ada.history.latest().history_user is None
        assert ClassPlacement.objects.get(pupil=ada, ends_on=None).class_group.name == "5A"
        assert list(Need.objects.filter(pupil=ada).values_list("type_id", flat=True)) == ["SLCN"]
        new = Pupil.objects.get(surname="Joiner")
        assert not SenStatus.objects.filter(pupil=new).exists()
        assert not Need.objects.filter(pupil=new).exists()
        assert Pupil.objects.get(upn=BO["UPN"]).left_on is None
    counts = {key: found.held.prepared[key] for key in ("joiners", "leavers", "changes", "settle")}
    assert counts == {"joiners": 0, "leavers": 1, "changes": 2, "settle": 1}


def test_it_is_off_until_somebody_turns_it_on_and_who_is_kept(
    cast: Cast, drop: Path, sign_in: SignIn
) -> None:
    """A button on the page; history keeps every turn, and the page says who made the last."""
    client = sign_in(cast.office)
    url = reverse("pupils:drop_setting", args=["northfield"])
    client.post(url, {"applies_harmless": "on"})
    page = client.get(reverse("pupils:import_new", args=["northfield"])).content.decode()
    assert "Office turned that on, 12 March 2027" in " ".join(page.split())
    client.post(url, {})
    with school_scope(cast.school, writes=False):
        setting = RefreshSetting.objects.get()
        assert (setting.applies_harmless, setting.history.count()) == (False, 2)


def test_a_file_with_anything_odd_is_not_applied_by_itself(
    cast: Cast, drop: Path, commit: Any
) -> None:
    """One problem, and everything waits for a person."""
    load(cast.school, rows_of({}))
    with school_scope(cast.school, by=cast.office.user):
        set_applies_harmless(on=True)
    put(drop, rows_of({"Class": "5A"}, BO | {"DOB": "31/02/2018"}))
    found = night(cast, commit)
    assert found.held is not None
    assert found.held.prepared["problems"] == 1
    assert records(cast.school, GOOD["UPN"])["classes"][-1][0] == "4B"


def test_headings_nobody_knows_wait_for_a_person(
    cast: Cast, drop: Path, commit: Any, sign_in: SignIn
) -> None:
    """The file is held, and home leads to the page that asks."""
    headings = ["Identifier", "Family", "Called", "Birthday on"]
    put(drop, csv_bytes(headings, [["B801200005001", "Example", "Ada", "14/05/2018"]]))
    night(cast, commit)
    home = sign_in(cast.office).get(reverse("reports:home", args=["northfield"])).content.decode()
    assert "its columns have to be matched" in home


def test_a_file_that_changes_nothing_is_noted_and_closed(
    cast: Cast, drop: Path, commit: Any
) -> None:
    """Nobody is asked to confirm that nothing happens; what it shows keyed in is ticked off."""
    load(cast.school, rows_of({}))
    put(drop, rows_of({}))
    before = everything(cast.school)
    found = night(cast, commit)
    assert found.held is not None
    assert found.held.state == "applied"
    assert everything(cast.school) == before
