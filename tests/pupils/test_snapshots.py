"""Figures from a spreadsheet: checked, loaded whole or not at all, corrected, shown in scope."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from common.exports import Cell, csv_bytes, xlsx_bytes
from pupils.imports.incoming import BadValue
from pupils.models import AccessBlock, ColumnMatching, Pupil, Snapshot, SnapshotFile
from pupils.snapshots.values import are_shares, change, in_words, mistakes_in_scale, read_value
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.people import SignIn
from tests.pupils.pages import address, fields_of, plain

pytestmark = pytest.mark.usefixtures("monday")
SCALE = ["Below", "Working towards", "Expected", "Greater depth"]
HEADINGS = ["Surname", "Forename", "DOB"]


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("attendance", "94.2%", "94.2"),
        ("attendance", "94.16", "94.2"),
        ("attendance", "100", "100"),
        ("attendance", "0", "0"),
        ("suspensions", "1.5 days", "1.5"),
        ("suspensions", "0", "0"),
        ("suspensions", "2.0", "2"),
        ("attainment", "working  towards", "Working towards"),
    ],
)
def test_a_cell_is_kept_as_the_school_records_it(kind: str, text: str, kept: str) -> None:
    """A percentage to a tenth, days to a half, a word of the scale."""
    assert read_value(text, kind, SCALE) == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("attendance", "100.1"),
        ("attendance", "-1"),
        ("attendance", "nan"),
        ("attendance", "9,5"),
        ("suspensions", "0.3"),
        ("suspensions", "46"),
        ("suspensions", "-0.5"),
        ("suspensions", "1e9"),
        ("attainment", "Exp"),
        ("attainment", "!"),
    ],
)
def test_what_no_figure_can_be_is_refused(kind: str, text: str) -> None:
    """Beyond 0 to 100%, no half days, more than the law allows, off the scale."""
    with pytest.raises(BadValue):
        read_value(text, kind, SCALE)


@given(st.text(max_size=12), st.sampled_from(["attendance", "suspensions", "attainment"]))
def test_any_text_is_a_figure_or_a_sentence(text: str, kind: str) -> None:
    """Never a fault, and never a figure out of its limits."""
    try:
        value = read_value(text, kind, SCALE)
    except BadValue:
        return
    assert value in SCALE if kind == "attainment" else 0 <= Decimal(value) <= 100


def test_a_column_of_shares_is_told_from_one_of_percentages() -> None:
    """A spreadsheet keeps 94.2% as 0.942; a column of 0 and 1 alone says nothing."""
    assert are_shares(["0.942", "1", "0"])
    assert not are_shares(["94.2", "0.5"])
    assert not are_shares(["1", "0", ""])
    assert read_value("0.942", "attendance", SCALE, as_share=True) == "94.2"


def test_changes_are_told_in_the_figures_own_unit() -> None:
    """Points, days, steps on the scale; nothing where a word is no longer on it."""
    assert change("attendance", "92.9", "94.2", SCALE) == "down 1.3"
    assert change("suspensions", "1.5", "0", SCALE) == "up 1.5 days"
    assert change("suspensions", "1", "0", SCALE) == "up 1 day"
    assert change("attainment", "Greater depth", "Working towards", SCALE) == "up 2 steps"
    assert change("attainment", "Expected", "Secure", SCALE) == ""
    assert change("attendance", "94", "94", SCALE) == "as before"
    assert [in_words("attendance", "94"), in_words("suspensions", "1")] == ["94.0%", "1 day"]


@pytest.mark.parametrize("words", [[], ["One"], ["A", "a"], ["A", "!"], ["A", "B" * 41]])
def test_what_is_no_scale_is_refused(words: Sequence[str]) -> None:
    """Fewer than two words, one twice, one without a letter, one too long."""
    assert mistakes_in_scale(words)
    assert not mistakes_in_scale(SCALE)


@pytest.fixture
def office(cast: Cast, sign_in: SignIn) -> Client:
    """The office of Northfield."""
    return sign_in(cast.office)


Upload = Callable[..., Any]


@pytest.fixture
def upload(cast: Cast, office: Client) -> Upload:
    """Check a file: headings after the name and date of birth, and a row for each child."""

    def send(headings: list[str], rows: dict[str, list[str]], **typed: Any) -> Any:
        lines = [
            [cast.children[name].surname, cast.children[name].forename, "14/05/2018", *cells]
            for name, cells in rows.items()
        ]
        content = csv_bytes([*HEADINGS, *headings], lines)
        file = SimpleUploadedFile("autumn figures.csv", content)
        sent = {"kind": "attendance", "taken_on": "2026-11-20", "file": file, "heading": ""}
        return office.post(url(cast, "snapshot_new"), sent | typed, follow=True)

    return send


def url(cast: Cast, route: str, pk: int | None = None) -> str:
    """A page of figures."""
    return address(route, cast.school, pk) if pk else address(route, cast.school)


def load(cast: Cast, client: Client, page: Any) -> Any:
    """Say yes to what is shown."""
    digest = page.context["form"].initial["digest"]
    where = url(cast, "snapshot_confirm", page.context["held"].pk)
    return client.post(where, {"digest": digest}, follow=True)


def held(cast: Cast) -> dict[tuple[str, str, str], str]:
    """Every figure: (child, measure, day) and its value."""
    with school_scope(cast.school):
        rows = Snapshot.objects.select_related("pupil")
        return {(r.pupil.forename, r.measure, r.taken_on.isoformat()): r.value for r in rows}


def test_figures_are_shown_first_and_then_loaded(
    cast: Cast, office: Client, upload: Upload
) -> None:
    """Nothing before the yes; then every figure with its file and who loaded it."""
    page = upload(["% Attendance", "Other"], {"ayla": ["94.2%", "x"], "ben": ["88", ""]})
    assert "2 new, 0 corrected" in plain(page)
    assert "Not read: Other." in plain(page)
    assert held(cast) == {}
    assert "2 loaded by Office from autumn figures.csv" in plain(load(cast, office, page))
    assert held(cast) == {
        ("Ayla", "", "2026-11-20"): "94.2",
        ("Ben", "", "2026-11-20"): "88",
    }
    with school_scope(cast.school):
        row = Snapshot.objects.first()
        assert (row.loaded_by, row.source.file.name) == (cast.office.user, "")


def test_the_same_day_again_corrects_with_history(
    cast: Cast, office: Client, upload: Upload
) -> None:
    """Only what differs is written; what it said before is kept."""
    load(cast, office, upload(["Attendance"], {"ayla": ["94.2"], "ben": ["88"]}))
    page = upload(["Attendance"], {"ayla": ["95"], "ben": ["88"]})
    assert "0 new, 1 corrected" in plain(page)
    assert "Corrects 94.2%" in plain(page)
    load(cast, office, page)
    with school_scope(cast.school):
        row = Snapshot.objects.get(pupil=cast.ayla)
        assert [one.value for one in row.history.order_by("history_id")] == ["94.2", "95"]
        assert Snapshot.objects.get(pupil=cast.ben).history.count() == 1
    again = upload(["Attendance"], {"ayla": ["95"], "ben": ["88"]})
    assert "Everything in this file is here already." in plain(again)


def test_one_bad_row_keeps_all_out(cast: Cast, office: Client, upload: Upload) -> None:
    """Each problem by row and column; a yes that is forced is refused."""
    rows = [
        [cast.ayla.surname, "Ayla", "14/05/2018", "94.2"],
        [cast.ben.surname, "Ben", "14/05/2018", "101"],
        ["Nobody", "Here", "14/05/2018", "90"],
    ]
    file = SimpleUploadedFile("a.csv", csv_bytes([*HEADINGS, "Attendance"], rows))
    page = upload([], {}, file=file)
    words = plain(page)
    assert "2 problems: nothing can be loaded" in words
    assert "is more than 100%" in words
    assert "No pupil here has this UPN" in words
    forced = load(cast, office, page)
    assert forced.status_code == 422
    assert held(cast) == {}


def test_what_changed_since_it_was_shown_is_shown_again(
    cast: Cast, office: Client, upload: Upload
) -> None:
    """Another file of the same day was loaded meanwhile."""
    first = upload(["Attendance"], {"ayla": ["94.2"]})
    load(cast, office, upload(["Attendance"], {"ayla": ["90"]}))
    answer = load(cast, office, first)
    assert answer.status_code == 422
    assert "Something changed here since you looked" in plain(answer)
    assert held(cast) == {("Ayla", "", "2026-11-20"): "90"}


@pytest.mark.parametrize(
    ("headings", "typed", "words"),
    [
        (["Score"], {}, "No column of attendance was found"),
        (["Attendance", "Attendance YTD"], {}, "Two columns could be it"),
        (["Attendance"], {"taken_on": "2026-12-01"}, "future"),
        (["Attendance"], {"kind": "behaviour"}, "Select a valid choice"),
        (["Attendance"], {"heading": "Scores"}, "No column of attendance was found"),
    ],
)
def test_a_file_that_is_none_is_refused_at_once(
    cast: Cast, upload: Upload, headings: list[str], typed: dict[str, str], words: str
) -> None:
    """No column, two of them, a day to come: said beside the field, nothing kept."""
    page = upload(headings, {"ayla": ["94.2"] * len(headings)}, **typed)
    assert page.status_code == 422
    assert words in plain(page)
    with school_scope(cast.school):
        assert not SnapshotFile.objects.exists()


def test_a_column_is_named_where_we_do_not_know_it(
    cast: Cast, office: Client, upload: Upload
) -> None:
    """In a workbook too, with percentages as a spreadsheet keeps them."""
    rows: list[list[Cell]] = [[cast.ayla.surname, "Ayla", "14/05/2018", 0.942]]
    content = xlsx_bytes("Sheet", [*HEADINGS, "YTD"], rows)
    page = upload([], {}, file=SimpleUploadedFile("a.xlsx", content), heading="ytd")
    load(cast, office, page)
    assert held(cast) == {("Ayla", "", "2026-11-20"): "94.2"}


def test_what_was_said_of_headings_is_remembered(
    cast: Cast, office: Client, upload: Upload
) -> None:
    """Whose row it is, as for the refresh; the column of figures, as it was named last time."""
    rows: list[list[Cell]] = [[f"{cast.ayla.surname}, Ayla", "14/05/2018", "94"]]
    file = csv_bytes(["Tutee", "DOB", "YTD"], rows)
    first = upload([], {}, file=SimpleUploadedFile("a.csv", file), heading="YTD")
    assert "nothing can be loaded" in plain(first)
    with school_scope(cast.school):
        ColumnMatching.objects.create(
            layout="0" * 64, headings=["Tutee"], columns={"tutee": "Name", "ytd": "Sex"}
        )
    load(cast, office, upload([], {}, file=SimpleUploadedFile("a.csv", file), heading="YTD"))
    again = csv_bytes(["Tutee", "DOB", "YTD"], [[*rows[0][:2], "95"]])
    load(cast, office, upload([], {}, file=SimpleUploadedFile("b.csv", again)))
    assert held(cast) == {("Ayla", "", "2026-11-20"): "95"}


def test_attainment_goes_by_the_schools_own_scale(
    cast: Cast, office: Client, upload: Upload
) -> None:
    """Every subject its own figure; a word off the scale is a problem, with the scale said."""
    scale = {"words": "\n".join(SCALE), "version": "0"}
    assert office.post(url(cast, "scale_edit"), scale).status_code == 302
    stale = office.post(url(cast, "scale_edit"), scale | {"words": "A\nB"})
    assert (stale.status_code, "Somebody else saved it" in plain(stale)) == (409, True)
    assert (
        office.post(url(cast, "scale_edit"), fields_of(stale) | {"words": "A"}).status_code == 422
    )
    bad = upload(["Reading", "Maths"], {"ayla": ["Exp", "Expected"]}, kind="attainment")
    assert "is not on your scale (Below, Working towards, Expected, Greater depth)" in plain(bad)
    page = upload(["Reading", "Maths"], {"ayla": ["expected", "Below"]}, kind="attainment")
    load(cast, office, page)
    assert held(cast) == {
        ("Ayla", "Reading", "2026-11-20"): "Expected",
        ("Ayla", "Maths", "2026-11-20"): "Below",
    }


def test_the_childs_page_tells_the_last_and_the_change(
    cast: Cast, office: Client, upload: Upload, sign_in: SignIn
) -> None:
    """Within scope: the class teacher reads it, the teacher of another class finds no child."""
    load(cast, office, upload(["Attendance"], {"ayla": ["94.2"]}, taken_on="2026-07-21"))
    load(cast, office, upload(["Attendance"], {"ayla": ["92.9"]}))
    details = address("pupil_detail", cast.school, cast.ayla.pk)
    words = plain(sign_in(cast.teacher_4b).get(details))
    assert "92.9%" in words
    assert "down 1.3 since 21 July 2026" in words
    assert sign_in(cast.teacher_5a).get(details).status_code == 404


def test_a_blocked_child_has_no_name_in_the_preview(cast: Cast, upload: Upload) -> None:
    """The office loads the figure of its own child and reads neither name nor figure."""
    with school_scope(cast.school):
        AccessBlock.objects.create(
            user=cast.office.user, pupil=cast.ayla, why="Her son", starts_on=date(2026, 9, 1)
        )
    words = plain(upload(["Attendance"], {"ayla": ["94.2"], "ben": ["88"]}))
    assert "A pupil whose record you may not see" in words
    assert "94.2" not in words
    assert "88.0%" in words


def test_a_school_of_420_costs_what_ten_do(cast: Cast, office: Client, upload: Upload) -> None:
    """The same queries to look and to load, whatever the number of children."""
    counted = []
    for wanted in (10, 410):
        for _ in range(wanted):
            PupilFactory(school=cast.school)
        with school_scope(cast.school):
            pupils = list(Pupil.objects.on_roll().filter(forename__startswith="Child"))
        rows = [[p.surname, p.forename, "14/05/2018", "9"] for p in pupils]
        file = SimpleUploadedFile("a.csv", csv_bytes([*HEADINGS, "Attendance"], rows))
        with CaptureQueriesContext(connection) as looked:
            page = upload([], {}, file=file, taken_on=f"2026-11-{wanted % 100:02}")
        with CaptureQueriesContext(connection) as loaded:
            load(cast, office, page)
        counted.append((len(looked), len(loaded)))
    assert counted[0] == counted[1]
