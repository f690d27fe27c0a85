"""Many classes from one field: shown first, then all of them or none."""

from typing import Any

import pytest
from django.test import Client

from schools.models import ClassGroup
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import client_of
from tests.pupils.pages import plain

pytestmark = pytest.mark.django_db
ADDRESS = "/s/northfield/school/classes/add-many/"


@pytest.fixture
def client(cast: Cast) -> Client:
    """The office at its desk."""
    return client_of(cast.office)


def typed(cast: Cast, names: str, shown: str = "") -> dict[str, Any]:
    """What the form sends."""
    return {"names": names, "year": cast.class_4b.academic_year_id, "shown": shown}


def classes(cast: Cast) -> set[str]:
    """The names of the school's classes."""
    with school_scope(cast.school):
        return set(ClassGroup.objects.values_list("name", flat=True))


def test_what_was_understood_is_shown_before_anything_is_added(cast: Cast, client: Client) -> None:
    """The first sending adds nothing; the yes to exactly what was shown adds all of it."""
    page = client.post(ADDRESS, typed(cast, "1A, Oak (3/4)"))
    assert page.status_code == 200
    assert "1A Year 1 Oak Mixed: Year 3 and Year 4" in plain(page)
    assert classes(cast) == {"4B", "5A"}
    shown = page.context["form"].reading
    assert client.post(ADDRESS, typed(cast, "1A, Oak (3/4)", shown)).status_code == 302
    assert classes(cast) == {"4B", "5A", "1A", "Oak"}
    with school_scope(cast.school):
        rows = dict(ClassGroup.objects.values_list("name", "year_group"))
    assert (rows["1A"], rows["Oak"]) == (1, None)


def test_what_changed_since_is_shown_again(cast: Cast, client: Client) -> None:
    """A yes is a yes to what stood there: other words are shown first."""
    shown = client.post(ADDRESS, typed(cast, "1A")).context["form"].reading
    page = client.post(ADDRESS, typed(cast, "1A, 1B", shown))
    assert page.status_code == 200
    assert classes(cast) == {"4B", "5A"}


def test_a_line_that_cannot_be_read_keeps_everything_out(cast: Cast, client: Client) -> None:
    """Each such line is named with what to do; the text stays; nothing is added."""
    page = client.post(ADDRESS, typed(cast, "1A, Rowan, 4B"))
    assert page.status_code == 422
    words = plain(page)
    assert "“Rowan”: Say its year group after the name" in words
    assert "“4B”: There is a class of this name already." in words
    assert "1A, Rowan, 4B" in words
    assert classes(cast) == {"4B", "5A"}


def test_the_swap_is_what_a_reload_gives(cast: Cast, client: Client) -> None:
    """While one types, the part below the field is the page's own part; nothing is added."""
    whole = client.post(ADDRESS, typed(cast, "1A")).content.decode()
    part = client.post(ADDRESS, typed(cast, "1A"), HTTP_HX_REQUEST="true")
    assert part.status_code == 200
    assert part.content.decode().strip() in whole
    assert classes(cast) == {"4B", "5A"}
