"""The school's own kinds of plan, meeting and record."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from stages.actions.drafts import change_draft
from stages.contexts.editor import draft_bar
from stages.editing.kinds import OwnKind, uses_of, without_kind
from stages.forms.editor import KindForm, SeenForm
from stages.views.editing import desk_of, part_page, say_refused, status_of, with_ladder


def kind_named(name: str) -> OwnKind:
    """The kind of an address: its sort of record and its key."""
    evidence, _, key = name.partition("-")
    if not key:
        raise Http404
    return OwnKind(evidence, key)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_safe
def kind_list(request: StaffRequest) -> HttpResponse:
    """Every kind of the draft, with how many requirements name it."""
    desk = desk_of(request)
    kinds = [
        (f"{kind.evidence.value}-{kind.key}", kind, uses_of(desk.draft, kind))
        for kind in sorted(desk.spec.kinds, key=lambda kind: kind.evidence.label)
    ]
    return render(request, "stages/kind_list.html", {"kinds": kinds, "bar": draft_bar(desk)})


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def kind_add(request: StaffRequest) -> HttpResponse:
    """A new kind of the school's own."""
    return part_page(request, OwnKind(), KindForm, "stages/kind_add.html", back=_list(request))


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def kind_edit(request: StaffRequest, pk: str) -> HttpResponse:
    """Another name for a kind (`pk`: its sort of record and its key)."""
    part = kind_named(pk)
    template = "stages/kind_edit.html"
    return part_page(request, part, KindForm, template, back=_list(request), name=pk)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def kind_remove(request: StaffRequest, pk: str) -> HttpResponse:
    """Retire a kind that nothing names, once asked."""
    part, desk = kind_named(pk), desk_of(request)
    try:
        kind = part.found(desk.spec)
    except KeyError as fault:
        raise Http404 from fault
    posted = request.method == "POST"
    form = SeenForm(request.POST if posted else None, seen=part.token(desk.spec))
    if form.is_bound and form.is_valid():
        try:
            change_draft(
                place=part.place,
                by=request.membership,
                change=lambda draft, names: without_kind(draft, kind),
            )
        except Refused as refusal:
            say_refused(form, refusal)
        else:
            return redirect(_list(request))
    uses = uses_of(desk.draft, kind)
    shown = {
        "title": f"Retire {kind.name}?",
        "text": f"{kind.name}, a kind of {kind.evidence.label}.",
        "consequences": [f"In use: {uses}." if uses else "Nothing on the ladder names it."],
        "form": form,
        "action": "Retire it",
        "cancel_url": _list(request),
    }
    return render(request, "confirm.html", shown, status=status_of(form))


def _list(request: StaffRequest) -> str:
    return reverse("stages:kind_list", kwargs={"school": request.school.slug})
