"""Finding the way: one name for a route, its view and its template (architecture.md)."""

import pytest
from django.urls import URLPattern

from tests.consistency.routes import ROUTES, routes
from tests.consistency.tree import ROOMS, ROOT, ending

# Templates of a room that no route is named after, and why.
SHARED = {
    "pupils/import_preview.html": "import_detail while a file waits to be said yes to",
    "reports/chosen_form.html": "one form for every change of several children",
    "reports/saved_view_form.html": "saved_view_add and saved_view_edit ask the same",
    "accounts/clash.html": "two people changed one record: answers for every form",
}


@pytest.mark.parametrize(
    ("room", "entry"), ROUTES, ids=lambda value: str(getattr(value, "name", value))
)
def test_a_route_is_named_as_its_view(room: str, entry: URLPattern) -> None:
    """`reviews:review_hold` is `review_hold` in the views of `reviews`."""
    assert entry.name == entry.callback.__name__
    assert entry.callback.__module__.split(".")[:2] == [room, "views"]


def test_no_route_is_named_twice() -> None:
    """A name leads to one address."""
    names = [f"{room}:{entry.name}" for room, entry in ROUTES]
    assert sorted(names) == sorted(set(names))


def test_a_template_is_named_as_its_route() -> None:
    """A page's template carries the name of its route; fragments begin with an underscore."""
    pages = {f"{_room(entry)}/{entry.name}.html" for _, entry in routes()}
    found = {path.removeprefix("templates/") for path in ending(".html", under="templates/")}
    rooms = {path for path in found if path.split("/")[0] in ROOMS and "/_" not in path}
    assert rooms - pages - _extended(rooms) - set(SHARED) == set()


def _room(entry: URLPattern) -> str:
    return str(entry.callback.__module__).partition(".")[0]


def _extended(templates: set[str]) -> set[str]:
    """The templates that others extend: frames, not pages."""
    everything = "".join((ROOT / path).read_text() for path in ending(".html", under="templates/"))
    return {path for path in templates if f'extends "{path}"' in everything}
