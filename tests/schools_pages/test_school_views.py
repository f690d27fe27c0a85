"""The school's own pages: details and logo, its year, its figures."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools.actions import add_year, set_setting
from schools.dates import closures_of, half_terms_of
from schools.models import AcademicYear, DatedSetting, School
from schools.settings import FIGURES
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.schools import ClassGroupFactory
from tests.people import SignIn
from tests.schools_pages.pictures import HTML, SVG, picture, upload


def address(cast: Cast, route: str, **keys: int) -> str:
    """A page of the school."""
    return reverse(f"reports:{route}", kwargs={"school": cast.school.slug, **keys})


@pytest.fixture
def office(cast: Cast, sign_in: SignIn) -> Client:
    """The office of Northfield, signed in."""
    return sign_in(cast.office)


@pytest.fixture
def year(cast: Cast) -> AcademicYear:
    """Northfield's year of September 2027, with the usual dates."""
    with school_scope(cast.school):
        return add_year(begins=2027)


def details(school: School, **changed: Any) -> dict[str, Any]:
    """The form of the details as a browser sends it."""
    return {"name": school.name, "phase": school.phase, "version": school.version} | changed


def test_detail_shows_everything_about_the_school(cast: Cast, office: Client) -> None:
    """Dates, classes with their teachers, figures and whom to turn to, on one page."""
    with school_scope(cast.school):
        for name, figure in FIGURES.items():
            set_setting(name=name, value=figure.start, starts_on=date(2026, 9, 1))
    page = office.get(address(cast, "school_detail"))
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("2026/27", "4B", "Teacher 4B", "£6,000", "38 weeks", "801/2000"):
        assert words in text, words


def test_detail_costs_the_same_for_few_classes_and_many(
    cast: Cast, office: Client, django_assert_max_num_queries: Any
) -> None:
    """At most 20 queries, sign-in and scope included, however many classes and years."""
    for n in range(30):
        ClassGroupFactory(academic_year=cast.class_4b.academic_year, name=f"Class {n}")
    with django_assert_max_num_queries(20):
        office.get(address(cast, "school_detail"))


def test_details_are_saved(cast: Cast, office: Client) -> None:
    """Everything of the form arrives, and the version counts on."""
    sent = details(cast.school, name="Northfield Academy", urn="123456", go_live_on="2027-01-04")
    page = office.post(address(cast, "school_edit"), sent)
    assert page.status_code == 302
    school = School.objects.get(pk=cast.school.pk)
    assert (school.name, school.urn, school.version) == ("Northfield Academy", "123456", 2)
    assert school.go_live_on == date(2027, 1, 4)
    assert school.slug == "northfield"


def test_mistaken_details_keep_what_was_typed(cast: Cast, office: Client) -> None:
    """The mistake is named, nothing is saved, and the form holds what was typed."""
    sent = details(cast.school, name="Northfield Academy", urn="12")
    page = office.post(address(cast, "school_edit"), sent)
    assert page.status_code == 422
    assert "Enter 6 digits." in page.content.decode()
    assert 'value="Northfield Academy"' in page.content.decode()
    assert School.objects.get(pk=cast.school.pk).name == "Northfield Primary"


def test_two_people_editing_details_see_both_texts(cast: Cast, office: Client) -> None:
    """The second is shown what the first saved, keeps theirs, and can save it after all."""
    office.post(address(cast, "school_edit"), details(cast.school, phone="01632 960001"))
    page = office.post(address(cast, "school_edit"), details(cast.school, phone="01632 960002"))
    text = page.content.decode()
    assert page.status_code == 409
    assert "01632 960001" in text
    assert "01632 960002" in text
    assert 'name="version" value="2"' in text
    office.post(address(cast, "school_edit"), details(cast.school, phone="both", version=2))
    assert School.objects.get(pk=cast.school.pk).phone == "both"


def test_fields_that_are_not_of_the_form_change_nothing(cast: Cast, office: Client) -> None:
    """Neither the address of the school, nor its trust, nor the file's place on disk."""
    sent = details(cast.school, slug="stolen", id="999", logo="../../etc/passwd")
    office.post(address(cast, "school_edit"), sent)
    school = School.objects.get(pk=cast.school.pk)
    assert (school.slug, school.logo.name) == ("northfield", "")


def test_logo_is_made_anew_and_served_to_members(
    cast: Cast, office: Client, sign_in: SignIn, private_files: Path
) -> None:
    """A JPEG goes in, our own PNG comes out, for anyone who works here."""
    sent = details(cast.school, logo_file=upload(picture("JPEG"), "../../evil.html", "text/html"))
    assert office.post(address(cast, "school_edit"), sent).status_code == 302
    page = sign_in(cast.ta).get(address(cast, "school_logo"))
    assert page.status_code == 200
    assert page.content.startswith(b"\x89PNG")
    assert page["Content-Type"] == "image/png"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Cache-Control"] == "no-store"
    assert [path.suffix for path in private_files.rglob("*") if path.is_file()] == [".png"]


def test_new_logo_takes_the_old_ones_place(
    cast: Cast, office: Client, private_files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """One file is left of two; none when the logo is removed."""
    for version in (1, 2):
        sent = details(cast.school, version=version, logo_file=upload(picture()))
        with django_capture_on_commit_callbacks(execute=True):
            office.post(address(cast, "school_edit"), sent)
    assert len(list(private_files.rglob("*.png"))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address(cast, "school_edit"), details(cast.school, version=3, remove_logo="on"))
    assert list(private_files.rglob("*.png")) == []
    assert office.get(address(cast, "school_logo")).status_code == 404


@pytest.mark.parametrize("content", [SVG, HTML], ids=["svg", "html"])
def test_hostile_logo_is_refused_beside_its_field(
    cast: Cast, office: Client, private_files: Path, content: bytes
) -> None:
    """One sentence; the other fields keep what was typed; nothing lies on the disk."""
    sent = details(cast.school, name="Kept", logo_file=upload(content))
    page = office.post(address(cast, "school_edit"), sent)
    assert page.status_code == 422
    assert "The picture must be a PNG or a JPEG." in page.content.decode()
    assert 'value="Kept"' in page.content.decode()
    assert not any(path.is_file() for path in private_files.rglob("*"))


def test_logo_of_another_school_does_not_exist(
    cast: Cast, other: Cast, sign_in: SignIn, private_files: Path
) -> None:
    """404, as if the school were not there."""
    sign_in(other.office).post(
        address(other, "school_edit"), details(other.school, logo_file=upload(picture()))
    )
    assert sign_in(other.ta).get(address(other, "school_logo")).status_code == 200
    assert sign_in(cast.senco).get(address(other, "school_logo")).status_code == 404


def test_next_year_is_added_with_usual_dates(cast: Cast, office: Client) -> None:
    """It asks first; then the year is there to be edited, two years ahead at most."""
    page = office.get(address(cast, "year_add"))
    assert "Add 2027/28" in page.content.decode()
    with school_scope(cast.school):
        assert AcademicYear.objects.count() == 1
    made = [office.post(address(cast, "year_add")).status_code for _ in range(3)]
    assert made == [302, 302, 404]
    with school_scope(cast.school):
        assert [row.name for row in AcademicYear.objects.order_by("name")] == [
            "2026/27",
            "2027/28",
            "2028/29",
        ]


def dates(page: Any, **changed: str) -> dict[str, str]:
    """The form of a year as a browser sends back what it was shown."""
    form, rows = page.context["form"], page.context["rows"]
    sent = {name: str(form[name].value() or "") for name in form.fields}
    for row in [rows.management_form, *rows]:
        sent |= {row[name].html_name: str(row[name].value() or "") for name in row.fields}
    return sent | changed


def test_dates_are_saved_as_shown(cast: Cast, office: Client, year: AcademicYear) -> None:
    """Saving without a change changes nothing but the version."""
    url = address(cast, "year_edit", pk=year.pk)
    with school_scope(cast.school):
        before = half_terms_of(year), list(closures_of(year).values_list("on", "kind", "why"))
    assert office.post(url, dates(office.get(url))).status_code == 302
    with school_scope(cast.school):
        after = half_terms_of(year), list(closures_of(year).values_list("on", "kind", "why"))
        assert after == before
        assert AcademicYear.objects.get(pk=year.pk).version == 2


def test_closed_days_are_added_and_taken_off(
    cast: Cast, office: Client, year: AcademicYear
) -> None:
    """An empty row takes a new day; a day cleared is a school day again."""
    url = address(cast, "year_edit", pk=year.pk)
    shown = office.get(url)
    rows = len(shown.context["rows"].initial_forms)
    sent = {"closed-0-on": "", f"closed-{rows}-on": "2027-11-01"}
    assert office.post(url, dates(shown, **sent)).status_code == 302
    with school_scope(cast.school):
        on = set(closures_of(year).values_list("on", flat=True))
    assert date(2027, 11, 1) in on
    assert len(on) == rows


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"autumn2_starts_on": "2027-10-01"}, "Autumn 2 starts on 1 October 2027, before Autumn 1"),
        ({"spring1_ends_on": "2028-01-01"}, "Spring 1 ends on 1 January 2028, not after it starts"),
        ({"summer2_ends_on": "2028-09-30"}, "Summer 2 ends on 30 September 2028, outside the year"),
        ({"summer2_ends_on": "soon"}, "Summer 2 ends: Enter a valid date."),
        ({"closed-0-on": "2027-11-06"}, "6 November 2027 is a Saturday"),
        ({"closed-0-on": "2029-11-06"}, "6 November 2029 is not in 2027/28"),
        ({"closed-3-why": "Snow"}, "Which day is “Snow”?"),
        ({"closed-TOTAL_FORMS": "9999"}, "Please submit at most 60 forms"),
    ],
)
def test_dates_that_make_no_year_are_named_and_kept(
    cast: Cast, office: Client, year: AcademicYear, changed: dict[str, str], words: str
) -> None:
    """One plain sentence that names the place; what was typed stays; nothing is saved."""
    url = address(cast, "year_edit", pk=year.pk)
    page = office.post(url, dates(office.get(url), autumn1_ends_on="2027-10-20", **changed))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "2027-10-20" in page.content.decode()
    with school_scope(cast.school):
        assert AcademicYear.objects.get(pk=year.pk).version == 1


def test_one_day_closed_twice_is_named(cast: Cast, office: Client, year: AcademicYear) -> None:
    """The second row says so."""
    url = address(cast, "year_edit", pk=year.pk)
    shown = office.get(url)
    rows = len(shown.context["rows"].initial_forms)
    twice = {f"closed-{rows}-on": "2027-11-01", f"closed-{rows + 1}-on": "2027-11-01"}
    page = office.post(url, dates(shown, **twice))
    assert "This day is listed twice." in page.content.decode()


def test_dates_saved_meanwhile_are_shown(cast: Cast, office: Client, year: AcademicYear) -> None:
    """Both dates of what differs, and the closed days, before saving again."""
    url = address(cast, "year_edit", pk=year.pk)
    shown = office.get(url)
    office.post(url, dates(shown, autumn1_ends_on="2027-10-21"))
    page = office.post(url, dates(shown, autumn1_ends_on="2027-10-20", **{"closed-0-on": ""}))
    text = page.content.decode()
    assert page.status_code == 409
    assert "21 October 2027" in text
    assert "20 October 2027" in text
    assert "Closed days" in text


def test_year_of_another_school_does_not_exist(
    other: Cast, office: Client, cast: Cast, year: AcademicYear
) -> None:
    """Its id under our address is 404, and posting there changes nothing."""
    url = address(cast, "year_edit", pk=other.class_4b.academic_year_id)
    assert office.get(url).status_code == 404
    assert office.post(url, {}).status_code == 404


def test_figure_is_set_from_a_day(cast: Cast, office: Client) -> None:
    """`?name=` fills in which; the page then shows what comes."""
    url = address(cast, "setting_add")
    assert office.get(f"{url}?name=weeks_per_year").context["form"]["name"].value()
    sent = {"name": "weeks_per_year", "value": "39", "starts_on": "2027-09-01"}
    page = office.post(url, sent, follow=True)
    assert "39 weeks from 1 September 2027" in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"value": "500"}, "between 1 weeks and 53 weeks"),
        ({"value": "many"}, "Enter a number"),
        ({"name": "pay"}, "Select a valid choice"),
    ],
)
def test_figure_that_makes_no_sense_is_refused(
    cast: Cast, office: Client, sent: dict[str, str], words: str
) -> None:
    """Beside its field, with what was typed."""
    good = {"name": "weeks_per_year", "value": "39", "starts_on": "2027-09-01"}
    page = office.post(address(cast, "setting_add"), good | sent)
    assert page.status_code == 422
    assert words in page.content.decode()
    with school_scope(cast.school):
        assert not DatedSetting.objects.exists()


PAGES = ["school_detail", "school_edit", "year_add", "class_list", "class_add", "setting_add"]


@pytest.mark.parametrize("route", PAGES)
def test_reading_writes_nothing(cast: Cast, office: Client, route: str) -> None:
    """A GET is selects only."""
    with CaptureQueriesContext(connection) as queries:
        office.get(address(cast, route))
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
