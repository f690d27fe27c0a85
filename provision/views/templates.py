"""The editor of the school's plan templates. A plan keeps the sections it was begun with."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import clash_of
from accounts.permissions import Permission
from common.errors import Refused
from provision.actions import (
    edit_template,
    move_section_up,
    put_section,
    remove_section,
    retire_template,
)
from provision.forms.templates import (
    TemplateForm,
    TemplateSectionForm,
    values_of_section,
    values_of_template,
)
from provision.models import PlanTemplate
from provision.offered import template_called, templates_offered
from provision.sections import SectionSpec
from provision.views.pages import still_open
from pupils.views.pages import posted, show_and_save
from schools.records import EditClash


@requires(Permission.EDIT_PLAN_TEMPLATES)
@require_safe
def template_list(request: StaffRequest) -> HttpResponse:
    """Every template: those of the ladder's kinds, in use or retired."""
    rows = templates_offered(with_retired=True)
    return render(request, "provision/template_list.html", {"templates": rows})


@requires(Permission.EDIT_PLAN_TEMPLATES)
@require_safe
def template_detail(request: StaffRequest, pk: str) -> HttpResponse:
    """One template: its sections in order, with who reads each."""
    template = _template(pk)
    return render(request, "provision/template_detail.html", {"template": template})


@requires(Permission.EDIT_PLAN_TEMPLATES)
@show_and_save
def template_edit(request: StaffRequest, pk: str) -> HttpResponse:
    """Name a template, and say what it is for."""
    template, clash = _template(pk), None
    form = TemplateForm(posted(request), initial=values_of_template(template))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            edit_template(
                template=template,
                name=given["name"],
                short=given["short"],
                note=given["note"],
                expected=given["version"],
            )
        except EditClash as fault:
            now = fault.current
            clash = clash_of(form, values_of_template(now), now, now.version)
        else:
            messages.success(request, "The template is changed. Plans that go on keep their name.")
            return _to(request, pk)
    return _form(request, template, form, f"Name of the {template.name}", clash)


@requires(Permission.EDIT_PLAN_TEMPLATES)
@show_and_save
def template_section_add(request: StaffRequest, pk: str) -> HttpResponse:
    """Add a section at the end of a template."""
    return _section_form(request, _template(pk), None)


@requires(Permission.EDIT_PLAN_TEMPLATES)
@show_and_save
def template_section_edit(request: StaffRequest, pk: str) -> HttpResponse:
    """Change a section: its heading, its guidance, who reads it."""
    template, section = _section(pk)
    return _section_form(request, template, section)


@requires(Permission.EDIT_PLAN_TEMPLATES)
@require_POST
def template_section_up(request: StaffRequest, pk: str) -> HttpResponse:
    """Move a section up by one."""
    template, section = _section(pk)
    move_section_up(template=template, key=section.key)
    return _to(request, template.address)


@requires(Permission.EDIT_PLAN_TEMPLATES)
@require_POST
def template_section_remove(request: StaffRequest, pk: str) -> HttpResponse:
    """Leave a section out of plans begun from now on."""
    template, section = _section(pk)
    try:
        remove_section(template=template, key=section.key)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{section.heading}” is out. Plans that go on keep it.")
    return _to(request, template.address)


@requires(Permission.EDIT_PLAN_TEMPLATES)
@require_POST
def template_retire(request: StaffRequest, pk: str) -> HttpResponse:
    """Let no new plan be begun from a template, or let it again."""
    template = _template(pk)
    row = retire_template(template=template, retired=template.retired_at is None)
    words = "is retired: no new plan is begun from it" if row.retired_at else "is in use again"
    messages.success(request, f"{row.name} {words}.")
    return _to(request, pk)


def _template(address: str) -> PlanTemplate:
    template = template_called(address, with_retired=True)
    if template is None:
        raise Http404
    return template


def _section(pk: str) -> tuple[PlanTemplate, SectionSpec]:
    """The template and the section an address names: `plan-iep--strengths`."""
    address, _, key = pk.partition("--")
    template = _template(address)
    section = next((part for part in template.parts if part.key == key), None)
    if section is None:
        raise Http404
    return template, section


def _section_form(
    request: StaffRequest, template: PlanTemplate, section: SectionSpec | None
) -> HttpResponse:
    values, clash = values_of_section(template, section), None
    form = TemplateSectionForm(posted(request), section=section, initial=values)
    if form.is_bound and form.is_valid():
        try:
            put_section(
                template=template,
                section=form.said,
                key=section.key if section else "",
                expected=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now: PlanTemplate = fault.current
            there = next((part for part in now.parts if section and part.key == section.key), None)
            clash = clash_of(form, values_of_section(now, there), now, now.version)
        else:
            messages.success(request, "The section is saved. Plans begun from now on have it so.")
            return _to(request, template.address)
    title = f"Section: {section.heading}" if section else f"Add a section to the {template.name}"
    return _form(request, template, form, title, clash)


def _form(
    request: StaffRequest, template: PlanTemplate, form: Any, title: str, clash: Any
) -> HttpResponse:
    context = {"template": template, "form": form, "title": title, "clash": clash}
    status = still_open(form, clash)
    return render(request, "provision/template_edit.html", context, status=status)


def _to(request: StaffRequest, address: str) -> HttpResponse:
    where = {"school": request.school.slug, "pk": address}
    return redirect(reverse("provision:template_detail", kwargs=where))
