"""Acting within one school: nothing exists outside it, and nothing of another can be written."""

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts import access
from accounts.permissions import Permission
from pupils.models import Contact, Pupil
from schools.models import ClassGroup
from schools.tenancy import OutOfScope, acting, school_scope
from tests.cast import Cast

pytestmark = pytest.mark.smoke


def test_outside_a_school_nothing_exists(cast: Cast) -> None:
    """Whoever forgets to enter a school gets no rows, on either database."""
    assert not Pupil.objects.exists()
    assert not ClassGroup.objects.exists()
    assert not Pupil.history.exists()


def test_within_a_school_only_its_rows_exist(cast: Cast, other: Cast) -> None:
    """The managers give the school's rows; another school's cannot even be asked for by id."""
    with school_scope(cast.school):
        assert set(Pupil.objects.all()) == set(cast.children.values())
        assert not Pupil.objects.filter(pk=other.ayla.pk).exists()
        assert not Pupil.history.filter(id=other.ayla.pk).exists()
        assert cast.ayla.contacts.count() == 1
        assert other.ayla.contacts.count() == 0


def test_saving_outside_a_school_is_a_fault(cast: Cast) -> None:
    """A task or command that forgot its school fails loudly, and changes nothing."""
    cast.ayla.surname = "Changed"
    with pytest.raises(OutOfScope):
        cast.ayla.save()


def test_saving_another_schools_row_is_a_fault(cast: Cast, other: Cast) -> None:
    """A row of another school is refused even when somebody got hold of it."""
    with school_scope(cast.school), pytest.raises(OutOfScope):
        other.ayla.save()


def test_bulk_writing_another_schools_rows_is_a_fault(cast: Cast, other: Cast) -> None:
    """The one bulk write there is looks at the school of every row."""
    row = Contact(school=other.school, pupil=other.ayla, surname="Madeup")
    with school_scope(cast.school), pytest.raises(OutOfScope):
        Contact.objects.recorded_bulk_create([row])


def test_a_new_row_belongs_to_the_school_one_acts_in(cast: Cast) -> None:
    """Nobody has to remember the school of a new row."""
    with school_scope(cast.school):
        row = Contact.objects.create(pupil=cast.ayla, surname="Madeup")
    assert row.school_id == cast.school.pk


def test_an_inner_school_gives_the_outer_one_back(cast: Cast, other: Cast) -> None:
    """Acting within a school inside another restores the first, in Python and in the database."""
    with school_scope(cast.school, by=cast.senco.user, request_id="outer"):
        with school_scope(other.school, request_id="inner"):
            assert set(Pupil.objects.all()) == set(other.children.values())
        actor = acting()
        assert actor is not None
        assert (actor.school, actor.user, actor.request_id) == (
            cast.school,
            cast.senco.user,
            "outer",
        )
        assert set(Pupil.objects.all()) == set(cast.children.values())
    assert acting() is None


def test_an_inner_school_that_fails_gives_the_outer_one_back(cast: Cast, other: Cast) -> None:
    """A fault caught by the outer school leaves it acting in its own."""
    with school_scope(cast.school):
        with pytest.raises(ZeroDivisionError), school_scope(other.school):
            raise ZeroDivisionError
        assert set(Pupil.objects.all()) == set(cast.children.values())
    assert acting() is None
    assert not Pupil.objects.exists()


def test_what_fails_within_a_school_is_undone(cast: Cast) -> None:
    """A scope is one transaction: all of it or nothing."""

    def half_of_it() -> None:
        Contact.objects.create(pupil=cast.ayla, surname="Halfway")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), school_scope(cast.school):
        half_of_it()
    with school_scope(cast.school):
        assert not Contact.objects.filter(surname="Halfway").exists()


@pytest.mark.parametrize("writes", [True, False])
def test_reading_takes_no_write_lock_on_sqlite(cast: Cast, writes: bool) -> None:
    """SQLite has one write lock, and every transaction takes it: a page being read opens none.

    In a test a transaction shows as a savepoint. PostgreSQL needs one always, for its setting.
    """
    with CaptureQueriesContext(connection) as sent, school_scope(cast.school, writes=writes):
        assert Pupil.objects.exists()
    opened = any("SAVEPOINT" in query["sql"] for query in sent.captured_queries)
    assert opened is (writes or connection.vendor == "postgresql")


def test_a_page_being_read_takes_no_write_lock_on_sqlite(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A view reached by GET enters its school without a write; by POST with one."""
    entered = []

    def recording(*args: Any, writes: bool = True, **kwargs: Any) -> Any:
        entered.append(writes)
        return school_scope(*args, writes=writes, **kwargs)

    monkeypatch.setattr(access, "school_scope", recording)
    view = access.requires(Permission.VIEW_HOME)(lambda request: HttpResponse())
    for method in ("get", "head", "post"):
        request = getattr(RequestFactory(), method)("/")
        request.user, request.session = cast.senco.user, SessionStore()
        view(request, cast.school.slug)
    assert entered == [False, False, True]
