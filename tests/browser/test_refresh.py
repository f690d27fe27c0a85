"""Staying current with the MIS in a real browser: three clicks, and the list the other way."""

from pathlib import Path

from playwright.sync_api import expect

from pupils.models import Need, Pupil
from schools.tenancy import school_scope
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, looks, no_barriers, tab_to
from tests.cast import Cast
from tests.pupils.imports.files import GOOD, rows_of
from tests.pupils.imports.loading import load
from tests.working import let_work


def test_the_office_refreshes_in_three_clicks_and_the_file(
    open_as: OpenAs, cast: Cast, tmp_path: Path
) -> None:
    """From home: refresh, the file, look, yes. What differs waits; nobody leaves unasked."""
    load(cast.school, rows_of({}))
    path = tmp_path / "pupils.csv"
    path.write_bytes(rows_of({"Class": "5A", "SEN need 1": "MLD"}))
    page = open_as(cast.office)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="Refresh from the MIS"))
    page.get_by_label("File of pupils").set_input_files(str(path))
    effort.click(page.get_by_role("button", name="Check the file"))
    expect(page.get_by_text("0 new, 1 changed, 0 as they are. 1 to settle.")).to_be_visible()
    no_barriers(page)
    looks(page, "refresh_preview")
    effort.click(page.get_by_role("button", name="Load 1 pupil"))
    effort.at_most(3)
    let_work(cast.school)
    expect(page.get_by_text("1 left to settle later")).to_be_visible()
    with school_scope(cast.school, writes=False):
        assert Pupil.objects.on_roll().count() == 4
        assert Need.objects.get(pupil__upn=GOOD["UPN"]).type_id == "SLCN"


def test_settling_and_keying_in_by_keyboard_alone(
    open_as: OpenAs, cast: Cast, tmp_path: Path
) -> None:
    """Ours is chosen in the list, the file is taken note of, and the line is ticked off."""
    load(cast.school, rows_of({}))
    path = tmp_path / "pupils.csv"
    path.write_bytes(rows_of({"SEN need 1": "MLD"}))
    page = open_as(cast.office)
    page.goto("/s/northfield/pupils/imports/")
    page.get_by_label("File of pupils").set_input_files(str(path))
    page.get_by_role("button", name="Check the file").click()
    tab_to(page, page.get_by_label("Ada Example, Needs: which holds?"))
    page.keyboard.type("Ours")
    tab_to(page, page.get_by_role("button", name="Keep these choices"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Take note of the file"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Loading pupils").first).to_be_visible()
    let_work(cast.school)
    expect(page.get_by_text("All of it was loaded")).to_be_visible()
    page.goto("/s/northfield/")
    page.get_by_role("link", name="1 change to key into the MIS").click()
    no_barriers(page)
    looks(page, "mis_list")
    tab_to(page, page.get_by_role("button", name="Keyed in: Needs of Ada Example"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing to key in")).to_be_visible()
    expect(page.get_by_role("button", name="Undo Needs of Ada Example")).to_be_visible()
