"""Whom a row is about and what of it is new; importing twice changes nothing."""

from datetime import date

import pytest

from common.errors import Refused
from pupils.imports.codes import NEED_NAMES
from pupils.models import Contact, NeedType, Pupil
from schools.models import ClassGroup
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.pupils.imports.files import TODAY, children, rows_of, sample_ctf
from tests.pupils.imports.loading import CTF, everything, load, planned, records

ADA = "B801200005001"
BO = "P207000016049"
SECOND = {"UPN": BO, "Surname": "Sample", "Forename": "Bo", "Class": "5A", "Year": "5"}
JANUARY = date(2026, 1, 11)


@pytest.mark.smoke
def test_new_children_are_made_whole(cast: Cast) -> None:
    """A new child gets a record, a class, a SEN status from its date with its source, and needs."""
    plan = load(cast.school, rows_of({"SEN need 2": "ASD"}, SECOND), by=cast.office.user)
    assert (len(plan.created), len(plan.updated), plan.warnings) == (2, 0, ())
    found = records(cast.school, ADA)
    assert (found["pupil"].forename, found["pupil"].year_group) == ("Ada", 4)
    assert found["statuses"] == [("K", JANUARY, None, "import")]
    assert found["needs"] == [(1, "SLCN", JANUARY), (2, "ASD", JANUARY)]
    assert found["classes"] == [("4B", date(2026, 9, 1), None)]


def test_every_row_made_is_in_history_with_who(cast: Cast) -> None:
    """Each new record has a first version that names the person, the reason and the request."""
    load(cast.school, rows_of({"Contact 1": "Ms Sam Example"}), by=cast.office.user)
    with school_scope(cast.school, writes=False):
        pupil = Pupil.objects.get(upn=ADA)
        rows = [pupil, *pupil.contacts.all(), *pupil.needs.all(), *pupil.sen_statuses.all()]
        for row in (*rows, *pupil.class_placements.all()):
            version = row.history.get()
            assert version.history_user_id == cast.office.user_id
            assert version.history_change_reason == "Loaded from a file"
            assert version.request_id == "test-load"


@pytest.mark.smoke
@pytest.mark.parametrize("kind", ["sheet", "ctf"])
def test_importing_twice_changes_nothing(cast: Cast, kind: str) -> None:
    """The second time every child is unchanged, and no row has another version."""
    contact = {"Contact 1": "Ms Sam Example", "Contact 2": "Ms Sam Example"}
    content = rows_of(contact, SECOND) if kind == "sheet" else sample_ctf().encode()
    content = content.replace(
        b"<Surname>Specimen",
        b"<BasicDetails><NCyearActual>5</NCyearActual></BasicDetails><Surname>Specimen",
    )
    load(cast.school, content, kind)
    before = everything(cast.school)
    plan = load(cast.school, content, kind)
    assert plan.changes_nothing
    assert len(plan.unchanged) == 2
    assert everything(cast.school) == before


def test_what_differs_is_shown_field_by_field_and_set(cast: Cast) -> None:
    """A changed row says what was and what will be, and the record gets the new version."""
    load(cast.school, rows_of({}))
    change = {"Surname": "Sample", "Year": "5", "Class": "5A", "EAL": "Y", "Sex": ""}
    (pupil,) = planned(cast.school, rows_of(change)).updated
    assert [(c.what, c.before, c.after) for c in pupil.changes] == [
        ("Surname", "Example", "Sample"),
        ("Year group", "Year 4", "Year 5"),
        ("English as an additional language", "no", "yes"),
        ("Class", "4B", "5A"),
    ]
    load(cast.school, rows_of(change))
    found = records(cast.school, ADA)
    assert (found["pupil"].surname, found["pupil"].sex, found["pupil"].version) == (
        "Sample",
        "F",
        2,
    )
    assert found["classes"] == [("4B", date(2026, 9, 1), TODAY), ("5A", TODAY, None)]


def test_the_upn_finds_a_child_whose_name_changed(cast: Cast) -> None:
    """With the same UPN and date of birth another name is a change, not a second child."""
    load(cast.school, rows_of({}))
    plan = planned(cast.school, rows_of({"Surname": "Sample", "Forename": "Adah"}))
    assert (len(plan.created), len(plan.updated), plan.errors) == (0, 1, ())


def test_name_and_birth_find_a_child_without_a_upn(cast: Cast) -> None:
    """A child here without a UPN is found by name and date of birth and gets the UPN."""
    load(cast.school, rows_of({"UPN": ""}))
    plan = load(cast.school, rows_of({"Forename": "ADA"}))
    assert (len(plan.created), len(plan.updated)) == (0, 1)
    assert records(cast.school, ADA)["pupil"].forename == "ADA"


def test_a_temporary_upn_gives_way_to_a_permanent_one(cast: Cast) -> None:
    """The temporary UPN is kept as the former one."""
    load(cast.school, rows_of({"UPN": "M80120000500A"}))
    load(cast.school, rows_of({}))
    assert records(cast.school, ADA)["pupil"].former_upn == "M80120000500A"


def test_a_upn_of_another_child_is_a_problem(cast: Cast) -> None:
    """Same UPN, but both name and date of birth differ: never taken for the same child."""
    load(cast.school, rows_of({}))
    plan = planned(cast.school, rows_of({"Surname": "Else", "DOB": "01/02/2019"}))
    assert [(p.row, p.column) for p in plan.errors] == [(2, "UPN")]
    assert "was born on 14 May 2018" in plan.errors[0].problem


def test_a_namesake_with_another_upn_is_a_problem(cast: Cast) -> None:
    """Same name and date of birth with another permanent UPN is nobody's guess."""
    load(cast.school, rows_of({}))
    (problem,) = planned(cast.school, rows_of({"UPN": BO})).errors
    assert problem.problem == "A pupil of this name and date of birth is here with another UPN."


def test_two_candidates_are_a_problem(cast: Cast) -> None:
    """Two children here with the name and date of birth: the file must give the UPN."""
    for _ in range(2):
        PupilFactory(school=cast.school, forename="Ada", surname="Example")
    (problem,) = planned(cast.school, rows_of({"UPN": ""})).errors
    assert (problem.column, problem.problem[:15]) == ("Surname", "Two pupils here")


def test_two_rows_that_meet_in_one_pupil_are_a_problem(cast: Cast) -> None:
    """One row by UPN and one by preferred name can be the same child here."""
    load(cast.school, rows_of({"Preferred forename": "Addie"}))
    (problem,) = planned(cast.school, rows_of({}, {"UPN": "", "Forename": "Addie"})).errors
    assert (problem.row, problem.problem) == (3, "Row 2 is about the same pupil here.")


def test_an_unknown_class_is_a_problem_or_is_added(cast: Cast) -> None:
    """A class the school has not names its row; chosen so, it is added with its pupils' year."""
    content = rows_of({"Class": "4Z"}, SECOND | {"Class": "4z ", "Year": "4"})
    plan = planned(cast.school, content)
    assert [(p.row, p.column) for p in plan.errors] == [(2, "Class"), (3, "Class")]
    assert plan.missing_classes == ("4Z",)
    load(cast.school, content, add_classes=True)
    with school_scope(cast.school, writes=False):
        group = ClassGroup.objects.get(name="4Z")
        assert (group.year_group, group.placements.count()) == (4, 2)


def test_a_new_child_needs_more_than_a_upn(cast: Cast) -> None:
    """A UPN nobody here has cannot make a record out of nothing: each missing thing is told."""
    blank = {"Surname": "", "Forename": "", "DOB": "", "Year": "", "Class": ""}
    plan = planned(cast.school, rows_of(blank))
    assert [p.column for p in plan.errors] == ["Surname", "Forename", "DOB", "Year"]


def test_the_year_of_the_class_will_do(cast: Cast) -> None:
    """Without a year group the class's own is taken."""
    load(cast.school, rows_of({"Year": ""}))
    assert records(cast.school, ADA)["pupil"].year_group == 4


def test_an_imported_status_opens_for_a_child_with_none(cast: Cast) -> None:
    """A K onto a child without SEN opens a status from its date, with import as its source."""
    load(cast.school, rows_of({"SEN status": "N", "SEN start date": "", "SEN need 1": ""}))
    assert records(cast.school, ADA)["statuses"] == []
    load(cast.school, rows_of({}))
    assert records(cast.school, ADA)["statuses"] == [("K", JANUARY, None, "import")]


def test_a_status_without_a_date_starts_when_the_child_joined(cast: Cast) -> None:
    """With no start date a new child's status starts with the child's own start at the school."""
    load(cast.school, rows_of({"SEN start date": "", "Admission date": "02/09/2024"}))
    assert records(cast.school, ADA)["statuses"][0][1] == date(2024, 9, 2)


def test_contacts_are_added_and_kept_up_but_never_removed(cast: Cast) -> None:
    """A new contact comes in, a known one gets a new address, and one the file lacks stays."""
    load(cast.school, rows_of({"Contact 1": "Sam Example", "Contact 1 relationship": "Mother"}))
    change = {"Contact 1": "Sam Example", "Contact 1 email": "sam@example.test"}
    load(cast.school, rows_of(change | {"Contact 2": "Lee Sample"}))
    load(cast.school, rows_of({}))
    with school_scope(cast.school, writes=False):
        rows = Contact.objects.filter(pupil__upn=ADA).order_by("rank")
        assert [(c.surname, c.email, c.sen_information) for c in rows] == [
            ("Example", "sam@example.test", "yes"),
            ("Sample", "", "no"),
        ]


def test_nobody_is_archived_or_brought_back(cast: Cast) -> None:
    """A leaving date is told, a leaver's record stays, and who is not in the file is counted."""
    load(cast.school, rows_of({}))
    plan = load(cast.school, rows_of({"Leaving date": "01/03/2027"}))
    ada = records(cast.school, ADA)["pupil"]
    assert ada.left_on is None
    said = {leaver.pupil_id: leaver.stated for leaver in plan.leavers}
    days = {cast.ayla.pk: None, cast.ben.pk: None, cast.kept.pk: None}
    assert said == days | {ada.pk: date(2027, 3, 1)}
    assert plan.archived == ()
    with school_scope(cast.school):
        gone = Pupil.objects.get(pk=cast.leaver.pk)
        gone.upn = BO
        gone.save()
    row = SECOND | {"Surname": gone.surname, "Forename": gone.forename}
    plan = planned(cast.school, rows_of(row))
    assert "archived record is not changed" in plan.warnings[0].problem
    assert plan.changes_nothing


def test_a_transfer_file_brings_history_and_leaves_the_year_to_us(cast: Cast) -> None:
    """A CTF gives a new child the SEN history; it does not set back the year of a known one."""
    content = (
        sample_ctf()
        .replace(
            "<Surname>Specimen",
            "<BasicDetails><NCyearActual>6</NCyearActual></BasicDetails><Surname>Specimen",
        )
        .encode()
    )
    load(cast.school, content, CTF)
    found = records(cast.school, ADA)
    assert found["statuses"] == [
        ("K", date(2021, 1, 11), date(2023, 3, 1), "import"),
        ("E", date(2023, 3, 1), None, "import"),
    ]
    assert [need[:2] for need in found["needs"]] == [(1, "ASD"), (2, "SLCN")]
    with school_scope(cast.school):
        pupil = found["pupil"]
        pupil.year_group = 7
        pupil.save()
    assert load(cast.school, content, CTF).changes_nothing
    assert planned(cast.school, content, CTF).leavers == ()


@pytest.mark.parametrize("bad", [{"DOB": "31/02/2018"}, {"Class": "9Z"}])
def test_one_problem_keeps_the_whole_file_out(cast: Cast, bad: dict[str, str]) -> None:
    """All or nothing: a good row beside a bad one is not loaded either."""
    before = everything(cast.school)
    with pytest.raises(Refused, match="One problem, so nothing was changed: row 3"):
        load(cast.school, rows_of({}, SECOND | bad))
    assert everything(cast.school) == before


def test_another_plan_than_the_one_shown_is_refused(cast: Cast) -> None:
    """When something changed after the check, the plan is not carried out."""
    load(cast.school, rows_of({}))
    content = rows_of({"Surname": "Sample"})
    digest = planned(cast.school, content).digest
    load(cast.school, rows_of({"EAL": "Y"}))
    assert planned(cast.school, content).digest == digest
    load(cast.school, rows_of({"Surname": "Sample"}))
    with pytest.raises(Refused, match="Something changed here since the file was checked"):
        load(cast.school, content, digest=digest)


def test_another_school_is_neither_seen_nor_touched(cast: Cast, other: Cast) -> None:
    """A UPN of a child next door is new here, and the child next door stays as it was."""
    load(other.school, rows_of({}))
    before = everything(other.school)
    assert len(load(cast.school, rows_of({"Surname": "Sample"})).created) == 1
    assert everything(other.school) == before


def test_the_plan_takes_the_same_queries_for_any_number(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    """What is known is gathered in a handful of queries, however many rows the file has."""
    load(cast.school, children(40))
    for count in (4, 40):
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert len(planned(cast.school, children(count)).unchanged) == count


def test_every_need_code_we_read_is_in_the_table(db: None) -> None:
    """The codes of the reader and of the table are the same."""
    assert set(NeedType.objects.values_list("code", flat=True)) == set(NEED_NAMES)
