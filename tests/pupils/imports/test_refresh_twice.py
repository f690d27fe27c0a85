"""Refresh, then refresh again: the second time nothing changes, whatever was chosen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.exports import csv_bytes
from pupils.imports.choices import Choices
from pupils.models import Need, Pupil, SenStatus
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.pupils.imports.files import GOOD, TODAY, sample_ctf, upn
from tests.pupils.imports.loading import CTF, SHEET, everything, load, planned


@pytest.fixture(autouse=True)
def on_12_march() -> Iterator[None]:
    """The day on which every file of these tests is read."""
    with time_machine.travel("2027-03-12T10:00:00+00:00", tick=False):
        yield


STYLES: dict[str, dict[str, str]] = {
    "sims": {
        "UPN": "UPN",
        "Surname": "Legal Surname",
        "Forename": "Legal Forename",
        "DOB": "DOB",
        "Sex": "Gender",
        "Year": "Year Group",
        "Class": "Reg Group",
        "EAL": "EAL",
        "SEN status": "SEN Status",
        "SEN start date": "SEN Start Date",
        "SEN need 1": "SEN Need",
    },
    "arbor": {
        "UPN": "UPN",
        "Surname": "Legal last name",
        "Forename": "Legal first name",
        "DOB": "Date of birth",
        "Sex": "Sex",
        "Year": "Year group",
        "EAL": "EAL",
        "Class": "Registration form",
        "SEN status": "SEN status",
        "SEN need 1": "Primary SEN need",
        "SEN need 2": "Secondary SEN need",
    },
    "bromcom": {
        "UPN": "UPN",
        "Surname": "Surname",
        "Forename": "First Name",
        "DOB": "Date of Birth",
        "Year": "NC Year",
        "Class": "Tutor Group",
        "SEN status": "SEN Provision",
        "SEN need 1": "SEN Type 1",
        "SEN need 2": "SEN Type 2",
        "SEN start date": "SEN Provision Start Date",
        "Contact 1": "Contact 1 Name",
        "Phone": "Contact 1 Mobile",
        "Left": "Leaving date",
    },
}
CHILDREN = [GOOD["UPN"], *(upn(number) for number in range(3))]
ROW = st.fixed_dictionaries(
    {
        "SEN status": st.sampled_from(["", "N", "K"]),
        "SEN start date": st.sampled_from(["", "11/01/2026", "01/09/2026"]),
        "SEN need 1": st.sampled_from(["", "SLCN", "ASD"]),
        "SEN need 2": st.sampled_from(["", "MLD", "HI"]),
        "Class": st.sampled_from(["", "4B", "5A"]),
        "Year": st.sampled_from(["4", "5"]),
        "EAL": st.sampled_from(["", "Y", "N"]),
        "Contact 1": st.sampled_from(["", "Ms Sam Example", "Lee Sample"]),
        "Phone": st.sampled_from(["", "01632 960001", "01632 960002"]),
        "Left": st.sampled_from(["", "", "", "01/03/2027"]),
    }
)
LISTS = st.lists(ROW, min_size=1, max_size=len(CHILDREN))


def sheet(style: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Some of the children as this MIS writes them."""
    headings = STYLES[style]
    cells = [
        GOOD | {"UPN": number, "Surname": f"Example{place}"} | dict(row)
        for place, (number, row) in enumerate(zip(CHILDREN, rows, strict=False))
    ]
    lines = [[row.get(ours, "") for ours in headings] for row in cells]
    return csv_bytes(list(headings.values()), lines)


def change_here(cast: Cast, hand: int) -> None:
    """Something that people do here between two files."""
    with school_scope(cast.school, by=cast.senco.user):
        for pupil in Pupil.objects.on_roll().filter(upn__in=CHILDREN[hand % 3 :]):
            needs = Need.objects.filter(pupil=pupil).still_open()
            if hand % 2 and needs.exists():
                need = needs.latest("rank")
                need.ends_on = max(TODAY, need.starts_on)
                need.save()
            status = SenStatus.objects.filter(pupil=pupil).still_open().first()
            if hand > 3 and status:
                status.source = "stage_move"
                status.save()


def chosen(cast: Cast, content: bytes, kind: str, how: str) -> Choices:
    """The same answer to every difference, and every leaver ticked or none."""
    plan = planned(cast.school, content, kind)
    settled = {(d.pupil_id, d.part): how for d in plan.differences if how}
    going = [leaver.pupil_id for leaver in plan.leavers if leaver.stated or how == "mis"]
    keep = {cast.ayla.pk, cast.ben.pk, cast.kept.pk}
    leavers = {pk: date(2027, 3, 1) for pk in going if pk not in keep}
    return Choices(settled, leavers)


def twice(cast: Cast, content: bytes, kind: str, choices: Choices) -> None:
    """Load, then load again with the same choices, and with none: no row gets another version."""
    load(cast.school, content, kind, choices=choices)
    after = everything(cast.school)
    for again in (choices, Choices()):
        plan = load(cast.school, content, kind, choices=again)
        assert plan.changes_nothing, (plan.updated, plan.created, plan.archived)
        assert everything(cast.school) == after
    assert planned(cast.school, content, kind, choices=choices).news == 0


@pytest.mark.budget(90)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    style=st.sampled_from(list(STYLES)),
    before=LISTS,
    after=LISTS,
    hand=st.integers(0, 5),
    how=st.sampled_from(["", "ours", "mis"]),
)
def test_a_second_refresh_changes_nothing(
    cast: Cast, style: str, before: Any, after: Any, hand: int, how: str
) -> None:
    """Over generated schools and files of each MIS, with changes here in between."""
    with school_scope(cast.school):
        for pupil in Pupil.objects.filter(upn__in=CHILDREN, left_on__isnull=False):
            pupil.left_on = None
            pupil.save()
    load(cast.school, sheet(style, before))
    change_here(cast, hand)
    content = sheet(style, after)
    twice(cast, content, SHEET, chosen(cast, content, SHEET, how))


@pytest.mark.parametrize("style", STYLES)
def test_a_second_refresh_of_each_mis_changes_nothing(cast: Cast, style: str) -> None:
    """The same for one plain list of each, so that no style goes untried by chance."""
    rows: list[Mapping[str, str]] = [
        {"SEN status": "K", "SEN need 1": "SLCN", "SEN need 2": "HI", "Contact 1": "Sam Example"},
        {"SEN status": "N", "SEN start date": "", "SEN need 1": "", "Class": "5A", "Year": "5"},
    ]
    load(cast.school, sheet(style, rows))
    moved = [{**rows[0], "SEN need 1": "ASD", "Class": "5A"}, {**rows[1], "Year": "4"}]
    for how in ("", "ours", "mis"):
        content = sheet(style, moved)
        twice(cast, content, SHEET, chosen(cast, content, SHEET, how))


@pytest.mark.parametrize("estab", ["4000", "2000"])
def test_a_second_transfer_file_changes_nothing(cast: Cast, estab: str) -> None:
    """A CTF of another school, and one our own MIS wrote for ourselves."""
    cast.school.la_number, cast.school.estab_number = "801", estab
    cast.school.save()
    text = sample_ctf().replace(
        "<Surname>Specimen",
        "<BasicDetails><NCyearActual>5</NCyearActual></BasicDetails><Surname>Specimen",
    )
    if estab == "2000":
        text = text.replace("<Estab>4000</Estab>", "<Estab>2000</Estab>")
    content = text.encode()
    load(cast.school, content, CTF)
    other = content.replace(b"<SENtype>SLCN", b"<SENtype>MLD").replace(b"960", b"961")
    for how in ("", "ours", "mis"):
        twice(cast, other, CTF, chosen(cast, other, CTF, how))
