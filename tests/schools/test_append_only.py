"""History and access entries can be added and read, and never changed or removed."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.models import Membership
from pupils.models import AccessEntry, Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.schools.raw import run

pytestmark = pytest.mark.smoke


@pytest.fixture
def entry(cast: Cast) -> AccessEntry:
    """One opening of Ayla's record."""
    with school_scope(cast.school):
        row: AccessEntry = AccessEntry.objects.create(
            user=cast.senco.user, what="test", pupil=cast.ayla
        )
        return row


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pupils_historicalpupil SET surname = 'Rewritten'",
        "DELETE FROM pupils_historicalpupil",
        "UPDATE pupils_historicalcontact SET history_user_id = NULL",
        "DELETE FROM accounts_historicalmembership",
        "UPDATE accounts_historicalmembership SET roles = ' senco '",
        "UPDATE pupils_accessentry SET pupil_id = NULL",
        "DELETE FROM pupils_accessentry",
    ],
)
def test_the_database_refuses_to_rewrite(cast: Cast, entry: AccessEntry, statement: str) -> None:
    """Promise 4 of reliability.md holds against raw SQL, on both databases."""
    with (
        school_scope(cast.school),
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
    ):
        run(statement)


def test_django_cannot_rewrite_history(cast: Cast) -> None:
    """Nor through the models."""
    with school_scope(cast.school):
        version = Pupil.history.filter(id=cast.ayla.pk).get()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            version.delete()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Pupil.history.filter(id=cast.ayla.pk).update(surname="Rewritten")


def test_a_membership_is_recorded(cast: Cast) -> None:
    """Who held which role when is history too, with who changed it."""
    with school_scope(cast.school, by=cast.head.user, request_id="r1"):
        row = Membership.objects.get(pk=cast.ta.pk)
        row.roles = frozenset({"teacher"})
        row.save()
        version = Membership.history.filter(id=row.pk).latest()
    assert (version.history_user, version.request_id) == (cast.head.user, "r1")
    assert version.roles == {"teacher"}


def test_every_history_table_is_append_only(cast: Cast) -> None:
    """A room that adds a recorded table cannot forget it."""
    wanted = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__name__.startswith("Historical") or model is AccessEntry
    }
    if connection.vendor == "sqlite":
        sql = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE %s"
        pattern, triggers = "%append-only%", 2
    else:
        sql = (
            "SELECT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE %s"
        )
        pattern, triggers = "%_append_only", 2
    with connection.cursor() as cursor:
        cursor.execute(sql, [pattern])
        found = [row[0] for row in cursor.fetchall()]
    assert {table for table in found if found.count(table) == triggers} >= wanted
