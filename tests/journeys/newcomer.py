"""A list of 60 as an MIS gives it, for a school that sets itself up: names, K, E, N and needs."""

from dataclasses import dataclass
from datetime import date

from common.exports import csv_bytes
from tests.pupils.imports.files import upn

HEADINGS = [
    *("UPN", "Surname", "Forename", "DOB", "Sex", "Year", "Class", "Admission date"),
    *("SEN status", "SEN start date", "SEN need 1"),
]
NEEDS = ("SLCN", "MLD", "SEMH", "ASD")
JOINED = date(2024, 9, 2)


@dataclass(frozen=True)
class Listed:
    """A child as the school's list has it; the ledger of the journey counts from these."""

    number: int

    @property
    def code(self) -> str:
        """Of 60: 30 with K, 10 with E, 20 with none."""
        return "KKKEN"[self.number % 5] if self.number < 50 else "N"

    @property
    def surname(self) -> str:
        return f"Listed{self.number:02}"

    @property
    def year(self) -> int:
        return self.number // 10 + 1

    @property
    def since(self) -> date:
        """When the status began: in last year's terms."""
        return date(2025, 9 + self.number % 4, 10)

    def row(self) -> list[str]:
        """The child's row in the file."""
        has_sen = self.code != "N"
        return [
            *(upn(self.number), self.surname, f"Child{self.number}"),
            f"{self.number % 28 + 1:02}/03/{2021 - self.year}",
            *("FM"[self.number % 2], str(self.year), f"{self.year}A", f"{JOINED:%d/%m/%Y}"),
            self.code,
            f"{self.since:%d/%m/%Y}" if has_sen else "",
            NEEDS[self.number % 4] if has_sen else "",
        ]


LIST = [Listed(number) for number in range(60)]


def file_of_60() -> bytes:
    """The file the MIS gives."""
    return csv_bytes(HEADINGS, [child.row() for child in LIST])
