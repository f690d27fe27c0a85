"""The draft of the ladder as a whole: its stages as cards, order, copying, throwing away."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from stages.actions.drafts import copy_preset, discard_draft
from stages.contexts import ladder_page
from stages.contexts.editor import draft_bar, editor_page
from stages.editing import Draft, Names
from stages.editing.asked import move_asked, stage_of
from stages.editing.order import DOWN, UP, move_stage
from stages.editing.parts import AboutLadder, Links
from stages.editing.ways import move_way
from stages.forms.editor import CopyForm, SeenForm
from stages.forms.parts import AboutLadderForm, LinksForm
from stages.presets import presets
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
from stages.views.ways import way_named

STEPS = {"up": UP, "down": DOWN}


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_safe
def ladder_edit(request: StaffRequest) -> HttpResponse:
    """The ladder as it is edited: stages as cards in order, and the ladder's own parts."""
    return render(request, "stages/ladder_edit.html", _editor(request))


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_POST
def ladder_order(request: StaffRequest) -> HttpResponse:
    """One place up or down: a stage, something asked, or a way. htmx takes the cards anew."""
    asked = {name: request.POST.get(name, "") for name in ("what", "key", "step")}
    if asked["step"] not in STEPS:
        return redirect(to_editor(request))
    step, key = STEPS[asked["step"]], asked["key"]
    back = _moved(request, asked["what"], key, step)
    if request.headers.get("HX-Request") and asked["what"] == "stage":
        return render(request, "stages/_cards.html", _editor(request))
    return redirect(back)


def _moved(request: StaffRequest, what: str, key: str, step: int) -> str:
    """Move a thing one place; gives where to go back to. Raises `Http404` where it is not there."""
    spec = desk_of(request).spec
    moves: dict[str, Any] = {
        "stage": lambda ladder: move_stage(ladder, key, step),
        "asked": lambda ladder: move_asked(ladder, key, step),
        "way": lambda ladder: move_way(ladder, way_named(key), step),
    }
    if what not in moves:
        raise Http404

    def change(draft: Draft, names: Names) -> Draft:
        return replace(draft, ladder=moves[what](draft.ladder))

    try:
        changed(request, f"order/{key}", change)
    except KeyError as fault:
        raise Http404 from fault
    if what == "stage":
        return to_editor(request, f"stage-{key}")
    owner = stage_of(spec, key) if what == "asked" else way_named(key).origin
    return to_stage(request, owner, "ways" if what == "way" else "asked")


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def ladder_about(request: StaffRequest) -> HttpResponse:
    """The ladder's name, summary, source and notes."""
    back = to_editor(request)
    template = "stages/ladder_about.html"
    return part_page(request, AboutLadder(), AboutLadderForm, template, back=back)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def ladder_links(request: StaffRequest) -> HttpResponse:
    """Forms, links and pointers of the whole ladder."""
    back = to_editor(request)
    return part_page(request, Links(), LinksForm, "stages/ladder_links.html", back=back)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def ladder_copy(request: StaffRequest) -> HttpResponse:
    """Put a preset in the place of all the draft holds."""
    desk = desk_of(request)
    form = CopyForm(request.POST if request.method == "POST" else None, seen=desk.token)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            copy_preset(key=given["key"], expected=given["seen"], by=request.membership)
        except Refused as refusal:
            say_refused(form, refusal)
        else:
            messages.success(request, "The draft now holds the preset. Nothing is published yet.")
            return redirect(to_editor(request))
    shown = {
        "form": form,
        "bar": draft_bar(desk),
        "presets": [ladder_page(spec) for spec in presets()],
        "started_from": desk.ladder.started_from,
    }
    return render(request, "stages/ladder_copy.html", shown, status=status_of(form))


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def ladder_discard(request: StaffRequest) -> HttpResponse:
    """Throw the draft away, once asked."""
    desk = desk_of(request)
    form = SeenForm(request.POST if request.method == "POST" else None, seen=desk.token)
    if form.is_bound and form.is_valid():
        try:
            discard_draft(expected=form.cleaned_data["seen"], by=request.membership)
        except Refused as refusal:
            say_refused(form, refusal)
        else:
            messages.success(request, "The draft is thrown away. The ladder in use is as it was.")
            return redirect("stages:ladder_detail", school=request.school.slug)
    bar = draft_bar(desk)
    begun = f"Begun by {bar.begun}, last changed by {bar.changed}." if bar else "There is no draft."
    shown = {
        "title": "Throw the draft away?",
        "text": begun,
        "consequences": ["Everything written in the draft is gone for good."],
        "form": form,
        "action": "Throw it away",
        "danger": True,
        "cancel_url": to_editor(request),
    }
    return render(request, "confirm.html", shown, status=status_of(form))


def _editor(request: StaffRequest) -> dict[str, Any]:
    page = editor_page(desk_of(request))
    return {"editor": page, "bar": page.bar}
