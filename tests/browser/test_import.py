"""Loading pupils in a real browser: few clicks, all seen first, bad files in one sentence."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from common.exports import xlsx_bytes
from pupils.models import Pupil
from schools.tenancy import school_scope
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.pupils.imports.files import upn
from tests.working import let_work

NAMES = ["UPN", "Legal Surname", "Legal Forename"]
PLACE = ["Date of Birth", "Gender", "Year", "Reg Group"]
SEN = ["SEN Status", "SEN Start Date", "SEN Need 1"]


def workbook(path: Path, count: int, *, faults: int = 0) -> str:
    """A workbook of so many made-up children, as an MIS writes it; some of the last with faults."""
    rows = [_row(number, faulty=number >= count - faults) for number in range(count)]
    path.write_bytes(xlsx_bytes("Pupils", [*NAMES, *PLACE, *SEN], rows))
    return str(path)


def _row(number: int, *, faulty: bool) -> list[str]:
    year = number % 7
    sen = ["K", "12/01/2026", "SLCN"] if number % 6 == 0 else ["N", "", ""]
    return [
        upn(number),
        f"Example{number}",
        f"Child{number}",
        "31/02/2018" if faulty else f"{number % 28 + 1:02}/03/{2022 - year}",
        "FM"[number % 2],
        str(year) if year else "R",
        "4B" if year == 4 else "5A" if year == 5 else "",
        *sen,
    ]


def pupils_of(cast: Cast) -> int:
    """How many children the school has."""
    with school_scope(cast.school, writes=False):
        return Pupil.objects.count()


def test_the_office_loads_420_pupils_in_five_clicks(
    open_as: OpenAs, cast: Cast, tmp_path: Path
) -> None:
    """From home: import, the file, look, yes; nothing is saved before yes, then all of it."""
    path = workbook(tmp_path / "pupils.xlsx", 420)
    page = open_as(cast.office)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Import").first)
    effort.upload(page.get_by_label("File of pupils"), path)
    effort.click(page.get_by_role("button", name="Check the file"))
    expect(page.get_by_text("420 new, 0 changed, 0 as they are")).to_be_visible()
    no_barriers(page)
    looks(page, "import_preview")
    assert pupils_of(cast) == 4
    effort.click(page.get_by_role("button", name="Load 420 pupils"))
    expect(page.get_by_role("heading", name="Loading pupils").first).to_be_visible()
    no_barriers(page)
    looks(page, "import_progress")
    assert pupils_of(cast) == 4
    assert let_work(cast.school) == 1
    expect(page.get_by_text("All of it was loaded")).to_be_visible()
    looks(page, "import_done")
    effort.at_most(5)
    assert pupils_of(cast) == 424
    page.get_by_role("link", name="See the register").click()
    expect(page.locator("#register-count")).to_contain_text("7")


def test_classes_that_are_missing_cost_one_click_more(
    open_as: OpenAs, cast: Cast, tmp_path: Path
) -> None:
    """A class the school has not is a problem until the office says that it is one."""
    path = tmp_path / "pupils.csv"
    path.write_text("Surname,Forename,DOB,Year,Class\nExample,Ada,14/05/2020,1,1Z\n")
    page = open_as(cast.office)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Import").first)
    effort.upload(page.get_by_label("File of pupils"), str(path))
    effort.click(page.get_by_role("button", name="Check the file"))
    effort.click(page.get_by_role("button", name="Add this class"))
    expect(page.get_by_text("Classes to be added: 1Z")).to_be_visible()
    effort.click(page.get_by_role("button", name="Load 1 pupil"))
    effort.at_most(5)
    let_work(cast.school)
    expect(page.get_by_text("Classes added: 1Z.")).to_be_visible()


def test_errors_are_seen_before_anything_is_saved(
    open_as: OpenAs, cast: Cast, tmp_path: Path
) -> None:
    """Every problem by row and column; no button loads the file; nothing is changed."""
    path = workbook(tmp_path / "pupils.xlsx", 60, faults=3)
    page = open_as(cast.office)
    page.goto("/s/northfield/pupils/imports/")
    page.get_by_label("File of pupils").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("3 problems to put right in the file first")).to_be_visible()
    first = page.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert first[0] == "59"
    assert first[1] == "Date of Birth"
    expect(page.get_by_role("button", name="Load")).to_have_count(0)
    no_barriers(page)
    looks(page, "import_problems")
    with page.expect_download() as download:
        page.get_by_role("link", name="as CSV").click()
    assert download.value.path().read_bytes().count(b"Date of Birth") == 3
    assert pupils_of(cast) == 4


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("pupils.csv", b"", "This file is empty."),
        ("pupils.pdf", b"%PDF-1.7", "This is a PDF."),
        ("pupils.csv", b"House,Locker\r\nRed,4\r\n", "No row of headings was found"),
        ("pupils.xml", b"<CTfile><CTFpupilData>", "This file is not complete XML"),
        ("pupils.xlsx", b"PK\x03\x04 not really", ""),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(
    open_as: OpenAs,
    cast: Cast,
    complaints: Complaints,
    tmp_path: Path,
    name: str,
    content: bytes,
    sentence: str,
) -> None:
    """The summary has the focus, says one thing, and leads to the field."""
    path = tmp_path / name
    path.write_bytes(content)
    page = open_as(cast.office)
    page.goto("/s/northfield/pupils/imports/")
    page.get_by_label("File of pupils").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_count(1)
    expect(summary).to_contain_text(sentence)
    no_barriers(page)
    complaints.expect("422")
    assert pupils_of(cast) == 4


def test_importing_without_scripts(open_as: OpenAs, cast: Cast, tmp_path: Path) -> None:
    """The progress page loads itself again, and ends at what was done."""
    path = workbook(tmp_path / "pupils.xlsx", 12)
    page = open_as(cast.office, scripts=False)
    page.goto("/s/northfield/pupils/imports/")
    page.get_by_label("File of pupils").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Load 12 pupils").click()
    let_work(cast.school)
    expect(page.get_by_text("All of it was loaded")).to_be_visible()


def test_importing_by_keyboard_alone(open_as: OpenAs, cast: Cast, tmp_path: Path) -> None:
    """Every step is reached with Tab and taken with Enter; the file is the system's to pick."""
    path = workbook(tmp_path / "pupils.xlsx", 3)
    page = open_as(cast.office)
    tab_to(page, page.get_by_role("link", name="Import").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/pupils/imports/", wait_until="load")
    tab_to(page, page.get_by_label("File of pupils"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(path)
    tab_to(page, page.get_by_role("button", name="Check the file"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Load 3 pupils"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Loading pupils").first).to_be_visible()
    let_work(cast.school)
    expect(page.get_by_text("All of it was loaded")).to_be_visible()
