"""Looking through the XML parts of a workbook without building anything from them."""

import re
from dataclasses import dataclass, field
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from common.tabular.base import Limits, Unreadable, too_many_columns, too_many_rows

BROKEN = "This workbook is damaged or is none: open it in Excel and save it again."
_DEPTH = 64
_BLOCK = 64 * 1024
_MERGED_KEPT = 1_000
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class SheetScan:
    """What one sheet holds: where its last value is, its merged ranges, its first empty formula."""

    last_row: int = 0
    last_column: int = 0
    empty_formula: str = ""
    merged: list[str] = field(default_factory=list)

    def refuse_from(self, heading_row: int) -> None:
        """Refuse merged cells and formulas without a result from the row of headings down.

        A merged title above the headings does no harm. Raises `Unreadable` naming the cells.
        """
        for reference in self.merged:
            if _last_row(reference) >= heading_row:
                raise Unreadable(
                    f"Cells {reference} are merged:"
                    " unmerge them, so that each row has its own values."
                )
        if self.empty_formula:
            raise Unreadable(
                f"Cell {self.empty_formula} holds a formula without a result:"
                " open the file in Excel and save it, or paste the values."
            )


def _last_row(reference: str) -> int:
    """The last row of a merged range such as `B2:C4`; one we cannot read counts as in the table."""
    places = _PLACE.findall(reference.replace("$", ""))
    return max((int(row) for _, row in places), default=10**7)


def scan_part(content: IO[bytes], limits: Limits) -> SheetScan:
    """Read one XML part to its end and say which cells it holds (none, where it is no sheet).

    Raises `Unreadable` at a document type, at deep nesting, and at a row or column too many.
    """
    walk = _SheetWalk(limits)
    walk.read(content)
    return walk.scan


class _Walk:
    """A parser that only counts how deep it is."""

    def __init__(self) -> None:
        self.depth = 0
        self.parser: XMLParserType = ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text

    def read(self, content: IO[bytes]) -> None:
        try:
            while block := content.read(_BLOCK):
                self.parser.Parse(block, False)
            self.parser.Parse(b"", True)
        except ExpatError as error:
            raise Unreadable(BROKEN) from error

    def _doctype(self, *_: object) -> None:
        raise Unreadable("This workbook holds a document type, which no spreadsheet needs.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEPTH:
            raise Unreadable("This workbook is nested far too deeply to be a list of pupils.")
        self.opened(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.closed(name.rpartition(" ")[2])

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; `name` is without its namespace."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of the text within an element."""


class _SheetWalk(_Walk):
    """A parser that follows the cells of a sheet."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits
        self.scan = SheetScan()
        self.row = self.column = 0
        self.place = ""
        self.has_formula = self.has_value = self.in_value = False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "row":
                self.row = _number(attributes.get("r", ""), self.row + 1)
                self.column = 0
            case "c":
                self._cell(attributes.get("r", ""))
            case "f":
                self.has_formula = True
            case "v" | "is":
                self.in_value = True
            case "mergeCell" if len(self.scan.merged) < _MERGED_KEPT:
                self.scan.merged.append(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        self.has_value = self.has_value or self.in_value

    def closed(self, name: str) -> None:
        if name in {"v", "is"}:
            self.in_value = False
        if name != "c":
            return
        if self.has_value:
            self._value()
        elif self.has_formula and not self.scan.empty_formula:
            self.scan.empty_formula = self.place

    def _cell(self, reference: str) -> None:
        place = _PLACE.fullmatch(reference)
        self.column = _column(place[1]) if place else self.column + 1
        self.place = reference or f"row {self.row}, column {self.column}"
        self.has_formula = self.has_value = self.in_value = False

    def _value(self) -> None:
        self.scan.last_row = max(self.scan.last_row, self.row)
        self.scan.last_column = max(self.scan.last_column, self.column)
        if self.row > self.limits.rows + self.limits.title_rows:
            raise too_many_rows(self.limits)
        if self.column > self.limits.columns:
            raise too_many_columns(self.limits, self.row)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
