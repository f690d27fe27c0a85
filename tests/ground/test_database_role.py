"""The role that serves the pages can do what it must, and nothing that would open the fence."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection

postgres_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite knows no roles"
)
pytestmark = [pytest.mark.django_db, postgres_only]


def answer(sql: str) -> Any:
    """The one value a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else None


@pytest.mark.parametrize("power", ["rolsuper", "rolbypassrls", "rolcreatedb", "rolcreaterole"])
def test_the_role_has_no_power_over_the_fence(power: str) -> None:
    """Superusers and BYPASSRLS roles ignore row-level policies, so the application is neither."""
    assert answer(f"SELECT {power} FROM pg_roles WHERE rolname = current_user") is False


def test_the_role_owns_nothing() -> None:
    """An owner may alter a table and drop its policies: the application owns none, nor a member."""
    owned = answer(
        "SELECT count(*) FROM pg_class WHERE pg_has_role(current_user, relowner, 'MEMBER')"
    )
    assert owned == 0


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE pupils_pupil",
        "ALTER TABLE pupils_pupil DISABLE ROW LEVEL SECURITY",
        "DROP TABLE pupils_pupil",
        "CREATE TABLE elsewhere (id integer)",
        "SET ROLE senregister_owner",
    ],
)
def test_what_opens_the_fence_is_refused(statement: str) -> None:
    """TRUNCATE ignores policies, and a changed table has none: both are refused."""
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(statement)
