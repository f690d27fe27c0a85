"""Every page of a child: who may, whose child, which method, and what opening it leaves behind."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from simple_history.models import registered_models

from accounts.models import Membership
from pupils.models import AccessEntry
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import (
    AccessBlockFactory,
    ClassPlacementFactory,
    ContactFactory,
    NeedFactory,
    SenStatusFactory,
    StaffLinkFactory,
)
from tests.people import SignIn
from tests.pupils.pages import CHANGE, READ, address, entries, plain, words

OPENED_BY = {
    "pupil_detail": {"senco", "head", "teacher_4b", "dsl", "office"},
    "pupil_history": {"senco", "head", "dsl"},
    "pupil_readers": {"senco", "head", "dsl"},
    "pupil_edit": {"senco", "office"},
    "photo_edit": {"senco", "office"},
    "class_change": {"senco", "office"},
    "pupil_archive": {"senco", "office"},
    "contact_add": {"senco", "office"},
    "need_edit": {"senco"},
    "sen_status_correct": {"senco"},
    "staff_link_add": {"senco", "head"},
    "access_block_add": {"senco", "head"},
}
PEOPLE = ["senco", "head", "teacher_4b", "ta", "dsl", "office"]


@pytest.mark.parametrize("route", [*READ, *CHANGE])
def test_opens_for_exactly_those_who_may(cast: Cast, sign_in: SignIn, route: str) -> None:
    """Without the permission a page is 403; with it, on a child in scope, it opens."""
    url = address(route, cast.school, cast.ayla.pk)
    opened = {who for who in PEOPLE if sign_in(cast.staff[who]).get(url).status_code == 200}
    assert opened == OPENED_BY[route]
    refused = [who for who in PEOPLE if who not in OPENED_BY[route]]
    assert all(sign_in(cast.staff[who]).get(url).status_code == 403 for who in refused)


@pytest.mark.parametrize("route", [*READ, *CHANGE])
def test_other_children_are_not_there(cast: Cast, other: Cast, sign_in: SignIn, route: str) -> None:
    """A child of another school, a blocked child, or no child at all: the same 404."""
    AccessBlockFactory(user=cast.senco.user, pupil=cast.ben)
    client = sign_in(cast.senco)
    for pk in (other.ayla.pk, cast.ben.pk, 10**9):
        assert client.get(address(route, cast.school, pk)).status_code == 404
        assert client.post(address(route, cast.school, pk)).status_code in {404, 405}
    assert client.get(address(route, other.school, other.ayla.pk)).status_code == 404


def test_teacher_reads_own_class_only(cast: Cast, sign_in: SignIn) -> None:
    """The teacher of 5A does not see a child of 4B."""
    url = address("pupil_detail", cast.school, cast.ayla.pk)
    assert sign_in(cast.teacher_5a).get(url).status_code == 404


@pytest.mark.parametrize("route", READ)
def test_reading_pages_take_no_post(cast: Cast, sign_in: SignIn, route: str) -> None:
    """A page that only shows answers 405 to anything else."""
    url = address(route, cast.school, cast.ayla.pk)
    assert sign_in(cast.senco).post(url).status_code == 405


@pytest.mark.parametrize("route", CHANGE)
def test_changing_pages_take_no_put(cast: Cast, sign_in: SignIn, route: str) -> None:
    """A form is opened and sent; nothing else."""
    url = address(route, cast.school, cast.ayla.pk)
    assert sign_in(cast.senco).put(url).status_code == 405


@pytest.mark.parametrize("route", [*READ, *CHANGE])
def test_get_writes_nothing_but_one_access_entry(cast: Cast, sign_in: SignIn, route: str) -> None:
    """Opening a child's page is entered once, with the page and the child; nothing else changes."""
    client = sign_in(cast.senco)
    before = history_sizes(cast)
    assert client.get(address(route, cast.school, cast.ayla.pk)).status_code == 200
    assert history_sizes(cast) == before
    with school_scope(cast.school):
        entry = AccessEntry.objects.get()
    assert (entry.pupil_id, entry.what) == (cast.ayla.pk, f"pupils:{route}")
    assert entry.user_id == cast.senco.user_id


def history_sizes(cast: Cast) -> dict[str, int]:
    """How much history each recorded model has."""
    with school_scope(cast.school):
        return {
            table: model.history.count()
            for table, model in registered_models.items()
            if hasattr(model, "history")
        }


def test_refused_opening_leaves_no_entry(cast: Cast, sign_in: SignIn) -> None:
    """Only what was shown is entered."""
    client = sign_in(cast.teacher_5a)
    client.get(address("pupil_detail", cast.school, cast.ayla.pk))
    assert entries(cast.teacher_5a) == 0


ROWS: dict[str, tuple[str, Callable[[Cast], Any]]] = {
    "contact_edit": ("office", lambda cast: ContactFactory(pupil=cast.ayla)),
    "contact_end": ("office", lambda cast: ContactFactory(pupil=cast.ayla)),
    "staff_link_end": (
        "head",
        lambda cast: StaffLinkFactory(pupil=cast.ayla, membership=cast.teacher_4b),
    ),
    "access_block_end": (
        "head",
        lambda cast: AccessBlockFactory(pupil=cast.ayla, user=cast.office.user),
    ),
}


@pytest.mark.parametrize(("route", "person", "make"), [(r, *row) for r, row in ROWS.items()])
def test_pages_of_a_row_keep_to_the_same_rules(
    cast: Cast, other: Cast, sign_in: SignIn, route: str, person: str, make: Callable[[Cast], Any]
) -> None:
    """A contact, link or block: 200 in scope, 404 outside it, 403 without permission, 405."""
    mine, theirs = make(cast), make(other)
    client = sign_in(cast.staff[person])
    url = address(route, cast.school, mine.pk)
    assert client.get(url).status_code == 200
    assert client.put(url).status_code == 405
    assert client.get(address(route, cast.school, theirs.pk)).status_code == 404
    assert client.post(address(route, cast.school, theirs.pk)).status_code == 404
    assert sign_in(cast.ta).get(url).status_code == 403


@pytest.mark.parametrize("route", READ)
def test_queries_do_not_grow_with_the_record(
    cast: Cast,
    sign_in: SignIn,
    route: str,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    """The same number of queries for a child with much in the record as for one with little."""
    client = sign_in(cast.senco)
    url = address(route, cast.school, cast.ayla.pk)
    client.get(url)
    few = count_queries(client, url, django_assert_max_num_queries)
    fill(cast)
    assert count_queries(client, url, django_assert_max_num_queries) == few


def count_queries(client: Client, url: str, assert_max: Callable[..., Any]) -> int:
    """How many queries a page takes."""
    with assert_max(40) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def fill(cast: Cast) -> None:
    """A long record: contacts, ended needs, statuses, links, blocks, classes."""
    for month in range(1, 9):
        start, end = date(2025, month, 1), date(2025, month, 20)
        ContactFactory(pupil=cast.ayla, rank=month)
        NeedFactory(pupil=cast.ayla, starts_on=start, ends_on=end, rank=month)
        SenStatusFactory(pupil=cast.ayla, starts_on=start, ends_on=end)
        StaffLinkFactory(pupil=cast.ayla, membership=member(cast, month), starts_on=start)
        AccessBlockFactory(pupil=cast.ayla)
        ClassPlacementFactory(
            pupil=cast.ayla, class_group=cast.class_4b, starts_on=start, ends_on=end
        )


def member(cast: Cast, month: int) -> Membership:
    """Somebody else each month, until the cast has been through."""
    return [row for row in cast.staff.values() if row != cast.ta][month % 8]


def test_details_say_what_the_record_holds(cast: Cast, sign_in: SignIn) -> None:
    """Identity, contact with rights in words, need, status with source, class: on one page."""
    page = plain(sign_in(cast.senco).get(address("pupil_detail", cast.school, cast.ayla.pk)))
    for words_of_record in (
        "Parental responsibility",
        "May be sent SEN information",
        "Speech, language and communication needs",
        "Communication and interaction",
        "Status SEN support (K) since 1 September 2025",
        "Import: Zqnorthfieldayla note; since 1 September 2025",
        "4B",
        "Ta Allocated TA; since 1 September 2026",
    ):
        assert words_of_record in page


def test_safeguarding_pointer_and_blocks_are_narrower(cast: Cast, sign_in: SignIn) -> None:
    """Where a safeguarding file is, and who is kept away, is for fewer people than the page."""
    AccessBlockFactory(pupil=cast.ayla, why="Zqblock reason")
    url = address("pupil_detail", cast.school, cast.ayla.pk)
    shown = {}
    for who in ("senco", "head", "dsl", "office", "teacher_4b"):
        page = words(sign_in(cast.staff[who]).get(url))
        shown[who] = ("Zqnorthfieldayla file" in page, "Zqblock reason" in page)
    assert shown == {
        "senco": (True, True),
        "head": (True, True),
        "dsl": (True, False),
        "office": (False, False),
        "teacher_4b": (False, False),
    }


def test_details_hold_nothing_of_another_school(cast: Cast, other: Cast, sign_in: SignIn) -> None:
    """No marker of the school next door is on any page of a child."""
    client = sign_in(cast.senco)
    for route in [*READ, *CHANGE]:
        assert "Zqsouthmere" not in words(client.get(address(route, cast.school, cast.ayla.pk)))
