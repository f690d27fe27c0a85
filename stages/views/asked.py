"""What a stage of the draft asks, as plain choices that are read back as a sentence."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from stages.editing.asked import Asked, among, stage_of, without_asked
from stages.editing.parts import stage_or_none, with_stage
from stages.forms.asked import AskedForm
from stages.ladder import LadderSpec, RequirementSpec
from stages.sentences import read_back, reviewed
from stages.views.editing import desk_of, part_page, removal_page, to_stage, with_ladder

READ = "read"


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def requirement_add(request: StaffRequest, pk: str) -> HttpResponse:
    """Something new that a stage asks (`pk`: the stage's key)."""
    stage = stage_or_none(desk_of(request).spec, pk)
    if stage is None or stage.universal:
        raise Http404
    return _page(request, Asked(stage=pk), "stages/requirement_add.html")


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def ladder_requirement_add(request: StaffRequest) -> HttpResponse:
    """Something new that is asked at several stages."""
    return _page(request, Asked(), "stages/ladder_requirement_add.html")


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def requirement_edit(request: StaffRequest, pk: str) -> HttpResponse:
    """Something that is asked, of one stage or of several (`pk`: its key)."""
    part = Asked(pk, stage_of(desk_of(request).spec, pk))
    return _page(request, part, "stages/requirement_edit.html")


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def requirement_remove(request: StaffRequest, pk: str) -> HttpResponse:
    """No longer ask for something, once asked."""
    ladder = desk_of(request).spec
    part = Asked(pk, stage_of(ladder, pk))
    try:
        item = part.found(ladder)
    except KeyError as fault:
        raise Http404 from fault
    return removal_page(
        request,
        part,
        lambda spec: without_asked(spec, pk),
        title="No longer ask for this?",
        text=f"{item.words}: {read_back(ladder, item)}",
        consequence="What was recorded for it stays on the children's pages.",
        back=_back(request, part),
    )


def _back(request: StaffRequest, part: Asked) -> str:
    return to_stage(request, part.stage, "asked")


def _page(request: StaffRequest, part: Asked, template: str) -> HttpResponse:
    """The form; asked only to read back, it gives the sentence and saves nothing."""
    ladder = desk_of(request).spec
    stage = stage_or_none(ladder, part.stage)
    shown = {"stage": stage, "key": part.key}
    if request.method != "POST":
        sentence = _as_saved(ladder, part)
    else:
        form = AskedForm(request.POST, ladder=ladder, part=part)
        sentence = _as_typed(form)
        if READ in request.POST:
            return _read_back(request, form, template, shown | sentence, _back(request, part))
    context: dict[str, Any] = shown | sentence
    return part_page(request, part, AskedForm, template, back=_back(request, part), **context)


def _read_back(
    request: StaffRequest, form: AskedForm, template: str, shown: dict[str, Any], back: str
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "stages/_sentence.html", shown)
    page = {"form": form, "clash": None, "back": back, "bar": None}
    return render(request, template, shown | page)


def _as_saved(ladder: LadderSpec, part: Asked) -> dict[str, Any]:
    try:
        item = part.found(ladder)
    except KeyError as fault:
        raise Http404 from fault
    return _sentence(ladder, part, item) if part.key else {"sentence": "", "together": ""}


def _as_typed(form: AskedForm) -> dict[str, Any]:
    """The sentence of what was chosen; what is wrong with it where it cannot be read."""
    if form.is_valid():
        try:
            return _sentence(form.ladder, form.part, form.item())
        except Refused as refusal:
            return {"sentence": "", "together": "", "wrong": [str(refusal)]}
    wrong = [f"{form.fields[name].label}: {words[0]}" for name, words in form.errors.items()]
    return {"sentence": "", "together": "", "wrong": wrong}


def _sentence(ladder: LadderSpec, part: Asked, item: RequirementSpec) -> dict[str, Any]:
    """What this asks, and what the stage asks of reviews with it."""
    found: dict[str, Any] = {"sentence": read_back(ladder, item), "together": ""}
    stage = stage_or_none(ladder, part.stage)
    if stage:
        with_it = with_stage(ladder, stage.key, requirements=among(stage.requirements, item))
        found["together"] = reviewed(with_it.stage(stage.key), with_it)
    return found
