"""Opening a child's record is entered in the log with the page, or there is no page."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pupils.models import AccessEntry
from schools.tenancy import school_scope
from tests.access.matrix import Page
from tests.access.world import (
    PAGES,
    World,
    address,
    ask,
    children_of,
    expected,
    marks_in,
    text_of,
)

# One who sees all, one who sees a class, one who sees a child.
READERS = ("senco", "teacher_4b", "ta", "office")
OPENED = [page for page in PAGES if page.first_method == "GET" and not page.part]
every_page = pytest.mark.parametrize("row", OPENED, ids=[page.route for page in OPENED])


def good_addresses(world: World, row: Page) -> list[tuple[str, str]]:
    """Who may open the page, and where: one address for each reader and query."""
    found = []
    for person in READERS:
        seen = [c for c in children_of(row) if expected(row, world, person, c) == 200]
        for child in seen[:1]:
            path = address(row, world.cast, world.things, child)
            found += [(person, path + asked) for asked in row.asks]
    return found


def entries_after(world: World, person: str, path: str) -> tuple[Any, list[AccessEntry]]:
    """The response, and the entries it wrote; both undone."""
    with transaction.atomic():
        with school_scope(world.cast.school):
            before = set(AccessEntry.objects.values_list("pk", flat=True))
        response = world.client(person).get(path)
        with school_scope(world.cast.school):
            entries = list(AccessEntry.objects.exclude(pk__in=before))
        transaction.set_rollback(True)
    return response, entries


@every_page
def test_a_page_that_shows_a_child_writes_one_entry(world: World, row: Page) -> None:
    """Exactly one entry, of who, what was asked, and just the children shown."""
    for person, path in good_addresses(world, row):
        response, entries = entries_after(world, person, path)
        shown = {child for _school, child in marks_in(text_of(response))}
        assert len(entries) == 1 if shown else len(entries) <= 1, (person, path, entries)
        for entry in entries:
            assert entry.user == world.people[person].user
            assert entry.what == row.route
            assert entry.request_id
            ids = {entry.pupil_id} if entry.pupil_id else set(entry.pupil_ids)
            assert ids >= {world.cast.children[name].pk for name in shown}, (person, path)


@every_page
def test_reading_writes_nothing_but_the_entry(world: World, row: Page) -> None:
    """GET changes nothing: it inserts access entries, and that is all (architecture.md, Tests)."""
    for person, path in good_addresses(world, row):
        with CaptureQueriesContext(connection) as sent:
            ask(world.client(person), "GET", path)
        writes = [
            query["sql"]
            for query in sent.captured_queries
            if query["sql"].split(None, 1)[0] in {"INSERT", "UPDATE", "DELETE"}
        ]
        assert all('INTO "pupils_accessentry"' in sql for sql in writes), (person, path, writes)


@every_page
def test_without_its_entry_there_is_no_page(
    world: World, row: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the entry cannot be written the page fails closed: 500, and nothing about a child."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(AccessEntry, "save", refuse)
    for person, path in good_addresses(world, row):
        assert not marks_in(text_of(ask(world.client(person), "GET", path))), (person, path)


@pytest.mark.parametrize("child", ["ayla", "leaver"])
def test_a_page_out_of_scope_writes_no_entry(world: World, child: str) -> None:
    """What was not shown was not opened."""
    path = f"/s/{world.cast.school.slug}/pupils/{world.cast.children[child].pk}/"
    response, entries = entries_after(world, "teacher_5a", path)
    assert (response.status_code, entries) == (404, [])
