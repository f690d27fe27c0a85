"""What is computed from a child's records is computed by one transaction after the other.

On PostgreSQL two transactions that change records of one child do not see each other's until they
end: each would compute without the other's. Whoever computes holds the children first.
"""

from collections.abc import Collection

from django.db import connection

from schools.tenancy import acting

# More children than these are held as the whole school: the server has room for so many locks.
MOST = 100


def hold(children: Collection[int] | None) -> None:
    """Hold these children, or every child of the school, until the transaction ends; one query.

    Waits for whoever holds one of them; what they wrote is then seen. Held in order of id, so that
    two who hold several never wait for each other. SQLite writes one transaction at a time anyway.
    """
    actor = acting()
    if actor is None or connection.vendor != "postgresql":
        return
    school = actor.school_id << 32
    with connection.cursor() as cursor:
        if children is None or len(children) > MOST:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [school])
        else:
            cursor.execute(
                "SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s + child)"
                " FROM unnest(%s::bigint[]) AS child",
                [school, school, sorted(set(children))],
            )
