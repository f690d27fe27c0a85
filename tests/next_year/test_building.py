"""Next year's classes on the pages: begun, changed on one screen, child by child, undone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import ClassAssignment
from pupils.models import AccessBlock, ClassPlacement, Pupil
from schools.models import AcademicYear, ClassGroup, HalfTerm
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import ClassPlacementFactory, PupilFactory
from tests.factories.schools import AcademicYearFactory
from tests.next_year.conftest import FIRST, LONDON, child, next_class, places
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain


def url(cast: Cast, route: str) -> str:
    """One of the pages of next year."""
    return reverse(f"reports:{route}", kwargs={"school": cast.school.slug})


@pytest.fixture
def office(primary: Cast, sign_in: SignIn) -> Client:
    """The office of Northfield, in June."""
    return sign_in(primary.office)


@pytest.fixture
def begun(primary: Cast, office: Client) -> Client:
    """The office, once next year is begun."""
    assert office.post(url(primary, "next_year_begin")).status_code == 302
    return office


def send(client: Client, address: str, typed: dict[str, Any]) -> Any:
    """Open a form, change what is given, and send it."""
    return client.post(address, fields_of(client.get(address)) | typed)


def test_beginning_moves_every_class_up(primary: Cast, begun: Client) -> None:
    """3A to a class of Year 4; who stays in a mixed class stays; the top year leaves."""
    assert places(primary) == {
        "Ayla": "5A",
        "Kept": "5A",
        "Ben": "6A",
        "3A-0": "4B",
        "3A-1": "4B",
        "5/6M-0": "5/6M",
        "5/6M-1": "",
        "6A-0": "",
    }
    assert child(primary, "6A-0").leaves_on == date(2027, 8, 31)
    assert places(primary, date(2027, 8, 31))["Ayla"] == "4B"
    page = plain(begun.get(url(primary, "next_year")))
    for words in ("2027/28", "6 of 6", "5 without a teacher", "2 children", "Six half-terms"):
        assert words in page, words


def test_beginning_twice_adds_nothing(primary: Cast, begun: Client) -> None:
    """What somebody changed since stays."""
    with school_scope(primary.school):
        before = ClassPlacement.history.count(), ClassGroup.objects.count()
    assert begun.post(url(primary, "next_year_begin")).status_code == 302
    with school_scope(primary.school):
        assert (ClassPlacement.history.count(), ClassGroup.objects.count()) == before


def test_building_in_october_says_when_and_lets_begin(
    primary: Cast, office: Client, clock: Any, sign_in: SignIn
) -> None:
    """Early is allowed: the page names the summer term."""
    with school_scope(primary.school):
        for name, first in (("summer1", date(2027, 4, 12)), ("summer2", date(2027, 6, 7))):
            HalfTerm.objects.create(
                academic_year=primary.class_4b.academic_year,
                name=name,
                starts_on=first,
                ends_on=first + timedelta(days=40),
            )
    clock.move_to(datetime(2026, 10, 12, 9, tzinfo=LONDON))
    client = sign_in(primary.office)
    page = plain(client.get(url(primary, "next_year")))
    assert "here from 12 April 2027" in page
    assert "Begin early" in page
    assert client.post(url(primary, "next_year_begin")).status_code == 302
    assert places(primary)["Ayla"] == "5A"


def test_years_that_overlap_are_refused(primary: Cast, office: Client) -> None:
    """Nothing is begun, and the sentence names both dates."""
    year = AcademicYearFactory(
        school=primary.school,
        name="2027/28",
        starts_on=date(2027, 8, 30),
        ends_on=date(2028, 8, 31),
    )
    with school_scope(primary.school):
        AcademicYear.objects.filter(pk=primary.class_4b.academic_year_id).update(
            ends_on=date(2027, 8, 31)
        )
    page = office.post(url(primary, "next_year_begin"))
    assert page.status_code == 422
    assert "before 2026/27 is over (31 August 2027)" in plain(page)
    with school_scope(primary.school):
        assert not ClassGroup.objects.filter(academic_year=year).exists()


def test_terms_that_are_missing_are_on_the_checklist(primary: Cast, begun: Client) -> None:
    """The year can be built before its terms are known."""
    with school_scope(primary.school):
        HalfTerm.objects.filter(academic_year__name="2027/28").delete()
    assert "No terms" in plain(begun.get(url(primary, "next_year")))


def test_one_screen_names_classes_teachers_and_moves(primary: Cast, begun: Client) -> None:
    """A class renamed, one added, one removed, a teacher given with the preview, a class moved."""
    row, gone = next_class(primary, "5A"), next_class(primary, "3A")
    typed = {
        f"name_{row.pk}": "5 Oak",
        f"teacher_{row.pk}": str(primary.teacher_4b.pk),
        f"remove_{gone.pk}": "on",
        f"to_{primary.class_4b.pk}_5": str(next_class(primary, "5/6M").pk),
        "name_new1": "Nursery",
        "year_new1": "-1",
        "preview": "2027-07-05",
    }
    answer = send(begun, url(primary, "next_year_edit"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    with school_scope(primary.school):
        names = set(
            ClassGroup.objects.filter(academic_year__name="2027/28").values_list("name", flat=True)
        )
        given = ClassAssignment.objects.get(class_group=row)
    assert names == {"4B", "5 Oak", "5/6M", "6A", "Nursery"}
    assert (given.membership, given.starts_on) == (primary.teacher_4b, FIRST)
    assert (given.may_see_from, given.may_see_until) == (date(2027, 7, 5), date(2028, 9, 15))
    assert places(primary)["Ayla"] == "5/6M"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name_new1": "4b"}, "Two classes are called 4b."),
        ({"teacher_new1": "TEACHER"}, "Name the class this person teaches."),
        ({"remove_5A": "on"}, "2 children are in 5A: say first where they go."),
        ({"teacher_5A": "GONE"}, "Select a valid choice"),
        ({"preview": "2027-09-02", "teacher_5A": "TEACHER"}, "The preview opens on or before"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(
    primary: Cast, begun: Client, typed: dict[str, str], words: str
) -> None:
    """A name twice, a teacher who has left, a class with children removed: nothing is saved."""
    people = {"TEACHER": str(primary.teacher_5a.pk), "GONE": str(primary.gone.pk)}
    pk = str(next_class(primary, "5A").pk)
    sent = {name.replace("5A", pk): people.get(text, text) for name, text in typed.items()}
    page = send(begun, url(primary, "next_year_edit"), sent)
    assert page.status_code == 422
    assert words in plain(page)
    with school_scope(primary.school):
        assert not ClassAssignment.objects.filter(starts_on=FIRST).exists()
        assert ClassGroup.objects.filter(academic_year__name="2027/28").count() == 5


def test_two_people_at_once_lose_nothing(primary: Cast, begun: Client, sign_in: SignIn) -> None:
    """The second is told what the first saved, and only what they changed is theirs."""
    senco = sign_in(primary.senco)
    address, row = url(primary, "next_year_edit"), next_class(primary, "5A")
    opened = fields_of(senco.get(address))
    send(begun, address, {f"name_{row.pk}": "Elm", f"teacher_{row.pk}": str(primary.teacher_4b.pk)})
    answer = senco.post(address, opened | {f"name_{row.pk}": "Oak"})
    assert answer.status_code == 409
    assert "Now: Elm." in plain(answer)
    assert senco.post(address, fields_of(answer)).status_code == 302
    with school_scope(primary.school):
        assert ClassGroup.objects.get(pk=row.pk).name == "Oak"
        assert ClassAssignment.objects.get(class_group=row).membership == primary.teacher_4b


def test_children_are_moved_one_by_one_and_kept_back(primary: Cast, begun: Client) -> None:
    """Ayla stays in Year 4 with 4B; Kept has no class yet, and is on the list."""
    row = next_class(primary, "5A")
    address = f"{url(primary, 'next_year_children')}?show={row.pk}"
    typed = {
        f"to_{primary.ayla.pk}": str(next_class(primary, "4B").pk),
        f"year_{primary.ayla.pk}": "4",
        f"to_{primary.kept.pk}": "none",
    }
    assert send(begun, address, typed).status_code == 302
    assert places(primary)["Ayla"] == "4B"
    assert child(primary, "Ayla").year_on(FIRST) == 4
    assert places(primary)["Kept"] == ""
    page = begun.get(url(primary, "next_year"))
    assert "1 without a class" in plain(page)
    assert "Kept" in plain(page)
    with school_scope(primary.school):
        newest = ClassPlacement.history.filter(pupil_id=primary.kept.pk).latest()
    assert (newest.history_type, newest.history_user) == ("-", primary.office.user)


def test_a_blocked_child_is_counted_and_not_named(primary: Cast, begun: Client) -> None:
    """Staff are parents too: the office's own child is on no list it reads here."""
    with school_scope(primary.school):
        AccessBlock.objects.create(
            user=primary.office.user, pupil=primary.kept, why="Her son", starts_on=date(2026, 9, 1)
        )
    show = f"{url(primary, 'next_year_children')}?show={next_class(primary, '5A').pk}"
    assert "Ayla" in plain(begun.get(show))
    assert "Kept" not in plain(begun.get(show))
    paste = begun.post(url(primary, "next_year_paste"), {"lines": f"{primary.kept.name}, 5A"})
    assert "Nobody on roll is called" in plain(paste)


def test_undoing_leaves_this_year_as_it_was(primary: Cast, begun: Client) -> None:
    """Classes, places, leavers and teachers go; dates stay, and it can be begun again."""
    row = next_class(primary, "5A")
    send(begun, url(primary, "next_year_edit"), {f"teacher_{row.pk}": str(primary.teacher_4b.pk)})
    assert begun.post(url(primary, "next_year_undo")).status_code == 302
    assert set(places(primary).values()) == {""}
    assert places(primary, date(2027, 8, 31))["Ayla"] == "4B"
    with school_scope(primary.school):
        assert not ClassGroup.objects.filter(academic_year__name="2027/28").exists()
        assert not Pupil.objects.filter(leaves_on__isnull=False).exists()
        assert not ClassAssignment.objects.filter(starts_on=FIRST).exists()
        assert AcademicYear.objects.filter(name="2027/28").exists()
    assert begun.post(url(primary, "next_year_begin")).status_code == 302
    assert places(primary)["Ayla"] == "5A"


def test_once_begun_it_is_corrected_and_not_undone(
    primary: Cast, begun: Client, clock: Any, sign_in: SignIn
) -> None:
    """On 1 September it has taken effect; the page for it is the next one's."""
    clock.move_to(datetime(2027, 8, 31, 23, 59, tzinfo=LONDON))
    assert sign_in(primary.office).get(url(primary, "next_year_undo")).status_code == 200
    clock.move_to(datetime(2027, 9, 1, tzinfo=LONDON))
    client = sign_in(primary.office)
    assert "2028/29" in plain(client.get(url(primary, "next_year")))
    page = client.post(url(primary, "next_year_undo"))
    assert (page.status_code, places(primary)["Ayla"]) == (422, "5A")


def test_a_year_nobody_built_can_be_built_late(primary: Cast, clock: Any, sign_in: SignIn) -> None:
    """In September children are in no class until somebody begins; then from the first day."""
    clock.move_to(datetime(2027, 9, 6, 9, tzinfo=LONDON))
    with school_scope(primary.school):
        AcademicYear.objects.create(name="2027/28", starts_on=FIRST, ends_on=date(2028, 8, 31))
    client = sign_in(primary.office)
    assert "Nobody prepared 2027/28" in plain(client.get(url(primary, "next_year_begin")))
    page = client.post(url(primary, "next_year_begin"), follow=True)
    assert "Classes" in plain(page)
    assert places(primary)["Ayla"] == "5A"
    assert "2028/29" in plain(client.get(url(primary, "next_year")))


def test_it_costs_the_same_for_few_and_many(primary: Cast, begun: Client) -> None:
    """Ten children more or four hundred: the same queries for the page, and for a whole move."""
    counted: list[tuple[int, int]] = []
    for wanted in (10, 420):
        for _ in range(wanted):
            pupil = PupilFactory(school=primary.school, year_group=4)
            ClassPlacementFactory(pupil=pupil, class_group=primary.class_4b)
        begun.post(url(primary, "next_year_undo"))
        with CaptureQueriesContext(connection) as whole:
            begun.post(url(primary, "next_year_begin"))
        with CaptureQueriesContext(connection) as page:
            assert begun.get(url(primary, "next_year")).status_code == 200
        counted.append((len(whole), len(page)))
    assert counted[0] == counted[1]
    assert counted[0][1] <= 22


def test_names_all_emptied_are_told_and_change_nothing(primary: Cast, begun: Client) -> None:
    """Every text emptied: said beside each name, and what was there stays."""
    opened = fields_of(begun.get(url(primary, "next_year_edit")))
    emptied = {name: "" for name in opened if name.startswith(("name_", "preview"))}
    page = begun.post(url(primary, "next_year_edit"), opened | emptied)
    assert page.status_code == 422
    for name in ("3A", "4B", "5A", "5/6M", "6A"):
        assert f"{name}, name: This field is required." in plain(page)
    assert places(primary)["Ayla"] == "5A"


@pytest.mark.parametrize("route", ["next_year_edit", "next_year_children", "next_year_paste"])
def test_before_next_year_has_dates_its_forms_lead_to_where_it_begins(
    primary: Cast, office: Client, route: str
) -> None:
    """Opened from a bookmark or sent, with or without content: nothing to fill in, no fault."""
    typed = {"name_new1": "4C", "preview": "", "lines": f"{primary.ayla.name}, 4B"}
    for answer in (
        office.get(url(primary, route)),
        office.post(url(primary, route), {"preview": "", "lines": ""}),
        office.post(url(primary, route), typed),
    ):
        assert (answer.status_code, answer["Location"]) == (302, url(primary, "next_year"))
    with school_scope(primary.school):
        assert not AcademicYear.objects.filter(name="2027/28").exists()
