"""Templates: each preset brings the plans its document names, and a school's own kinds too."""

import pytest

from provision.models import PlanTemplate
from provision.offered import templates_offered
from provision.sections import SectionsError, Sort, read_sections
from provision.starts import start_for, starts
from schools.tenancy import school_scope
from stages.ladder import Kind
from stages.presets import presets
from stages.vocabulary import Evidence
from tests.cast import Cast
from tests.factories.provision import plan
from tests.factories.stages import give_ladder

NAMED = {
    "ludlow-junior": {"plan-iep", "plan-pupil_passport"},
    "all-saints": {"plan-ppp"},
    "my-support-plan": {"plan-pupil_profile", "plan-my_support_plan"},
    "send-overview": {"targets-sen_targets", "provision_map-individual_provision_map"},
    "eight-steps": {"plan-one_page_profile", "plan-iep"},
    "reform-layers-2026": {"plan-isp", "plan-spp"},
}


@pytest.mark.parametrize("key", [ladder.key for ladder in presets()])
def test_a_preset_brings_the_plans_its_document_names(cast: Cast, key: str) -> None:
    """Once the ladder is adopted they can be begun, and nothing had to be copied."""
    give_ladder(cast.senco, key)
    with school_scope(cast.school):
        assert {row.address for row in templates_offered()} == NAMED[key]
        assert not PlanTemplate.objects.exists()


def test_every_start_makes_a_plan() -> None:
    """Each has what it needs to be written, agreed and read: a voice or targets, and no fault."""
    for start in starts().values():
        sorts = {section.sort for section in start.sections}
        assert {Sort.TARGETS, Sort.STRATEGIES} & sorts, start.key
        assert Sort.PUPIL_VOICE in sorts, start.key
        assert Sort.PARENT_VOICE in sorts, start.key


def test_what_the_documents_say_is_in_a_plan() -> None:
    """001: Desired Outcomes, strategies, provision and support, and the parents' thoughts on both.

    The 2026 proposals are labelled as such, wherever their plans are.
    """
    found = starts()
    ppp = [section.heading for section in found["plan", "ppp"].sections]
    assert ppp.index("Desired Outcomes") < ppp.index("Strategies")
    assert "Provision and support" in ppp
    assert "Parents' thoughts about the Desired Outcomes" in ppp
    assert "Parents' thoughts about the support" in ppp
    proposals = {key for key, start in found.items() if start.is_proposal}
    assert proposals == {("plan", "isp"), ("plan", "spp")}
    assert all("not law" in found[key].note for key in proposals)


def test_a_kind_of_the_schools_own_has_a_start() -> None:
    """With what its ladder says it holds, or a plain one; a class's map is no child's plan."""
    held = start_for(Kind(Evidence.PLAN, "own_plan", "Own", holds=("Needs", "Targets")))
    assert held is not None
    assert [(part.heading, part.sort) for part in held.sections] == [
        ("Needs", Sort.TEXT),
        ("Targets", Sort.TARGETS),
    ]
    plain = start_for(Kind(Evidence.PLAN, "own_plan", "Own"))
    assert plain is not None
    assert plain.name == "Own"
    assert start_for(Kind(Evidence.PROVISION_MAP, "class", "Class provision map")) is None


def test_sections_that_make_no_plan_are_refused() -> None:
    """Two headings alike, two sets of targets, an unknown sort, an unknown field."""
    one = {"key": "a", "heading": "Targets", "sort": "targets"}
    for rows in (
        [one, one | {"key": "b"}],
        [one, one | {"key": "b", "heading": "More"}],
        [one | {"sort": "poem"}],
        [one | {"colour": "red"}],
        [one | {"heading": " "}],
    ):
        with pytest.raises(SectionsError):
            read_sections(rows)


def test_a_plan_keeps_the_sections_it_was_begun_with(school: Cast) -> None:
    """A later change of the template changes no plan; the next plan has the new sections."""
    with school_scope(school.school, by=school.senco.user):
        begun = plan(school.ayla, school.senco)
        row = PlanTemplate.objects.get()
        before = [section.heading for section in begun.sections.order_by("place")]
        row.sections = row.sections[:2]
        row.save()
        assert [section.heading for section in begun.sections.order_by("place")] == before
        assert len(plan(school.ben, school.senco).sections.all()) == 2
