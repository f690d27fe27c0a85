"""The second fence: PostgreSQL itself keeps one school from another's rows."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from schools.tenancy import school_scope
from tests.cast import Cast, make_cast
from tests.schools.raw import postgres_only, rows_of, run

pytestmark = [pytest.mark.django_db, postgres_only]


def test_no_rows_without_a_school(cast: Cast) -> None:
    """Raw SQL outside `school_scope` sees nothing of any school, history included."""
    for table in ("pupils_pupil", "pupils_historicalpupil", "pupils_accessentry", "jobs_job"):
        assert rows_of(f'SELECT count(*) FROM "{table}"') == [(0,)]


def test_only_the_schools_rows_within_it(cast: Cast, other: Cast) -> None:
    """Raw SQL inside a school sees that school only."""
    with school_scope(cast.school):
        assert rows_of("SELECT DISTINCT school_id FROM pupils_pupil") == [(cast.school.pk,)]
        assert rows_of("SELECT DISTINCT school_id FROM pupils_historicalpupil") == [
            (cast.school.pk,)
        ]


def test_another_schools_row_cannot_be_changed(cast: Cast, other: Cast) -> None:
    """An UPDATE or DELETE by id touches nothing next door."""
    with school_scope(cast.school):
        assert run("UPDATE pupils_pupil SET surname = 'X' WHERE id = %s", other.ayla.pk) == 0
        assert run("DELETE FROM pupils_need WHERE pupil_id = %s", other.ayla.pk) == 0


def test_a_row_cannot_be_put_into_another_school(cast: Cast, other: Cast) -> None:
    """An INSERT naming another school is refused by the policy."""
    sql = (
        "INSERT INTO schools_closureday (school_id, uid, version, on_, kind, why)"
        " VALUES (%s, gen_random_uuid(), 1, '2026-11-23', 'inset', '')"
    ).replace("on_", '"on"')
    with school_scope(cast.school):
        run(sql, cast.school.pk)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            run(sql, other.school.pk)


def test_a_row_cannot_be_moved_into_another_school(cast: Cast, other: Cast) -> None:
    """Nor can a row of ours be handed over by changing its school."""
    with (
        school_scope(cast.school),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        run("UPDATE pupils_contact SET school_id = %s", other.school.pk)


def test_the_setting_ends_with_the_transaction(db: Any, django_db_blocker: Any) -> None:
    """The next request on this connection does not inherit the last one's school."""
    with school_scope(make_cast("eastfield", "Eastfield").school):
        pass
    assert rows_of("SELECT coalesce(current_setting('app.school', true), '')") == [("",)]


@pytest.mark.django_db(transaction=True)
def test_the_setting_does_not_outlive_a_real_transaction() -> None:
    """After commit and after a rollback the pooled connection holds no school and shows no rows."""
    cast = make_cast("eastfield", "Eastfield")
    with school_scope(cast.school):
        assert rows_of("SELECT count(*) FROM pupils_pupil") == [(4,)]
    assert rows_of("SELECT count(*) FROM pupils_pupil") == [(0,)]
    with pytest.raises(ZeroDivisionError), school_scope(cast.school):
        raise ZeroDivisionError
    assert rows_of("SELECT count(*) FROM pupils_pupil") == [(0,)]
    with transaction.atomic():
        assert rows_of("SELECT coalesce(current_setting('app.school', true), '')") == [("",)]


def test_a_read_of_a_school_cannot_outlive_a_broken_statement(cast: Cast, other: Cast) -> None:
    """A statement that fails in an inner school does not leave its name behind in the outer."""
    with school_scope(cast.school):
        with pytest.raises(DatabaseError), school_scope(other.school):
            run("SELECT 1 / 0")
        assert rows_of("SELECT DISTINCT school_id FROM pupils_pupil") == [(cast.school.pk,)]


def test_the_policy_uses_the_index(cast: Cast) -> None:
    """The policy is a plain comparison: PostgreSQL can use an index on the school for it."""
    with school_scope(cast.school), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM pupils_pupil")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Cond: (school_id =" in plan
