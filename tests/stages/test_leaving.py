"""Leaving the school ends the stage record, whoever archives the child."""

from datetime import date

import pytest

from pupils.actions import archive_pupil
from pupils.leaving import what_leaving_ends
from pupils.models import Pupil, SenStatus
from schools.tenancy import school_scope
from stages.models import Stage, StageRecord
from tests.cast import Cast
from tests.factories.stages import give_ladder

SINCE, LAST = date(2026, 9, 8), date(2026, 11, 20)


@pytest.fixture
def placed(cast: Cast) -> Pupil:
    """Ayla, at a stage and with an agency beside it."""
    give_ladder(cast.senco, "all-saints")
    with school_scope(cast.school, by=cast.senco.user):
        for overlay in (False, True):
            StageRecord.objects.create(
                pupil=cast.ayla,
                stage=Stage.objects.filter(overlay=overlay, universal=False).earliest("order"),
                beside=overlay,
                agency="Speech therapy" if overlay else "",
                starts_on=SINCE,
                reason="Needs more",
                recorded_by=cast.senco.user,
            )
    return cast.ayla


def test_the_stage_and_what_is_beside_it_end_with_the_last_day(cast: Cast, placed: Pupil) -> None:
    """Both records end the day after, as versions with the reason; status and reason stay."""
    with school_scope(cast.school, by=cast.office.user):
        words = [ending.words for ending in what_leaving_ends(placed, LAST)]
        archive_pupil(pupil=placed, on=LAST, went_to="", expected=placed.version)
        for record in StageRecord.objects.filter(pupil=placed):
            assert (record.ends_on, record.reason) == (date(2026, 11, 21), "Needs more")
            assert record.ended_because == "Left the school"
            assert record.history.latest().history_user == cast.office.user
        assert not StageRecord.objects.current().filter(pupil=placed).exists()
        assert SenStatus.objects.get(pupil=placed).ends_on is None
    assert "Speech therapy is no longer beside the stage." in words
    assert any(sentence.startswith("Being at ") for sentence in words)


def test_a_withdrawn_record_is_left_alone(cast: Cast, placed: Pupil) -> None:
    """What was taken back says nothing any more, and gets no end."""
    with school_scope(cast.school, by=cast.senco.user):
        record = StageRecord.objects.get(pupil=placed, beside=False)
        record.withdrawn_at, record.withdrawn_by = record.recorded_at, cast.senco.user
        record.withdrawn_because = "Entered by mistake"
        record.save()
        archive_pupil(pupil=placed, on=LAST, went_to="", expected=placed.version)
        assert StageRecord.objects.get(pk=record.pk).ends_on is None
