"""2026 reform layers: what is proposed, held as data and labelled as not law."""

import pytest

from stages.ladder import LadderSpec
from stages.presets import preset
from stages.vocabulary import Evidence, Party
from tests.stages.facts import asked


@pytest.fixture
def ladder() -> LadderSpec:
    """The preset."""
    return preset("reform-layers-2026")


def test_labelled_a_proposal(ladder: LadderSpec) -> None:
    """It says of itself that it is a proposal and not law; no other preset does."""
    assert ladder.proposal.startswith("A proposal, not law.")
    others = ("ludlow-junior", "all-saints", "my-support-plan", "send-overview", "eight-steps")
    assert not any(preset(key).proposal for key in others)


def test_universal_and_three_layers(ladder: LadderSpec) -> None:
    """A universal offer, then Targeted, Targeted Plus and Specialist."""
    names = [stage.name for stage in ladder.stages]
    assert names == ["Universal", "Targeted", "Targeted Plus", "Specialist"]
    assert [stage.universal for stage in ladder.stages] == [True, False, False, False]


def test_not_a_ladder_to_climb(ladder: LadderSpec) -> None:
    """Any layer can be the first: each is reached from the universal offer."""
    assert {route.to for route in ladder.routes_from("universal")} == {
        "targeted",
        "targeted-plus",
        "specialist",
    }


@pytest.mark.parametrize("key", ["targeted", "targeted-plus", "specialist"])
def test_individual_support_plan_for_every_layer(ladder: LadderSpec, key: str) -> None:
    """Each layer asks for a digital Individual Support Plan made with parents."""
    item = asked(ladder, "isp")
    assert item in ladder.asked_at(key)
    assert Party.PARENT in item.with_whom
    assert ladder.kind(Evidence.PLAN, "isp").holds == ("Needs", "Day-to-day support", "Outcomes")


def test_plan_reviewed_every_twelve_months(ladder: LadderSpec) -> None:
    """Outcomes are reviewed every 12 months."""
    assert str(asked(ladder, "isp-review").every) == "at least yearly"


def test_outside_experts_at_targeted_plus(ladder: LadderSpec) -> None:
    """Targeted Plus brings EP, speech and language, occupational therapy, inclusion bases."""
    stage = ladder.stage("targeted-plus")
    assert len(stage.agencies) == 3
    assert "Inclusion Base" in stage.support


def test_specialist_needs_an_ehc_plan_and_package(ladder: LadderSpec) -> None:
    """Specialist is an EHC plan with a Specialist Provision Package."""
    assert ladder.stage("specialist").needs_ehc_plan
    assert asked(ladder, "sp-package").of == "spp"


def test_eight_weeks_asked_about(ladder: LadderSpec) -> None:
    """The eight-week turnaround is noted as asked about, not as a timeframe."""
    assert any("eight weeks" in note for note in ladder.notes)
    assert all(stage.timeframe is None for stage in ladder.stages)
