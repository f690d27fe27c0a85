"""A whole school's list as an MIS writes it, this year's and a changed one, for figures."""

from collections.abc import Iterable

from common.exports import csv_bytes
from tests.pupils.imports.files import upn

HEADINGS = [
    *("UPN", "Surname", "Forename", "DOB", "Sex", "Year", "Class", "Home language"),
    *("SEN status", "SEN start date", "SEN need 1", "Contact 1", "Contact 1 mobile"),
]


def school_list(numbers: Iterable[int], *, changed: bool = False) -> bytes:
    """Children of these numbers. Changed: everyone is in another class, and every thirtieth of
    those with SEN support has another need.
    """
    return csv_bytes(HEADINGS, [_row(number, changed) for number in numbers])


def _row(number: int, changed: bool) -> list[str]:
    year = number % 6 + 1
    has_sen = number % 6 == 0
    need = "ASD" if changed and number % 30 == 0 else "SLCN"
    return [
        *(upn(number), f"Example{number}", f"Child{number}"),
        *(f"{number % 28 + 1:02}/03/{2021 - year}", "FM"[number % 2], str(year)),
        *(
            f"{year}{'B' if changed else 'A'}",
            "Welsh" if changed and number % 9 == 0 else "English",
        ),
        *(("K", "12/01/2026", need) if has_sen else ("N", "", "")),
        *(f"Ms Sam Example{number}", f"01632 {960000 + number}"),
    ]
