"""The editor of templates: changed for plans to come, never for those that go on."""

import pytest
from django.urls import reverse

from provision.models import PlanSection, PlanTemplate
from provision.offered import template_called
from provision.sections import SectionSpec, Sort
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.provision import plan
from tests.people import client_of
from tests.pupils.pages import fields_of, words

IEP = "plan-iep"


def url(route: str, pk: str = "") -> str:
    """The address of a page of the editor at Northfield."""
    where = {"school": "northfield"} | ({"pk": pk} if pk else {})
    return reverse(f"provision:{route}", kwargs=where)


def parts(school: Cast) -> list[SectionSpec]:
    """The sections of the IEP as a plan would begin with them."""
    with school_scope(school.school, writes=False):
        found = template_called(IEP, with_retired=True)
        assert found is not None
        return found.parts


@pytest.mark.parametrize("person", ["senco", "office"])
def test_a_section_is_added_changed_moved_and_left_out(school: Cast, person: str) -> None:
    """From the school's page to the list to the template; each step says what it did."""
    client = client_of(school.staff[person])
    page = url("template_section_add", IEP)
    assert url("template_detail", IEP) in words(client.get(url("template_list")))
    typed = fields_of(client.get(page)) | {"heading": "Sleep and food", "sort": "lines"}
    assert client.post(page, typed).status_code == 302
    added = parts(school)[-1]
    assert (added.key, added.sort, added.for_parent) == ("sleep_and_food", Sort.LINES, True)
    here = f"{IEP}--sleep_and_food"
    form = fields_of(client.get(url("template_section_edit", here)))
    del form["for_parent"]
    client.post(url("template_section_edit", here), form | {"guidance": "Ask at home"})
    assert (parts(school)[-1].guidance, parts(school)[-1].for_parent) == ("Ask at home", False)
    client.post(url("template_section_up", here))
    assert parts(school)[-2].key == "sleep_and_food"
    client.post(url("template_section_remove", here))
    assert "sleep_and_food" not in [part.key for part in parts(school)]
    assert client.get(url("template_section_edit", here)).status_code == 404


def test_targets_are_always_on_the_tas_copy(school: Cast) -> None:
    """A TA notes how they go: the box is not offered, and a request without it changes nothing."""
    client = client_of(school.senco)
    page = url("template_section_edit", f"{IEP}--targets")
    form = client.get(page).context["form"]
    assert "on_ta_copy" not in form.fields
    client.post(page, {"heading": "Targets", "version": "0"})
    (targets,) = [part for part in parts(school) if part.sort is Sort.TARGETS]
    assert (targets.on_ta_copy, targets.for_parent) == (True, False)


def test_what_makes_no_plan_is_refused_and_kept_in_the_form(school: Cast) -> None:
    """Two headings alike, a second set of targets, a heading too long."""
    client, page = client_of(school.senco), url("template_section_add", IEP)
    for typed in (
        {"heading": "Targets", "sort": "text"},
        {"heading": "More targets", "sort": "targets"},
        {"heading": "x" * 81, "sort": "text"},
        {"heading": "", "sort": "text"},
    ):
        answer = client.post(page, typed | {"version": "0"})
        assert answer.status_code == 422
        assert typed["heading"] in words(answer)
    with school_scope(school.school, writes=False):
        assert not PlanTemplate.objects.exists()


def test_two_people_change_one_template(school: Cast) -> None:
    """The second sees both texts, also when there was no row before the first."""
    client, page = client_of(school.senco), url("template_edit", IEP)
    opened = fields_of(client.get(page))
    client_of(school.office).post(page, opened | {"name": "Learning plan"})
    clash = client.post(page, opened | {"name": "Education plan"})
    assert clash.status_code == 409
    assert "Learning plan" in words(clash)
    assert "Education plan" in words(clash)


def test_a_retired_template_begins_no_plan(school: Cast) -> None:
    """It is offered to nobody, plans that go on stay, and it can be used again."""
    with school_scope(school.school, by=school.teacher_4b.user):
        begun = plan(school.ayla, school.teacher_4b)
    senco, teacher = client_of(school.senco), client_of(school.teacher_4b)
    senco.post(url("template_retire", IEP))
    where = {"school": "northfield", "pk": school.kept.pk}
    page = reverse("provision:plan_begin", kwargs=where | {"pk": school.ayla.pk})
    assert "Individual Education Plan" not in words(teacher.get(page))
    plan_page = reverse("provision:plan_detail", kwargs=where | {"pk": begun.pk})
    assert "Individual Education Plan" in words(teacher.get(plan_page))
    assert "Retired" in words(senco.get(url("template_list")))
    senco.post(url("template_retire", IEP))
    assert "Individual Education Plan" in words(teacher.get(page))


def test_script_in_a_heading_is_words(school: Cast) -> None:
    """In the editor and on a plan it is shown as it was typed."""
    client, page = client_of(school.senco), url("template_section_add", IEP)
    bad = "<script>alert(1)</script>"
    client.post(page, {"heading": bad, "guidance": bad, "sort": "text", "version": "0"})
    with school_scope(school.school, by=school.senco.user):
        begun = plan(school.ayla, school.senco)
        assert PlanSection.objects.filter(plan=begun, heading=bad).exists()
    where = {"school": "northfield", "pk": begun.pk}
    pages = [url("template_detail", IEP), reverse("provision:plan_detail", kwargs=where)]
    for told in pages:
        assert "<script>alert" not in words(client.get(told))
        assert "&lt;script&gt;" in words(client.get(told))
