"""Every page answers, on SQLite as on PostgreSQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, make_cast
from tests.consistency.routes import ROUTES
from tests.people import client_of

# Pages of a school, and of a child where the address names one.
SCHOOL_PAGES = [
    f"{room}:{entry.name}"
    for room, entry in ROUTES
    if not entry.pattern.converters and room != "accounts" and entry.name != "school_logo"
]
PUPIL_PAGES = [
    f"{room}:{entry.name}"
    for room, entry in ROUTES
    if str(entry.pattern).startswith(("pupils/<int:pk>/", "<int:pk>/")) and room != "accounts"
]
FINE = {200, 302, 405}
PEOPLE = ("senco", "office", "teacher_4b")

Made = tuple[Cast, dict[str, Client]]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Made]:
    """Northfield and who signed in there, made once for this file and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast("northfield", "Northfield Primary")
        yield cast, {person: client_of(cast.staff[person]) for person in PEOPLE}
        transaction.set_rollback(True)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("name", SCHOOL_PAGES)
@pytest.mark.sliced(3)
def test_a_page_of_the_school_answers(made: Made, db: None, person: str, name: str) -> None:
    """It is shown, leads on, asks to be posted to, or says that this person may not."""
    cast, clients = made
    answer = clients[person].get(reverse(name, kwargs={"school": cast.school.slug}))
    assert answer.status_code in FINE | {403}


@pytest.mark.parametrize("name", PUPIL_PAGES)
def test_a_page_of_a_child_answers(made: Made, db: None, name: str) -> None:
    """Every page of a child that the SENCO may open answers; what is not there yet is a 404."""
    cast, clients = made
    address = reverse(name, kwargs={"school": cast.school.slug, "pk": cast.ayla.pk})
    assert clients["senco"].get(address).status_code in FINE | {404}
