"""Going live by a column of a spreadsheet: matched, words mapped once, whatever it says wrongly."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from schools.models import School
from schools.tenancy import school_scope
from stages.models import Stage
from stages.staging.sheet import meant_by
from tests.cast import Cast
from tests.factories.pupils import AccessBlockFactory
from tests.people import client_of
from tests.pupils.imports.files import upn
from tests.pupils.pages import plain
from tests.stages.staging import at, begin, child, draft_of, review, rule, say_yes, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(on_ladder: Cast) -> School:
    """Northfield with a ladder."""
    return on_ladder.school


@pytest.fixture
def client(on_ladder: Cast) -> Client:
    """The SENCO at her desk."""
    return client_of(on_ladder.senco)


def fields(page: Any) -> dict[str, str]:
    """The field of each word in the column."""
    return {value.key: name for name, value in page.context["form"].values.items()}


def test_the_column_says_the_stage_and_another_since_when(school: School, client: Client) -> None:
    """Children are found by UPN, or by name and birth date; words that plainly name a stage fit."""
    kim, ann = child(school, "Kim", upn=upn(1)), child(school, "Ann")
    headings = ("UPN", "Surname", "Forename", "DOB", "Our stage", "Since")
    file = sheet(
        (upn(1), "Made", "Kim", "05/03/2018", "Stage 4", "12/01/2026"),
        ("", "Made", "Ann", "05/03/2018", "3", ""),
        headings=headings,
    )
    page = begin(client, "column", file)
    assert page.context["column"] == "Our stage"
    assert set(fields(page)) == {"Stage 4", "3"}
    page = rule(client, page, since="column", since_column="Since", day="2026-09-01")
    say_yes(client, draft_of(school), page)
    assert at(kim) == ("stage-4", date(2026, 1, 12))
    assert at(ann) == ("stage-3", date(2026, 9, 1))


def test_a_word_nobody_knows_must_be_mapped_or_left_out(school: School, client: Client) -> None:
    """Unknown words are listed; without an answer nothing goes on; left out is an answer."""
    kim, ann = child(school, "Kim", upn=upn(1)), child(school, "Ann", upn=upn(2))
    page = begin(client, "column", sheet((upn(1), "Wave 2"), (upn(2), "watching")))
    names = fields(page)
    answer = rule(client, page)
    assert answer.status_code == 422
    assert "Wave 2: 1 child: Choose a stage, or leave them out." in plain(answer)
    page = rule(client, answer, **{names["Wave 2"]: "stage-3", names["watching"]: "_out"})
    say_yes(client, draft_of(school), page)
    assert at(kim) is not None
    assert at(ann) is None


def test_another_column_can_be_chosen(school: School, client: Client) -> None:
    """The words are those of the column asked for; a column of too many words is no choice."""
    kim = child(school, "Kim", upn=upn(1))
    file = sheet((upn(1), "x", "Stage 5"), headings=("UPN", "Stage", "Plan"))
    page = begin(client, "column", file)
    other = client.get(f"{page.wsgi_request.path}?column=Plan")
    assert set(fields(other)) == {"Stage 5"}
    page = rule(client, other, "?column=Plan")
    say_yes(client, draft_of(school), page)
    assert at(kim) == ("stage-5", date(2025, 11, 3))


def test_rows_of_nobody_here_are_listed(school: School, client: Client, on_ladder: Cast) -> None:
    """Unknown, twice, or a child who has left or is placed: each says why; the rest is placed."""
    child(school, "Kim", upn=upn(1))
    gone = child(school, "Gus", upn=upn(3), left_on=date(2026, 10, 23))
    file = sheet((upn(1), "3"), (upn(1), "4"), (upn(2), "3"), (upn(3), "3"))
    rule(client, begin(client, "column", file))
    draft = draft_of(school)
    words = plain(review(client, draft, "unmatched"))
    assert "3 " + upn(1) + " This child is in the file twice." in words
    assert "4 " + upn(2) + " Nobody here has this UPN" in words
    refused = plain(review(client, draft, "refused"))
    assert "Gus left on 23 October 2026, so the record is closed." in refused
    say_yes(client, draft, review(client, draft))
    assert at(gone) is None


def test_the_file_of_another_school_is_refused(school: School, client: Client, other: Cast) -> None:
    """None of its children is here: one sentence, no draft and no file kept."""
    theirs = child(other.school, "Zoe", upn=upn(7))
    answer = begin(client, "column", sheet((upn(7), "Stage 3")))
    assert answer.status_code == 422
    assert "None of the children in this file is here." in plain(answer)
    assert at(theirs) is None
    assert not list(Path(default_storage.path("")).rglob("*.*"))


def test_a_row_about_a_child_one_may_not_see_is_a_row_of_nobody(
    school: School, client: Client, on_ladder: Cast
) -> None:
    """A SENCO kept from a child is told no more of the row than of a stranger's."""
    kim, ann = child(school, "Kim", upn=upn(1)), child(school, "Ann", upn=upn(2))
    with school_scope(school):
        AccessBlockFactory(user=on_ladder.senco.user, pupil=kim)
    page = rule(client, begin(client, "column", sheet((upn(1), "3"), (upn(2), "3"))))
    draft = draft_of(school)
    assert [line.child.pk for line in page.context["review"].lines] == [ann.pk]
    unmatched = review(client, draft, "unmatched").context["review"].unmatched
    assert [(row.row, row.why) for row in unmatched] == [
        (2, "Nobody here has this UPN, or this name and date of birth.")
    ]
    say_yes(client, draft, page)
    assert at(kim) is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"House,Locker\r\nRed,4\r\n", "No row of headings was found"),
        (b"%PDF-1.7", "This is a PDF."),
        (b"PK\x03\x04 not really", ""),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(
    school: School, client: Client, content: bytes, sentence: str
) -> None:
    """As every upload is: beside the field, with nothing kept."""
    answer = begin(client, "column", content or b" ")
    assert answer.status_code == 422
    assert sentence in plain(answer)


def test_the_file_is_let_go_of_when_the_draft_is_over(
    school: School, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """It holds a school's children: it is kept only while it is wanted."""
    child(school, "Kim", upn=upn(1))
    page = rule(client, begin(client, "column", sheet((upn(1), "Stage 3"))))
    draft = draft_of(school)
    name = str(draft.file.name)
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        say_yes(client, draft, page)
    assert not default_storage.exists(name)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Stage 3", "stage-3"),
        ("stage3", "stage-3"),
        ("3", "stage-3"),
        ("SEN support", "stage-3"),
        ("Stage 33", ""),
        ("K", ""),
    ],
)
def test_a_word_names_a_stage_or_is_asked(school: School, word: str, key: str) -> None:
    """Label, number or name, without case and spaces; anything else is not guessed."""
    with school_scope(school):
        stages = list(Stage.objects.filter(overlay=False, universal=False).order_by("order"))
        assert meant_by(word, stages) == key
