"""Two people record about one child in the same moment: the standing has what both recorded."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.models import Membership
from common.dates import today
from pupils.models import Pupil
from schools import turns
from schools.tenancy import school_scope
from stages.actions import note_evidence
from stages.facts import known_of
from stages.ladder import RequirementSpec
from stages.models import Standing
from stages.standing import reckoned, restand
from tests.cast import Cast
from tests.factories.stages import give_ladder, move

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time"),
]
PATIENCE = 20.0


def somebody_waits() -> bool:
    """Whether a connection of this database waits for what another holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def wait_for(happened: Callable[[], bool]) -> None:
    """Look until it has happened."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "nobody waited"
        time.sleep(0.01)


def record(
    both_wrote: Barrier, pupils: list[Pupil], by: Membership, asked: RequirementSpec, *, first: bool
) -> None:
    """Note something of each child; the first ends its transaction when the second is waiting."""
    assert by.school is not None
    try:
        with transaction.atomic():
            with school_scope(by.school, by=by.user):
                for pupil in pupils:
                    note_evidence(
                        pupil=pupil, asked=asked, on=today(), words="Why not", why_not=True, by=by
                    )
                both_wrote.wait(timeout=PATIENCE)
                if not first:
                    both_wrote.wait(timeout=PATIENCE)
            if first:
                both_wrote.wait(timeout=PATIENCE)
                wait_for(somebody_waits)
    finally:
        connection.close()


@pytest.mark.parametrize("most", [turns.MOST, 1], ids=["each child", "the whole school"])
def test_a_standing_has_what_two_recorded_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """The second to write it waits for the first, whatever order they named the children in."""
    monkeypatch.setattr(turns, "MOST", most)
    give_ladder(cast.senco)
    began = today() - timedelta(days=30)
    with school_scope(cast.school, by=cast.senco.user):
        for pupil in (cast.ayla, cast.ben):
            move(pupil, "stage-3", began, cast.senco)
    with school_scope(cast.school):
        known = known_of()
        assert known is not None
        (child,) = (item for item in Standing.objects.filter(pupil=cast.ayla))
        keys = [key for item in child.items for key in item["keys"]][:2]
        wanted = {one.key: one for one in known.engine.ladder.asked_at("stage-3")}
    both_wrote = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        tries = [
            pool.submit(record, both_wrote, named, by, wanted[key], first=n == 0)
            for n, (named, by, key) in enumerate(
                (
                    ([cast.ayla, cast.ben], cast.senco, keys[0]),
                    ([cast.ben, cast.ayla], cast.teacher_4b, keys[1]),
                )
            )
        ]
        for each in tries:
            each.result(timeout=2 * PATIENCE)
    with school_scope(cast.school):
        right = {row.pupil_id: row.items for row in reckoned(None, today())}
        kept = {row.pupil_id: row.items for row in Standing.objects.all()}
    assert kept == right
    left = {key for items in kept.values() for item in items for key in item["keys"]}
    assert not left & set(keys)


def test_a_whole_school_waits_for_one_child(cast: Cast) -> None:
    """The night's round and a teacher's record are one after the other too."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "stage-3", date(2026, 9, 7), cast.senco)

    def night() -> None:
        try:
            with school_scope(cast.school):
                restand(None)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with school_scope(cast.school):
            restand([cast.ayla.pk])
            waiting = pool.submit(night)
            wait_for(somebody_waits)
            assert not waiting.done()
        waiting.result(timeout=PATIENCE)
