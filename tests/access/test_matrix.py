"""The permission matrix: every address, every method, every role, every child (permissions.md)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.kinds import OF_A_CHILD, OF_THE_SCHOOL
from tests.access.matrix import EVERYONE, MATRIX, OF_NO_SCHOOL, PUBLIC, WHEN_CONFIGURED, Page
from tests.access.test_scope import SEEN
from tests.access.world import (
    CHILDREN,
    HTMX,
    MAY_OF,
    PAGES,
    World,
    address,
    ask,
    children_of,
    expected,
    marks_in,
    marks_of,
    text_of,
)
from tests.selection import FULL

REFUSALS = {403, 404, 405, 500}
# In the quick count these stand for all: the most, a part, nothing.
UNDER_HTMX = ("senco", "teacher_4b", "stranger")
METHODS = ("GET", "POST", "PUT", "DELETE")

every_page = pytest.mark.parametrize("row", PAGES, ids=[page.route for page in PAGES])


def routes(resolver: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every route of the site, by full name, with its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or "?"]), pattern.callback
        elif isinstance(pattern, URLResolver):
            space = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from routes(pattern, space)


def cells(row: Page, person: str) -> tuple[str, ...]:
    """The children to try: all in the full count, else one the person sees and one they do not."""
    found = children_of(row)
    if FULL or not found[0]:
        return found
    seen = [child for child in found if child in SEEN.get(person, set())]
    unseen = [child for child in found if child not in seen]
    return tuple(seen[:1] + unseen[:1])


def every_ask(person: str) -> bool:
    """Whether to try each query of a page, not the first only."""
    return FULL or person in UNDER_HTMX


def test_every_address_is_in_the_table() -> None:
    """A new page without a line in the table fails here; so does a line without its page."""
    listed = [page.route for page in PAGES]
    assert len(listed) == len(set(listed))
    assert {name for name, _view in routes()} == {*listed, *OF_NO_SCHOOL, *PUBLIC, *WHEN_CONFIGURED}


def test_every_page_of_a_school_is_marked_with_its_permission() -> None:
    """`@requires` left its mark on each view, and it is the permission the table says."""
    views = dict(routes())
    for page in PAGES:
        assert views[page.route].permission == MAY_OF[page.route].permission, page.route
        assert getattr(views[page.route], "steps_up", False) == page.step_up, page.route


def test_the_table_speaks_of_roles_there_are() -> None:
    """A misspelt role would take a page from people without anybody noticing."""
    for may in MATRIX:
        assert set(may.roles.split()) <= set(EVERYONE.split())
        for page in may.pages:
            assert set(page.not_of.split()) <= set(CHILDREN)


@every_page
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="page"),
        pytest.param(HTMX, id="htmx", marks=pytest.mark.sliced(3)),
    ],
)
def test_reading(world: World, row: Page, headers: dict[str, str]) -> None:
    """GET answers each person as the table says, and shows no marker they must not see."""
    wrong: list[Any] = []
    for person in world.people if FULL or not headers else UNDER_HTMX:
        client = world.client(person)
        for child in cells(row, person):
            path = address(row, world.cast, world.things, child)
            wanted = expected(row, world, person, child)
            for asked in row.asks if wanted == 200 and every_ask(person) else row.asks[:1]:
                response = ask(client, "GET", path + asked, headers=headers)
                if response.status_code != (row.ok if wanted == 200 else wanted):
                    wrong.append((person, child, asked, response.status_code, wanted))
                shown = marks_in(text_of(response))
                allowed = marks_of(world.cast, SEEN.get(person, set()) if wanted == 200 else set())
                if shown - allowed:
                    wrong.append((person, child, asked, "sees", shown - allowed))
    assert not wrong, "\n".join(map(str, wrong))


@every_page
def test_writing(world: World, row: Page) -> None:
    """POST is refused to whom GET is refused; a page that is only read answers 405."""
    wrong: list[Any] = []
    for person in world.people:
        client = world.client(person)
        for child in cells(row, person):
            path = address(row, world.cast, world.things, child)
            wanted = expected(row, world, person, child, "POST")
            response = ask(client, "POST", path)
            met = response.status_code
            fine = met not in REFUSALS if wanted == 200 else met == wanted
            if not fine or marks_in(text_of(response)) - marks_of(
                world.cast, SEEN.get(person, set()) if wanted == 200 else set()
            ):
                wrong.append((person, child, met, wanted))
    assert not wrong, "\n".join(map(str, wrong))


@every_page
@pytest.mark.sliced(3)
def test_methods_a_page_has_not(world: World, row: Page) -> None:
    """Any method the table does not give is answered 405, to those who may use the row."""
    person = next(p for p in world.people if _has_cell(world, row, p))
    child = next((c for c in children_of(row) if _yes(world, row, person, c)), "")
    path = address(row, world.cast, world.things, child)
    for method in METHODS:
        met = ask(world.client(person), method, path + row.asks[0]).status_code
        assert (met == 405) == (method not in row.methods.split()), (method, met)


def _yes(world: World, row: Page, person: str, child: str) -> bool:
    return expected(row, world, person, child, row.first_method) == 200


def _has_cell(world: World, row: Page, person: str) -> bool:
    return any(_yes(world, row, person, child) for child in children_of(row))


@every_page
def test_another_schools_thing_does_not_exist(world: World, row: Page) -> None:
    """Ids of the other school, put into an address of this one or of theirs, are 404 to anyone."""
    wrong: list[Any] = []
    for person in world.cast.staff if FULL else ("senco", "teacher_4b", "office"):
        client = world.client(person)
        for child in children_of(row) if FULL else children_of(row)[:1]:
            forged = address(row, world.cast, world.others_things, child)
            theirs = address(row, world.other, world.others_things, child)
            for path in [forged] * bool(row.about) + [theirs]:
                for method in row.methods.split():
                    response = ask(client, method, path + row.asks[0])
                    hidden = response.status_code in {403, 404} and not marks_in(text_of(response))
                    if path == theirs and response.status_code != 404:
                        hidden = False
                    if not hidden:
                        wrong.append((person, child, method, path, response.status_code))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("kind", [*OF_A_CHILD, *OF_THE_SCHOOL])
def test_every_kind_is_used(kind: str) -> None:
    """A kind that no page is about any more is taken out."""
    assert any(page.about == kind for page in PAGES)
