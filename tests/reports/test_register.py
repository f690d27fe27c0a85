"""The register: who is on it for whom, filters, sorts, search, export, its figures."""

import pytest
from django.urls import reverse

from pupils.models import AccessEntry
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn


def address(cast: Cast, query: str = "") -> str:
    """The register's address."""
    return reverse("reports:register", kwargs={"school": cast.school.slug}) + query


@pytest.mark.parametrize(
    ("person", "children"),
    [
        ("senco", {"ayla", "ben", "kept"}),
        ("teacher_4b", {"ayla"}),
        ("teacher_5a", {"ben"}),
        ("ta", {"ayla"}),
        ("office", {"ayla", "ben", "kept"}),
    ],
)
def test_register_lists_those_on_it_whom_a_person_may_see(
    cast: Cast, sign_in: SignIn, person: str, children: set[str]
) -> None:
    """The list is scope, less those who are not on the ladder and leavers."""
    page = sign_in(cast.staff[person]).get(address(cast)).content.decode()
    shown = {name for name, pupil in cast.children.items() if pupil.surname in page}
    assert shown == children


def test_register_writes_one_entry_with_the_ids_shown(cast: Cast, sign_in: SignIn) -> None:
    """A list page writes one access entry: what was asked, which ids (architecture.md, 9)."""
    sign_in(cast.senco).get(address(cast, "?q=zqnorthfieldben"))
    with school_scope(cast.school):
        entry = AccessEntry.objects.get()
    assert (entry.what, entry.asked) == ("reports:register", "q=zqnorthfieldben")
    assert entry.pupil_ids == [cast.ben.pk]


@pytest.mark.parametrize(
    ("query", "children"),
    [
        ("?year=4", {"ayla", "kept"}),
        ("?show=left", {"leaver"}),
        ("?show=all&status=K", {"ayla", "ben", "kept"}),
        ("?need=HI", set()),
        ("?q=ayla", {"ayla"}),
        ("?gap=stage", {"ayla", "ben", "kept"}),
        ("?gap=upn&year=5", {"ben"}),
        ("?year=banana", {"ayla", "ben", "kept"}),
    ],
)
def test_filters_live_in_the_address(
    cast: Cast, sign_in: SignIn, query: str, children: set[str]
) -> None:
    """A view of the register can be bookmarked; a value not known narrows nothing."""
    page = sign_in(cast.senco).get(address(cast, query)).content.decode()
    assert {name for name, pupil in cast.children.items() if pupil.surname in page} == children
