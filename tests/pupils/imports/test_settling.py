"""Differences in SEN status and needs: settled by a person, never overwritten by a file."""

from datetime import date, timedelta
from typing import Any

import pytest

from pupils.imports.choices import Choices
from pupils.imports.plan import Plan
from pupils.models import Need, Pupil, SenStatus
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import NeedFactory, PupilFactory, SenStatusFactory
from tests.pupils.imports.files import GOOD, TODAY, rows_of
from tests.pupils.imports.loading import everything, load, planned, records

ADA = GOOD["UPN"]
JANUARY = date(2026, 1, 11)


def ada(cast: Cast) -> Pupil:
    """The child of the good row."""
    pupil: Pupil = records(cast.school, ADA)["pupil"]
    return pupil


def settled(cast: Cast, part: str, how: str) -> Choices:
    """One choice about Ada."""
    return Choices(settled={(ada(cast).pk, part): how})


def differing(plan: Plan) -> list[tuple[Any, ...]]:
    """Each difference as part, ours, theirs, and whether it is to be settled."""
    return [(d.part, d.ours, d.theirs, d.is_open) for d in plan.differences]


def change_here(cast: Cast, **fields: Any) -> None:
    """Put Ada's open status another way, as a stage move would."""
    with school_scope(cast.school, by=cast.senco.user):
        row = SenStatus.objects.get(pupil=ada(cast), ends_on=None)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def test_a_status_that_differs_is_left_and_told(cast: Cast) -> None:
    """Another status, or another day of the same, is a difference and changes nothing."""
    load(cast.school, rows_of({}))
    for change, theirs in (
        ({"SEN start date": "12/01/2026"}, "K since 12 January 2026"),
        ({"SEN status": "E", "SEN start date": "01/03/2027"}, "E since 1 March 2027"),
        ({"SEN status": "N", "SEN start date": "", "SEN need 1": ""}, "N"),
    ):
        plan = planned(cast.school, rows_of(change))
        assert plan.changes_nothing
        assert differing(plan) == [("status", "K since 11 January 2026", theirs, True)]
        assert "stays so" in plan.warnings[0].problem
    load(cast.school, rows_of({"SEN start date": "12/01/2026"}))
    assert records(cast.school, ADA)["statuses"] == [("K", JANUARY, None, "import")]


def test_the_miss_status_can_be_taken_over_an_imported_one(cast: Cast) -> None:
    """Chosen so, the day moves, or the status before ends on the day the new one starts."""
    load(cast.school, rows_of({}))
    take = settled(cast, "status", "mis")
    load(cast.school, rows_of({"SEN start date": "12/01/2026"}), choices=take)
    assert records(cast.school, ADA)["statuses"] == [("K", date(2026, 1, 12), None, "import")]
    none = {"SEN status": "N", "SEN start date": "", "SEN need 1": ""}
    load(cast.school, rows_of(none), choices=take)
    assert records(cast.school, ADA)["statuses"] == [("K", date(2026, 1, 12), TODAY, "import")]
    load(cast.school, rows_of({"SEN start date": "12/03/2027"}), choices=take)
    assert records(cast.school, ADA)["statuses"][1] == ("K", TODAY, None, "import")


@pytest.mark.parametrize("source", ["stage_move", "ehc_plan", "correction"])
@pytest.mark.parametrize("change", [{"SEN status": "N"}, {"SEN start date": "12/01/2026"}])
def test_a_status_made_here_is_never_overwritten(
    cast: Cast, source: str, change: dict[str, str]
) -> None:
    """What a stage move, a plan or a correction set stays, even when the MIS's is chosen."""
    pupil = PupilFactory(school=cast.school, upn=ADA, forename="Ada", surname="Example")
    SenStatusFactory(pupil=pupil, code="K", starts_on=JANUARY, source=source)
    before = records(cast.school, ADA)["statuses"]
    plan = load(cast.school, rows_of(change), choices=settled(cast, "status", "mis"))
    assert "a file does not overwrite it" in plan.differences[0].why_not
    assert records(cast.school, ADA)["statuses"] == before


def test_e_is_never_taken_from_a_file(cast: Cast) -> None:
    """E comes with an EHC plan in force; a file cannot give it to a child we know."""
    load(cast.school, rows_of({}))
    content = rows_of({"SEN status": "E", "SEN start date": "01/03/2027"})
    plan = load(cast.school, content, choices=settled(cast, "status", "mis"))
    assert plan.differences[0].why_not.startswith("E comes only with an EHC plan in force")
    assert records(cast.school, ADA)["statuses"] == [("K", JANUARY, None, "import")]


def test_a_status_before_the_recorded_history_cannot_be_taken(cast: Cast) -> None:
    """A file cannot put a status before one that has already ended here."""
    pupil = PupilFactory(school=cast.school, upn=ADA, forename="Ada", surname="Example")
    SenStatusFactory(pupil=pupil, code="K", starts_on=date(2025, 1, 1), ends_on=date(2026, 6, 1))
    plan = load(cast.school, rows_of({}), choices=settled(cast, "status", "mis"))
    assert "does not fit the SEN history here" in plan.differences[0].why_not
    assert len(records(cast.school, ADA)["statuses"]) == 1


def test_needs_that_differ_are_left_until_somebody_chooses(cast: Cast) -> None:
    """Ours stay; taken, the MIS's stand in its order round a circle, and what it lacks ends."""
    load(cast.school, rows_of({"SEN need 2": "ASD"}))
    with school_scope(cast.school):
        NeedFactory(pupil=ada(cast), type_id="HI", rank=3)
    content = rows_of({"SEN need 1": "ASD", "SEN need 2": "SLCN", "SEN need 3": "MLD"})
    plan = load(cast.school, content)
    assert differing(plan) == [("needs", "1 SLCN, 2 ASD, 3 HI", "1 ASD, 2 SLCN, 3 MLD", True)]
    assert plan.changes_nothing
    load(cast.school, content, choices=settled(cast, "needs", "mis"))
    needs = [(rank, code) for rank, code, _ in records(cast.school, ADA)["needs"]]
    assert needs == [(1, "ASD"), (2, "SLCN"), (3, "MLD")]
    with school_scope(cast.school, writes=False):
        assert Need.objects.get(type_id="HI", pupil=ada(cast)).ends_on == TODAY
    assert planned(cast.school, content).differences == ()


def test_ours_once_kept_is_not_asked_again(cast: Cast) -> None:
    """A difference settled for ours, or put off, says so in the next file of the same words."""
    load(cast.school, rows_of({}))
    other = rows_of({"SEN need 1": "MLD"})
    load(cast.school, other)
    assert [d.is_open for d in planned(cast.school, other).differences] == [True]
    load(cast.school, other, choices=settled(cast, "needs", "ours"))
    assert [d.is_open for d in planned(cast.school, other).differences] == [False]
    news = rows_of({"SEN need 1": "MLD", "SEN need 2": "HI"})
    assert [d.is_open for d in planned(cast.school, news).differences] == [True]


def test_what_changed_here_since_the_last_file_is_ours_without_asking(cast: Cast) -> None:
    """When the file repeats what it said, the change was made here: it is to be keyed in."""
    load(cast.school, rows_of({}))
    change_here(cast, starts_on=JANUARY + timedelta(days=9), source="stage_move")
    assert [d.is_open for d in planned(cast.school, rows_of({})).differences] == [False]
    said_anew = rows_of({"SEN start date": "02/02/2026"})
    assert [d.is_open for d in planned(cast.school, said_anew).differences] == [True]


def test_a_blank_cell_is_no_difference(cast: Cast) -> None:
    """A file that says nothing about status and needs leaves both, and asks nothing."""
    load(cast.school, rows_of({}))
    before = everything(cast.school)
    blank = rows_of({"SEN status": "", "SEN start date": "", "SEN need 1": ""})
    plan = load(cast.school, blank)
    assert (plan.differences, everything(cast.school)) == ((), before)
