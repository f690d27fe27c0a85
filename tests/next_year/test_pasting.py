"""A pasted list: who is meant, what is in the way, all or nothing."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.exports import csv_bytes
from pupils.next_year.pasted import Line, read_lines
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.next_year.conftest import child, places
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain


@pytest.fixture
def office(primary: Cast, sign_in: SignIn) -> Client:
    """The office, once next year is begun."""
    client = sign_in(primary.office)
    client.post(reverse("reports:next_year_begin", args=[primary.school.slug]))
    return client


def paste(client: Client, cast: Cast, lines: str, **more: Any) -> Any:
    """Check a list."""
    return client.post(
        reverse("reports:next_year_paste", args=[cast.school.slug]), {"lines": lines} | more
    )


def test_lines_are_read_with_any_mark() -> None:
    """The class is what comes after the last one; a surname may stand before a comma."""
    assert read_lines("Madeup, Ayla, 4B\nA1\t5A\n\nBen Madeup; 6A\nNobody") == [
        Line(1, "Madeup, Ayla", "4B"),
        Line(2, "A1", "5A"),
        Line(4, "Ben Madeup", "6A"),
        Line(5, "Nobody", ""),
    ]


def test_it_is_shown_and_then_done(primary: Cast, office: Client) -> None:
    """By UPN or by name, in either order; `leaves` marks a leaver."""
    PupilFactory(school=primary.school, forename="Dora", surname="Joins", upn="A801200099912")
    text = (
        f"A801200099912, 3A\n{primary.ayla.surname}, Ayla; 4B\r\nBen {primary.ben.surname}\tleaves"
    )
    page = paste(office, primary, text)
    assert "3 children" in plain(page)
    assert places(primary)["Ayla"] == "5A"
    answer = office.post(page.request["PATH_INFO"], fields_of(page))
    assert answer.status_code == 302
    now = places(primary)
    assert (now["Dora"], now["Ayla"], now["Ben"]) == ("3A", "4B", "")
    assert child(primary, "Ben").leaves_on == date(2027, 8, 31)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Nobody Here, 4B", "Nobody on roll is called “Nobody Here”"),
        ("Ayla {ayla}, 9Z", "There is no class “9Z” in 2027/28."),
        ("Ayla {ayla}", "No class is named"),
        ("Ayla {ayla}, 4B\nAyla {ayla}, 5A", "Line 2 puts this child into another class."),
        ("Twin Madeup, 4B", "Several children here are called “Twin Madeup”"),
    ],
)
def test_one_bad_line_keeps_all_out(primary: Cast, office: Client, line: str, words: str) -> None:
    """Each problem with its line; nothing is moved, what was pasted is kept."""
    for _ in range(2):
        PupilFactory(school=primary.school, forename="Twin", surname="Madeup")
    text = f"Ben {primary.ben.surname}, 4B\n{line.format(ayla=primary.ayla.surname)}"
    page = paste(office, primary, text)
    assert page.status_code == 422
    assert words in plain(page)
    assert "Ben" in fields_of(page)["lines"]
    again = office.post(page.request["PATH_INFO"], fields_of(page))
    assert (again.status_code, places(primary)["Ben"]) == (422, "6A")


def test_what_was_changed_since_is_shown_again(primary: Cast, office: Client) -> None:
    """Only the lines that were shown are carried out."""
    page = paste(office, primary, f"Ben {primary.ben.surname}, 4B")
    sent = fields_of(page) | {"lines": f"Ben {primary.ben.surname}, 3A"}
    assert office.post(page.request["PATH_INFO"], sent).status_code == 200
    assert places(primary)["Ben"] == "6A"


def test_a_spreadsheet_becomes_lines(primary: Cast, office: Client) -> None:
    """CSV with a column of names and one of classes; a file that is none is refused."""
    rows = [["Ben", primary.ben.surname, "14/05/2018", "4B"]]
    content = csv_bytes(["Forename", "Surname", "DOB", "Class"], rows)
    page = paste(office, primary, "", file=SimpleUploadedFile("list.csv", content))
    assert "1 child" in plain(page)
    assert office.post(page.request["PATH_INFO"], fields_of(page)).status_code == 302
    assert places(primary)["Ben"] == "4B"
    bad = paste(office, primary, "", file=SimpleUploadedFile("list.csv", b"\x00\x01\x02"))
    assert bad.status_code == 422
    assert paste(office, primary, " ").status_code == 422
