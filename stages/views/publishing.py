"""Preview and publish; the versions there were; one ladder against another."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import CLASH
from accounts.permissions import Permission
from common.errors import Refused
from stages.actions.publishing import publish_draft, refuse_no_register
from stages.contexts import ladder_page
from stages.contexts.compare import compare
from stages.contexts.editor import draft_bar
from stages.contexts.preview import Effect, preview_of
from stages.contexts.versions import ladders_to_compare, version_lines
from stages.drafting import Bench
from stages.forms.editor import CompareForm, PublishForm
from stages.forms.ways import places_of
from stages.ladder import LadderSpec
from stages.models import LadderVersion
from stages.rules import NotAllowed
from stages.storing import read_version
from stages.views.editing import desk_of, say_refused, status_of, with_ladder


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def ladder_publish(request: StaffRequest) -> HttpResponse:
    """What the draft changes and for whom, before it is published; and publishing it."""
    desk = desk_of(request)
    preview = preview_of(desk, request.membership)
    questions = _questions(request, desk.spec, preview.questions)
    data = request.POST.copy() if request.method == "POST" else None
    moved_on = data is not None and data.get("seen", desk.token) != desk.token
    if data is not None and moved_on:
        data["seen"] = desk.token
    form = PublishForm(data, seen=desk.token, questions=questions)
    if not moved_on and form.is_bound and form.is_valid() and (done := _publish(request, form)):
        return done
    shown = {
        "form": form,
        "preview": preview,
        "bar": draft_bar(desk),
        "moved_on": moved_on,
        "hindrance": _hindrance(desk),
        "may_move": request.membership.can(Permission.PLACE_ANYWHERE),
    }
    status = CLASH if moved_on else status_of(form)
    return render(request, "stages/ladder_publish.html", shown, status=status)


def _publish(request: StaffRequest, form: PublishForm) -> HttpResponse | None:
    try:
        done = publish_draft(
            expected=form.cleaned_data["seen"],
            by=request.membership,
            reason=form.cleaned_data["reason"],
            moves=form.moves(),
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        say_refused(form, refusal)
        return None
    said = f"Version {done.version.number} is in use."
    if done.moved:
        said += f" Moved with it: {done.moved}."
    messages.success(request, said)
    return redirect("stages:ladder_detail", school=request.school.slug)


def _questions(
    request: StaffRequest, spec: LadderSpec, effects: Sequence[Effect]
) -> list[tuple[str, str, Sequence[tuple[str, str]]]]:
    """Where the children of a stage could go; asked of those who may place them."""
    if not request.membership.can(Permission.PLACE_ANYWHERE):
        return []
    places = [(key, title) for key, title in places_of(spec) if not spec.stage(key).universal]
    return [(effect.key, effect.question, places) for effect in effects]


def _hindrance(desk: Bench) -> str:
    try:
        refuse_no_register(desk.spec)
    except Refused as refusal:
        return str(refusal)
    return ""


@requires(Permission.VIEW_HOME)
@require_safe
def version_list(request: StaffRequest) -> HttpResponse:
    """The versions of the ladder: who published which when, and why."""
    shown = {
        "versions": version_lines(),
        "may_edit": request.membership.can(Permission.EDIT_LADDER),
    }
    return render(request, "stages/version_list.html", shown)


@requires(Permission.VIEW_HOME)
@require_safe
def version_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One version as it was published, in plain words."""
    rows = LadderVersion.objects.published().select_related("published_by")
    version = get_object_or_404(rows, pk=pk)
    in_use = LadderVersion.objects.in_use().get()
    shown = {
        "version": version,
        "is_in_use": version.pk == in_use.pk,
        "ladder": ladder_page(read_version(version)),
    }
    return render(request, "stages/version_detail.html", shown)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_safe
def ladder_compare(request: StaffRequest) -> HttpResponse:
    """Two ladders side by side in words: versions, presets, the draft."""
    desk = desk_of(request)
    ladders = ladders_to_compare(desk)
    first = f"preset:{desk.ladder.started_from}"
    initial = {"old": first, "new": f"version:{desk.in_use.number}"}
    form = CompareForm(
        request.GET or None,
        choices=[(group, [(key, name) for key, name, _ in those]) for group, those in ladders],
        initial=initial,
    )
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else initial
    make = {key: ladder for _, those in ladders for key, _, ladder in those}
    comparison = None
    if not form.errors and set(asked.values()) <= set(make):
        comparison = compare(make[asked["old"]](), make[asked["new"]]())
    shown = {"form": form, "comparison": comparison}
    return render(request, "stages/ladder_compare.html", shown, status=status_of(form))
