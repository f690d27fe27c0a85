"""A school takes a preset: every fact of it is in its tables."""

from typing import Any

import pytest

from common.errors import Refused
from schools.tenancy import school_scope
from stages.actions import adopt_preset
from stages.ladder import LadderError, LadderSpec
from stages.models import Ladder, LadderVersion, Stage
from stages.presets import presets
from stages.storing import read_version
from tests.cast import Cast
from tests.factories.stages import give_ladder


@pytest.mark.smoke
@pytest.mark.parametrize("spec", presets(), ids=lambda spec: spec.key)
def test_what_is_stored_is_the_preset(cast: Cast, spec: LadderSpec) -> None:
    """Turning the rows back into a value gives the preset, fact for fact."""
    with school_scope(cast.school, by=cast.senco.user):
        adopt_preset(school=cast.school, key=spec.key, by=cast.senco)
        version = LadderVersion.objects.in_use().get()
        assert read_version(version) == spec
        assert (version.number, version.published_by) == (1, cast.senco.user)


def test_one_ladder_a_school(on_ladder: Cast) -> None:
    """A school that has a ladder is refused another, and keeps the one it has."""
    with (
        school_scope(on_ladder.school, by=on_ladder.senco.user),
        pytest.raises(Refused, match="Northfield Primary has a ladder already"),
    ):
        adopt_preset(school=on_ladder.school, key="eight-steps", by=on_ladder.senco)
    with school_scope(on_ladder.school):
        assert LadderVersion.objects.in_use().get().key == "send-overview"


def test_unknown_preset_changes_nothing(cast: Cast) -> None:
    """A preset that is not there is refused and no ladder is made."""
    with school_scope(cast.school, by=cast.senco.user):
        with pytest.raises(LadderError):
            adopt_preset(school=cast.school, key="nine-steps", by=cast.senco)
        assert not Ladder.objects.exists()


def test_each_school_has_its_own(cast: Cast, other: Cast) -> None:
    """Two schools on two ladders see only their own stages."""
    give_ladder(cast.senco, "ludlow-junior")
    give_ladder(other.senco, "eight-steps")
    with school_scope(cast.school):
        assert Stage.objects.count() == 5
    with school_scope(other.school):
        assert Stage.objects.count() == 11


def test_reading_takes_the_same_number_of_queries(
    cast: Cast,
    other: Cast,
    django_assert_num_queries: Any,
) -> None:
    """A small ladder and a large one are each read in four queries."""
    give_ladder(cast.senco, "reform-layers-2026")
    give_ladder(other.senco, "eight-steps")
    for school in (cast.school, other.school):
        with school_scope(school):
            version = LadderVersion.objects.in_use().get()
            with django_assert_num_queries(4):
                read_version(version)
