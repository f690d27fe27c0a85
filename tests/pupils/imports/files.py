"""Files for import tests: made-up children as spreadsheets and Common Transfer Files."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from common.exports import csv_bytes
from pupils.imports.incoming import Incoming
from pupils.imports.rows import read_spreadsheet
from pupils.upn import check_letter

TODAY = date(2027, 3, 12)

GOOD = {
    "UPN": "B801200005001",
    "Surname": "Example",
    "Forename": "Ada",
    "DOB": "14/05/2018",
    "Sex": "F",
    "Year": "4",
    "Class": "4B",
    "SEN status": "K",
    "SEN start date": "11/01/2026",
    "SEN need 1": "SLCN",
    "SEN need 2": "",
}
"""A row without any fault; `rows_of` changes some cells of it."""


def upn(number: int) -> str:
    """A valid permanent UPN of a made-up school, a different one for each number below 100,000."""
    body = f"8012000{number // 1000:02}{number % 1000:03}"
    return check_letter(body) + body


def rows_of(*changes: Mapping[str, str]) -> bytes:
    """A CSV with one row for each mapping: the good row with some of its cells changed."""
    rows = [GOOD | dict(change) for change in changes]
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return csv_bytes(headings, [[row.get(heading, "") for heading in headings] for row in rows])


def children(count: int, bad: int = 0) -> bytes:
    """A CSV of `count` children of one school; every one of the last `bad` has a fault."""
    rows: list[Sequence[str]] = []
    for number in range(count):
        faulty = number >= count - bad
        year = number % 7
        sen = "K" if number % 6 == 0 else "N"
        rows.append(
            [
                upn(number),
                f"Example{number}",
                f"Child{number}",
                "31/02/2018" if faulty else f"{number % 28 + 1:02}/03/{2022 - year}",
                "FM"[number % 2],
                str(year) if year else "R",
                sen,
                "12/01/2026" if sen == "K" else "",
                "SLCN" if sen == "K" else "",
            ]
        )
    return csv_bytes(
        [
            "UPN",
            "Surname",
            "Forename",
            "DOB",
            "Sex",
            "Year",
            "SEN status",
            "SEN start date",
            "Need",
        ],
        rows,
    )


def read(content: bytes) -> Incoming:
    """What a spreadsheet of these bytes says, on 12 March 2027."""
    return read_spreadsheet(io.BytesIO(content), today=TODAY)


def problems(content: bytes) -> list[tuple[int, str, str, bool]]:
    """Each problem as row, column, sentence and whether it is only a warning."""
    return [(p.row, p.column, p.problem, p.warning) for p in read(content).problems]


def sample_ctf() -> str:
    """The Common Transfer File of statutory.md 2.5, with two made-up children."""
    return (Path(__file__).parent / "sample_ctf.xml").read_text(encoding="utf-8")
