"""Every page answers, on SQLite as on PostgreSQL."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.consistency.routes import ROUTES
from tests.people import SignIn

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


@pytest.mark.parametrize("person", ["senco", "office", "teacher_4b"])
@pytest.mark.parametrize("name", SCHOOL_PAGES)
def test_a_page_of_the_school_answers(cast: Cast, sign_in: SignIn, person: str, name: str) -> None:
    """It is shown, leads on, asks to be posted to, or says that this person may not."""
    client = sign_in(cast.staff[person])
    answer = client.get(reverse(name, kwargs={"school": cast.school.slug}))
    assert answer.status_code in FINE | {403}


@pytest.mark.parametrize("name", PUPIL_PAGES)
def test_a_page_of_a_child_answers(cast: Cast, sign_in: SignIn, name: str) -> None:
    """Every page of a child that the SENCO may open answers; what is not there yet is a 404."""
    client = sign_in(cast.senco)
    address = reverse(name, kwargs={"school": cast.school.slug, "pk": cast.ayla.pk})
    assert client.get(address).status_code in FINE | {404}
