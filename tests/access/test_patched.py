"""With scope broken in Python, the fence of the school still holds: no marker of next door."""

import inspect
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db.models import QuerySet

from pupils.models.pupil import PupilQuerySet
from schools.tenancy import SchoolOwnedQuerySet
from tests.access.matrix import Page
from tests.access.test_matrix import every_page
from tests.access.world import HTMX, World, address, ask, children_of, marks_in, text_of

pytestmark = pytest.mark.smoke
SCOPES = ("visible_to", "changeable_by")


def querysets(base: type[QuerySet[Any]] = SchoolOwnedQuerySet) -> Iterator[type[QuerySet[Any]]]:
    """Every kind of queryset over a school's rows."""
    for kind in base.__subclasses__():
        yield kind
        yield from querysets(kind)


@pytest.fixture
def all_visible(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let every scope give every row, as if somebody had broken it; gives how many there were."""
    broken = 0
    for kind in querysets():
        for scope in SCOPES:
            if inspect.isfunction(vars(kind).get(scope)):
                monkeypatch.setattr(kind, scope, lambda rows, *args, **kwargs: rows)
                broken += 1
    return broken


def test_the_scopes_are_really_broken(world: World, all_visible: int) -> None:
    """Otherwise the test below would prove nothing: a teacher now opens any child of the school."""
    assert all_visible >= len(SCOPES)
    assert vars(PupilQuerySet)["visible_to"].__name__ == "<lambda>"
    path = f"/s/{world.cast.school.slug}/pupils/{world.cast.ben.pk}/"
    assert ask(world.client("teacher_4b"), "GET", path).status_code == 200


@every_page
def test_no_marker_of_another_school(world: World, row: Page, all_visible: int) -> None:
    """Neither by another school's ids, nor in a list, nor at their own addresses."""
    client = world.client("senco")
    children = children_of(row)[:2]
    forged = [address(row, world.cast, world.others_things, child) for child in children]
    own = [address(row, world.cast, world.things, child) for child in children]
    theirs = [address(row, world.other, world.others_things, child) for child in children]
    for path in [*forged, *own, *theirs]:
        for asked, headers in product(row.asks, ({}, HTMX)):
            response = ask(client, row.first_method, path + asked, headers=headers)
            schools = {school for school, _child in marks_in(text_of(response))}
            assert schools <= {world.cast.school.slug}, path
            if path in theirs or (row.about and path in forged):
                assert response.status_code == 404, path
