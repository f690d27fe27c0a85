"""Two people move one child in the same moment: one is first, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Membership
from pupils.models import Pupil, SenStatus
from schools.records import EditClash
from schools.tenancy import school_scope
from stages.actions import place, token_of
from stages.models import Stage, StageRecord
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.factories.stages import give_ladder, move

OCTOBER, NOVEMBER = date(2026, 10, 12), date(2026, 11, 9)


def attempt(
    barrier: Barrier, pupil: Pupil, by: Membership, key: str, seen: str
) -> StageRecord | EditClash:
    """Save a move as one browser would, at the same moment as the other."""
    try:
        assert by.school is not None
        barrier.wait(timeout=10)
        with school_scope(by.school, by=by.user):
            return place(
                pupil=pupil,
                stage=Stage.objects.get(key=key),
                on=NOVEMBER,
                by=by,
                expected=seen,
                reason=f"To {key}",
                went_on_because="Both agreed",
            )
    except EditClash as clash:
        return clash
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("already_placed", [True, False], ids=["placed", "not placed"])
def test_one_move_is_saved_and_one_clashes(cast: Cast, *, already_placed: bool) -> None:
    """Exactly one of two moves is saved; the other gets what was saved; the rules hold."""
    give_ladder(cast.senco)
    pupil: Pupil = PupilFactory(school=cast.school)
    with school_scope(cast.school, by=cast.senco.user):
        seen = token_of(move(pupil, "stage-2", OCTOBER, cast.senco) if already_placed else None)
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        tries = [
            pool.submit(attempt, barrier, pupil, cast.senco, key, seen)
            for key in ("stage-3", "stage-4")
        ]
        answers = [each.result(timeout=30) for each in tries]
    (saved,) = [answer for answer in answers if isinstance(answer, StageRecord)]
    (clash,) = [answer for answer in answers if isinstance(answer, EditClash)]
    assert clash.current == saved
    with school_scope(cast.school):
        assert StageRecord.objects.current().get(pupil=pupil) == saved
        assert StageRecord.objects.filter(pupil=pupil).count() == 1 + already_placed
        assert SenStatus.objects.filter(pupil=pupil, ends_on__isnull=True).count() == 1
