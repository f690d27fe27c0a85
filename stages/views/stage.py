"""One stage of the draft: its page, its sections each with a form, adding, retiring, back again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from stages.actions.drafts import bring_back_stage, change_draft
from stages.contexts.editor import draft_bar, retired_of, stage_edit_page
from stages.contexts.preview import counts_by_side
from stages.editing import Draft, Names
from stages.editing.order import add_stage
from stages.editing.parts import (
    Links,
    Part,
    StageAbout,
    StagePeople,
    StagePlace,
    StageSupport,
    StageTime,
    stage_or_none,
)
from stages.editing.retiring import retire
from stages.forms.editor import StageAddForm
from stages.forms.fields import PartForm
from stages.forms.parts import (
    LinksForm,
    StageAboutForm,
    StagePeopleForm,
    StagePlaceForm,
    StageSupportForm,
    StageTimeForm,
)
from stages.views.editing import (
    changed,
    desk_of,
    part_page,
    say_refused,
    status_of,
    to_editor,
    to_stage,
    with_ladder,
)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_safe
def stage_detail(request: StaffRequest, pk: str) -> HttpResponse:
    """One stage of the draft, section by section; `pk` is the stage's key."""
    page = stage_edit_page(desk_of(request), pk)
    if page is None:
        raise Http404
    return render(request, "stages/stage_detail.html", {"page": page, "bar": page.bar})


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def stage_add(request: StaffRequest) -> HttpResponse:
    """A new stage; the rest of it is filled in on its own page."""
    desk = desk_of(request)
    form = StageAddForm(request.POST if request.method == "POST" else None, ladder=desk.spec)
    if form.is_bound and form.is_valid():
        try:
            key = _add(request, form.cleaned_data)
        except Refused as refusal:
            say_refused(form, refusal)
        else:
            messages.success(request, "The stage is in the draft. Say what it asks and gives.")
            return redirect(to_stage(request, key))
    shown = {"form": form, "bar": draft_bar(desk), "back": to_editor(request)}
    return render(request, "stages/stage_add.html", shown, status=status_of(form))


def _add(request: StaffRequest, given: dict[str, Any]) -> str:
    made: list[str] = []

    def change(draft: Draft, names: Names) -> Draft:
        ladder, key = add_stage(draft.ladder, names=names, **given)
        made.append(key)
        return Draft(ladder, draft.retired, draft.touched)

    change_draft(place="stages", by=request.membership, change=change)
    return made[0]


def _section(
    request: StaffRequest, part: Part, form_class: type[PartForm], template: str, key: str
) -> HttpResponse:
    stage = stage_or_none(desk_of(request).spec, key)
    return part_page(
        request,
        part,
        form_class,
        template,
        back=to_stage(request, key if stage else ""),
        stage=stage,
    )


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def stage_about(request: StaffRequest, pk: str) -> HttpResponse:
    """What a stage is called, and when a child is there."""
    return _section(request, StageAbout(pk), StageAboutForm, "stages/stage_about.html", pk)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def stage_place(request: StaffRequest, pk: str) -> HttpResponse:
    """Where a stage stands: the register, with what it runs together, who may place."""
    return _section(request, StagePlace(pk), StagePlaceForm, "stages/stage_place.html", pk)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def stage_support(request: StaffRequest, pk: str) -> HttpResponse:
    """What a child gets at a stage, and what is written down."""
    return _section(request, StageSupport(pk), StageSupportForm, "stages/stage_support.html", pk)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def stage_people(request: StaffRequest, pk: str) -> HttpResponse:
    """Who raises concerns, takes part and monitors."""
    return _section(request, StagePeople(pk), StagePeopleForm, "stages/stage_people.html", pk)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def stage_time(request: StaffRequest, pk: str) -> HttpResponse:
    """How long a stage lasts."""
    return _section(request, StageTime(pk), StageTimeForm, "stages/stage_time.html", pk)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def stage_links(request: StaffRequest, pk: str) -> HttpResponse:
    """Forms, links and pointers of a stage."""
    return _section(request, Links(pk), LinksForm, "stages/stage_links.html", pk)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def stage_retire(request: StaffRequest, pk: str) -> HttpResponse:
    """Take a stage out of the draft, once asked; it can be brought back."""
    stage = stage_or_none(desk_of(request).spec, pk)
    if stage is None:
        raise Http404
    if request.method == "POST":
        changed(
            request,
            f"{pk}/about",
            lambda draft, names: retire(draft, pk),
            f"{stage.title} is retired in the draft. It can be brought back.",
        )
        return redirect(to_editor(request))
    shown = {
        "title": f"Retire {stage.title}?",
        "text": "It leaves the draft. Nothing changes for anybody until the draft is published.",
        "consequences": _consequences(request, pk),
        "action": "Retire it",
        "cancel_url": to_stage(request, pk),
    }
    return render(request, "confirm.html", shown)


def _consequences(request: StaffRequest, key: str) -> list[str]:
    count = sum(counts_by_side(request.membership).get(key, {}).values())
    who = "1 child is" if count == 1 else f"{count} children are"
    there = f"{who} at this stage now. Publishing asks where they should go; their record stays."
    return [
        there if count else "No child is at this stage now.",
        "The ways to it and from it go with it.",
        "It can be brought back with all it asks, also after publishing.",
    ]


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_POST
def stage_restore(request: StaffRequest, pk: str) -> HttpResponse:
    """Bring a retired stage back into the draft."""
    desk = desk_of(request)
    if pk not in dict(retired_of(desk)) and stage_or_none(desk.spec, pk) is None:
        raise Http404
    try:
        bring_back_stage(key=pk, by=request.membership)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(to_editor(request))
    messages.success(request, "The stage is back in the draft.")
    return redirect(to_stage(request, pk))
