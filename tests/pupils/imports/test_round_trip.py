"""What is exported imports unchanged: children through CSV and XLSX, and the register itself."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.exports import Cell, csv_bytes, xlsx_bytes
from common.years import YearGroup
from pupils.imports.codes import NEED_NAMES
from pupils.imports.incoming import IncomingContact, IncomingNeed, IncomingPupil, IncomingStatus
from pupils.imports.rows import read_spreadsheet
from pupils.imports.values import clean
from pupils.upn import check_letter
from reports.register import EXPORT_FIELDS, EXPORT_HEADINGS, export_cells, visible_rows
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import NeedFactory, PupilFactory, SenStatusFactory
from tests.pupils.imports.files import TODAY, rows_of
from tests.pupils.imports.loading import everything, load

NAMES = st.text(
    st.characters(categories=["L", "Zs", "Pd"], include_characters="'+=@-. "), max_size=20
).map(clean)
GIVEN = NAMES.filter(lambda name: any(sign.isalpha() for sign in name) and len(name) <= 60)
FLAGS = st.none() | st.booleans()
BODIES = st.text("0123456789", min_size=12, max_size=12)
HEADINGS = [
    *("UPN", "Legal forename", "Middle names", "Legal surname", "Preferred forename"),
    *("Preferred surname", "Date of birth", "Sex", "Year group", "Class", "Home language", "EAL"),
    *("Pupil premium", "Free school meals", "Looked after", "Young carer", "Admission date"),
    *("SEN status", "SEN start date", "SEN need 1", "SEN need 1 rank", "SEN need 1 start date"),
    *("SEN need 2", "SEN need 2 rank", "Contact 1 forename", "Contact 1 surname"),
    *("Contact 1 relationship", "Contact 1 parental responsibility", "Contact 1 email"),
    "Contact 1 phone",
]


@st.composite
def pupils(draw: st.DrawFn) -> IncomingPupil:
    """Any child a school could have, with nothing against it."""
    born = draw(st.dates(date(2003, 1, 1), date(2020, 1, 1)))
    later = st.dates(born + timedelta(days=1), TODAY)
    codes = draw(st.lists(st.sampled_from([*NEED_NAMES][:-1]), max_size=2, unique=True))
    needs = [IncomingNeed(code, rank) for rank, code in enumerate(codes, 1)]
    if needs:
        needs[0] = IncomingNeed(codes[0], 1, draw(st.none() | later))
    body = draw(BODIES)
    contact = IncomingContact(
        *(1, draw(GIVEN), draw(GIVEN), "", draw(st.sampled_from(["PAM", "CAR", ""])), draw(FLAGS)),
        *(draw(st.sampled_from(["", "sam@example.test"])), draw(st.sampled_from(["", "+44 7700"]))),
    )
    return IncomingPupil(
        row=2,
        upn=check_letter(body) + body,
        forename=draw(GIVEN),
        middle_names=draw(NAMES),
        surname=draw(GIVEN),
        preferred_forename=draw(GIVEN),
        preferred_surname=draw(GIVEN),
        born_on=born,
        sex=draw(st.sampled_from(["F", "M", ""])),
        year_group=draw(st.sampled_from([int(year) for year in YearGroup])),
        class_name=draw(NAMES),
        home_language=draw(NAMES),
        is_eal=draw(FLAGS),
        has_pupil_premium=draw(FLAGS),
        has_free_meals=draw(FLAGS),
        is_looked_after=draw(FLAGS),
        young_carer=draw(st.sampled_from(["P", "S", "N", ""])),
        joined_on=draw(st.none() | later),
        statuses=(IncomingStatus(draw(st.sampled_from("NKE")), draw(st.none() | later)),),
        needs=tuple(needs),
        contacts=(contact,) if draw(st.booleans()) else (),
    )


def cells_of(pupil: IncomingPupil) -> list[Cell]:
    """The child as a row under HEADINGS."""
    first, second = (*pupil.needs, None, None)[:2]
    contact = pupil.contacts[0] if pupil.contacts else None
    assert pupil.year_group is not None
    return [
        *(pupil.upn, pupil.forename, pupil.middle_names, pupil.surname),
        *(pupil.preferred_forename, pupil.preferred_surname, pupil.born_on, pupil.sex),
        *(YearGroup(pupil.year_group).code, pupil.class_name, pupil.home_language, pupil.is_eal),
        *(pupil.has_pupil_premium, pupil.has_free_meals, pupil.is_looked_after),
        *(pupil.young_carer, pupil.joined_on, pupil.statuses[0].code, pupil.statuses[0].starts_on),
        *((first.code, first.rank, first.starts_on) if first else (None, None, None)),
        *((second.code, second.rank) if second else (None, None)),
        *((contact.forename, contact.surname) if contact else (None, None)),
        *((contact.relationship, contact.has_parental_responsibility) if contact else ("", None)),
        *((contact.email, contact.phone) if contact else (None, None)),
    ]


def as_csv(rows: list[list[Cell]]) -> bytes:
    """The rows as a CSV file."""
    return csv_bytes(HEADINGS, rows)


def as_xlsx(rows: list[list[Cell]]) -> bytes:
    """The rows as a workbook."""
    return xlsx_bytes("Pupils", HEADINGS, rows)


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
@given(pupil=pupils())
def test_a_child_comes_back_as_written(
    written: Callable[[list[list[Cell]]], bytes], pupil: IncomingPupil
) -> None:
    """Every field of any child is read back as it was, names that look like formulas too."""
    found = read_spreadsheet(io.BytesIO(written([cells_of(pupil)])), today=TODAY)
    assert found.pupils == (pupil,)
    assert [problem for problem in found.problems if not problem.warning] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_imports_unchanged(cast: Cast, kind: str) -> None:
    """The register's own export, loaded again, changes nothing: statuses of stage moves neither."""
    load(cast.school, rows_of({"SEN need 2": "ASD"}))
    moved = PupilFactory(school=cast.school, surname="=Formula", upn="P207000016049", year_group=0)
    SenStatusFactory(pupil=moved, code="E", source="stage_move")
    NeedFactory(pupil=moved, type_id="HI")
    with school_scope(cast.school, writes=False):
        rows = visible_rows(cast.senco, TODAY)
        cells = [export_cells(row, (), TODAY) for row in rows.values(*EXPORT_FIELDS)]
    assert len(cells) >= 5
    written = csv_bytes if kind == "csv" else lambda h, r: xlsx_bytes("Register", h, r)
    before = everything(cast.school)
    plan = load(cast.school, written(EXPORT_HEADINGS, cells))
    assert plan.changes_nothing
    assert everything(cast.school) == before
