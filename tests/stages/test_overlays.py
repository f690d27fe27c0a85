"""Overlays: outside agencies sit beside the stage and change neither stage nor status."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from common.errors import Refused
from pupils.models import SenStatus
from schools.records import EditClash
from schools.tenancy import school_scope
from stages.actions import end_overlay, start_overlay
from stages.models import StageRecord
from stages.rules import NotAllowed
from tests.cast import Cast
from tests.factories.stages import give_ladder, move, stage

OCTOBER, NOVEMBER = date(2026, 10, 12), date(2026, 11, 9)
WHY: Any = {"reason": "Speech is not clear to strangers"}


@pytest.fixture
def pathway(cast: Cast, monday: None) -> Iterator[Cast]:
    """Northfield on All Saints' pathway, Ayla at SEN Support."""
    give_ladder(cast.senco, "all-saints")
    with school_scope(cast.school, by=cast.senco.user):
        move(cast.ayla, "step-4", OCTOBER, cast.senco)
        yield cast


def begin(cast: Cast, agency: str = "Speech and Language Therapy") -> StageRecord:
    """Start outside agencies for Ayla."""
    return start_overlay(
        pupil=cast.ayla, stage=stage("step-5"), on=OCTOBER, by=cast.senco, agency=agency, **WHY
    )


@pytest.mark.smoke
def test_it_sits_beside_the_stage(pathway: Cast) -> None:
    """The stage and the status stay; the overlay is open beside them."""
    record = begin(pathway)
    assert StageRecord.objects.current().get().stage == stage("step-4")
    assert StageRecord.objects.overlays().still_open().get() == record
    assert SenStatus.objects.code_of(pathway.ayla.pk, NOVEMBER) == "K"


def test_two_agencies_at_once(pathway: Cast) -> None:
    """Two agencies can be involved at the same time; one of them twice cannot."""
    begin(pathway)
    begin(pathway, "Occupational Therapy")
    with pytest.raises(Refused, match="is beside Ayla's stage already"):
        begin(pathway)
    assert StageRecord.objects.overlays().count() == 2


def test_it_ends_with_a_reason(pathway: Cast) -> None:
    """Ending keeps the day and the reason."""
    record = begin(pathway)
    end_overlay(record=record, on=NOVEMBER, because="Discharged", by=pathway.senco, expected=1)
    record.refresh_from_db()
    assert (record.ends_on, record.ended_because) == (NOVEMBER, "Discharged")
    assert not StageRecord.objects.overlays().still_open().exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"because": ""}, "Say why it ends"),
        ({"on": date(2026, 10, 1)}, "It began on 12 October 2026"),
        ({"on": date(2027, 1, 1)}, "is in the future"),
    ],
)
def test_bad_ends(pathway: Cast, given: dict[str, Any], words: str) -> None:
    """A bad end gets one sentence, and the overlay goes on."""
    record = begin(pathway)
    ending: dict[str, Any] = {
        "on": NOVEMBER,
        "because": "Discharged",
        "by": pathway.senco,
        "expected": 1,
    } | given
    with pytest.raises(Refused, match=words):
        end_overlay(record=record, **ending)
    assert StageRecord.objects.overlays().still_open().exists()


def test_two_ends_at_once(pathway: Cast) -> None:
    """The second to end it gets the clash."""
    record = begin(pathway)
    end_overlay(record=record, on=NOVEMBER, because="Discharged", by=pathway.senco, expected=1)
    with pytest.raises(EditClash):
        end_overlay(record=record, on=OCTOBER, because="Moved", by=pathway.senco, expected=1)


def test_stages_and_overlays_are_not_mixed(pathway: Cast) -> None:
    """A stage cannot be started as an overlay, nor an overlay moved to."""
    with pytest.raises(Refused, match="is a stage of the ladder"):
        start_overlay(
            pupil=pathway.ayla, stage=stage("step-6"), on=NOVEMBER, by=pathway.senco, **WHY
        )
    with pytest.raises(Refused, match="sits beside the ladder"):
        move(pathway.ayla, "step-5", NOVEMBER, pathway.senco)


@pytest.mark.parametrize("who", ["teacher_4b", "ta", "head", "office"])
def test_who_may(pathway: Cast, who: str) -> None:
    """Only those who may place a child may start or end an overlay."""
    record = begin(pathway)
    by = pathway.staff[who]
    with pytest.raises(NotAllowed):
        start_overlay(
            pupil=pathway.ayla, stage=stage("step-5"), on=NOVEMBER, by=by, agency="OT", **WHY
        )
    with pytest.raises(NotAllowed):
        end_overlay(record=record, on=NOVEMBER, because="x", by=by, expected=1)
