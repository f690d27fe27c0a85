"""Several children moved at once end as each would, moved alone; all of them or none."""

from datetime import date
from typing import Any

import pytest

from pupils.actions import RefusedForSome
from pupils.models import Pupil, SenStatus
from stages.actions import place, token_of
from stages.actions.line import head_of
from stages.actions.many import Way, move_many
from stages.models import Route, StageRecord
from tests.cast import Cast
from tests.factories.pupils import PupilFactory, SenStatusFactory
from tests.factories.stages import move, stage

SEPTEMBER, NOVEMBER = date(2026, 9, 14), date(2026, 11, 9)
WHY: Any = {"reason": "Agencies are asked", "went_on_because": "It cannot wait"}
KEPT = ("stage_id", "starts_on", "ends_on", "reason", "missing", "went_on_because", "route_words")
WORDS = "Little or no progress: seek advice from agencies"


def child(cast: Cast, name: str, code: str) -> Pupil:
    """A child at SEN support since September, with a SEN status from before."""
    made: Any = PupilFactory(school=cast.school, forename=name, surname="Example")
    if code:
        SenStatusFactory(pupil=made, code=code, starts_on=date(2025, 9, 1))
    move(made, "stage-3", SEPTEMBER, cast.senco)
    found: Pupil = made
    return found


def story(pupil: Pupil) -> tuple[list[Any], list[Any]]:
    """A child's records and statuses, to be compared."""
    records = StageRecord.objects.filter(pupil=pupil).order_by("starts_on", "pk")
    statuses = SenStatus.objects.filter(pupil=pupil).order_by("starts_on", "pk")
    return (
        list(records.values_list(*KEPT)),
        list(statuses.values_list("code", "starts_on", "ends_on", "source", "note")),
    )


def together(cast: Cast, pupils: list[Pupil], way: Way, **changes: Any) -> list[StageRecord]:
    """Move these children by one way in November."""
    given: dict[str, Any] = {
        "seen": {pupil.pk: token_of(head_of(pupil)) for pupil in pupils},
        "why_without": {},
        "on": NOVEMBER,
        "by": cast.senco,
    }
    return move_many(pupils=pupils, way=way, **WHY, **(given | changes))


def test_together_as_alone(dated: Cast) -> None:
    """N, K and E before: records and SEN statuses are those of a single move."""
    codes = ("", "K", "E")
    alone = [child(dated, f"Alone{code}", code) for code in codes]
    group = [child(dated, f"Group{code}", code) for code in codes]
    for pupil in alone:
        place(
            pupil=pupil,
            stage=stage("stage-4"),
            on=NOVEMBER,
            by=dated.senco,
            route_words=WORDS,
            **WHY,
        )
    made = together(dated, group, Way("stage-3", on_way()))
    assert len(made) == 3
    assert [story(pupil) for pupil in group] == [story(pupil) for pupil in alone]
    assert SenStatus.objects.code_of(group[2].pk, NOVEMBER) == "E"


def on_way() -> str:
    """The value of the way on from SEN support."""
    return f"stage-4.{Route.objects.get(words=WORDS).order}"


def test_one_who_cannot_keeps_all_where_they_were(dated: Cast) -> None:
    """A child with a plan stays on the register; so nobody of the group leaves it."""
    group = [child(dated, "Kay", "K"), child(dated, "Eve", "E")]
    with pytest.raises(RefusedForSome) as refused:
        together(dated, group, Way("stage-3", "off.8"), seen={})
    assert {pupil.forename for pupil, _ in refused.value.problems} >= {"Eve"}
    assert StageRecord.objects.count() == 2


def test_a_status_that_began_later_refuses(dated: Cast) -> None:
    """As a single move does, in the same words."""
    pupil = child(dated, "Kay", "")
    row = SenStatus.objects.get(pupil=pupil)
    row.starts_on = date(2026, 11, 16)
    row.save()
    with pytest.raises(RefusedForSome) as refused:
        together(dated, [pupil], Way("stage-3", "stage-1"))
    assert "The SEN status K began on 16 November 2026" in refused.value.problems[0][1]
    assert StageRecord.objects.count() == 1
