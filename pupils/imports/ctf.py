"""The Common Transfer File: what another school sends with a child (statutory.md 2.5).

The file comes from outside, so the parser forbids document types and stops at a depth, a size and a
count long before memory does. It takes `Sex` and `Gender`, ignores what it does not know, and never
trusts the order of elements.
"""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import iterparse

from common.tabular import Unreadable
from pupils.imports.checks import check_pupil, check_together, check_without_need
from pupils.imports.ctf_pupil import LABELS, CtfPupil
from pupils.imports.headers import Column
from pupils.imports.incoming import Incoming, IncomingPupil, Problem

LARGEST = 20 * 1024 * 1024
MOST_PUPILS = 5_000
DEEPEST = 40
MOST_IN_ONE = 100_000
_BRANCH = 3

EVERYTHING = frozenset(
    {"status", "needs", "contacts", "contacts:email", "contacts:phone"}
    | {f"contacts:{name}" for name in ("title", "relationship", "has_parental_responsibility")}
)
"""A CTF has a place for every part of a record."""

_BROKEN = "This file is not complete XML (line {line}): ask the other school to send it again."


def read_ctf(file: BinaryIO, *, today: date) -> Incoming:
    """The children in a CTF. Raises `Unreadable`, in one plain sentence, for any other file."""
    pupils: list[IncomingPupil] = []
    problems: list[Problem] = []
    header: dict[str, str] = {}
    for number, element in enumerate(pupil_elements(file, header), 1):
        reader = CtfPupil(number, element)
        pupil = reader.read()
        pupils.append(pupil)
        problems += [*reader.problems, *check_pupil(pupil, _label, today)]
        problems += check_without_need(pupil, _label)
    if not pupils:
        raise Unreadable("This Common Transfer File holds no pupils.")
    problems += check_together(pupils, _label)
    problems.sort(key=lambda problem: problem.row)
    return Incoming(
        tuple(pupils),
        tuple(problems),
        labels={str(column): _label(column) for column in Column},
        is_transfer=True,
        says=EVERYTHING,
        sender=header.get("sourceschool", ""),
        addressee=header.get("destschool", ""),
    )


def _label(column: Column) -> str:
    return LABELS.get(column, column.value)


def pupil_elements(file: BinaryIO, header: dict[str, str] | None = None) -> Iterator[Element]:
    """Each `Pupil` element in turn, the one before it let go. Raises `Unreadable`.

    The numbers of the schools the header names go into `header`, by the name of their element.
    """
    _refuse_by_size(file)
    try:
        yield from _walk(file, {} if header is None else header)
    except DTDForbidden as error:
        raise Unreadable("This file declares a document type, which no CTF has.") from error
    except DefusedXmlException as error:
        raise Unreadable("This file declares entities, which no CTF has.") from error
    except ParseError as error:
        raise Unreadable(_BROKEN.format(line=error.position[0])) from error
    except (LookupError, ValueError) as error:  # an encoding nobody knows, or letters outside it
        raise Unreadable("The letters in this file cannot be read: send it as UTF-8.") from error


def _refuse_by_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST:
        megabytes = size / 1024 / 1024
        raise Unreadable(f"This file is {megabytes:.1f} MB: the limit is {LARGEST // 2**20} MB.")
    if not file.read(64).strip():
        raise Unreadable("This file is empty.")
    file.seek(0)


def _walk(file: BinaryIO, header: dict[str, str]) -> Iterator[Element]:
    """Follow the file element by element; what hangs on the root is dropped as soon as it ends."""
    path: list[Element] = []
    held = found = 0
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            held += 1
            _refuse_hostile(path, held)
            continue
        path.pop()
        if _is_pupil(path, element):
            found += 1
            if found > MOST_PUPILS:
                raise Unreadable(f"This file holds more than {MOST_PUPILS:,} pupils.")
            yield element
        _note_school(path, element, header)
        if path and len(path) < _BRANCH:
            path[-1].remove(element)
            held = 0


def _note_school(path: list[Element], element: Element, header: dict[str, str]) -> None:
    """Keep the LA and establishment number of the sending and the receiving school."""
    name = local_name(element)
    if len(path) == _BRANCH - 1 and name in {"sourceschool", "destschool"}:
        said = {local_name(child): (child.text or "").strip() for child in element}
        number = said.get("lea", said.get("la", "")) + said.get("estab", "")
        header[name] = number if number.isdecimal() and len(number) == 7 else ""


def _is_pupil(path: list[Element], element: Element) -> bool:
    return (
        len(path) == _BRANCH - 1
        and local_name(path[1]) == "ctfpupildata"
        and local_name(element) == "pupil"
    )


def _refuse_hostile(path: list[Element], held: int) -> None:
    if len(path) == 1 and local_name(path[0]) != "ctfile":
        name = path[0].tag.rpartition("}")[2][:30]
        raise Unreadable(
            f"This is not a Common Transfer File: it begins with “{name}”, not “CTfile”."
        )
    if len(path) > DEEPEST:
        raise Unreadable("This file is nested far too deeply to be a Common Transfer File.")
    if held > MOST_IN_ONE:
        raise Unreadable("This file holds far too much in one place to be a Common Transfer File.")


def local_name(element: Element) -> str:
    """An element's name without a namespace and without case."""
    return str(element.tag).rpartition("}")[2].casefold()
