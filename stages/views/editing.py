"""What the pages of the ladder's editor share: the draft, a part's form, the answer to mistakes."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import StaffRequest, View
from accounts.clash import CLASH, ClashView, Saved, chosen, compare
from common.errors import Refused
from stages.actions.drafts import DraftClash, Faults, change_draft, edit_part
from stages.contexts.editor import draft_bar
from stages.drafting import Bench, bench
from stages.editing import Draft, Names, Part
from stages.forms.editor import SeenForm
from stages.forms.fields import PartForm
from stages.ladder import LadderSpec
from stages.models import LadderVersion

MISTAKEN = 422


def with_ladder(view: View) -> View:
    """Lead to the ladder's own page, which says what to do, before the school has a ladder."""

    @wraps(view)
    def within_ladder(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not LadderVersion.objects.in_use().exists():
            return redirect("stages:ladder_detail", school=request.school.slug)
        return view(request, *args, **kwargs)

    return within_ladder


def desk_of(request: StaffRequest) -> Bench:
    """The school's ladder as it is edited; behind `with_ladder`."""
    found = bench()
    assert found is not None
    return found


def part_page(
    request: StaffRequest,
    part: Part,
    form_class: type[PartForm],
    template: str,
    *,
    back: str,
    **context: Any,
) -> HttpResponse:
    """The form of one part of the draft. 404 where the ladder has no such part.

    422 with mistakes, 409 with both texts where somebody changed the part meanwhile; saved, it
    leads to `back`. A part that somebody took out meanwhile still gives back what was typed.
    """
    desk = desk_of(request)
    posted = request.method == "POST"
    if part.token(desk.spec) == "gone" and not (posted and request.POST.get("version")):
        raise Http404
    form = form_class(chosen(request.POST) if posted else None, ladder=desk.spec, part=part)
    clash = None
    if posted and form.is_valid():
        done = saved(request, form, part)
        if done is True:
            return redirect(back)
        clash = done or None
    shown = {"form": form, "clash": clash, "back": back, "bar": draft_bar(desk), **context}
    return render(request, template, shown, status=status_of(form, clash))


def saved(request: StaffRequest, form: PartForm, part: Part) -> ClashView | bool:
    """Save a part: whether it was saved, or what clashes."""
    try:
        edit_part(
            part=part,
            given=form.given(),
            expected=form.cleaned_data["version"],
            by=request.membership,
        )
    except DraftClash as clash:
        return compare(form, Saved(clash.values, clash.token, clash.by, clash.at))
    except Refused as refusal:
        say_refused(form, refusal)
        return False
    messages.success(request, "Saved in the draft. Nobody is asked for it until you publish.")
    return True


def removal_page(
    request: StaffRequest,
    part: Part,
    without: Callable[[LadderSpec], LadderSpec],
    *,
    title: str,
    text: str,
    consequence: str,
    back: str,
) -> HttpResponse:
    """The page that asks before a part is taken out of the draft, and takes it out.

    A part that somebody changed since the page was shown is not taken out.
    """
    form = SeenForm(
        request.POST if request.method == "POST" else None,
        seen=part.token(desk_of(request).spec),
    )

    def change(draft: Draft, names: Names) -> Draft:
        if part.token(draft.ladder) != form.cleaned_data["seen"]:
            raise Refused("Somebody changed this meanwhile. Look at it again first.")
        return replace(draft, ladder=without(draft.ladder))

    if form.is_bound and form.is_valid():
        try:
            change_draft(place=part.place, by=request.membership, change=change)
        except Refused as refusal:
            say_refused(form, refusal)
        else:
            messages.success(request, "It is taken out of the draft.")
            return redirect(back)
    shown = {
        "title": title,
        "text": text,
        "consequences": [consequence],
        "form": form,
        "action": "Take it out",
        "cancel_url": back,
    }
    return render(request, "confirm.html", shown, status=status_of(form))


def say_refused(form: Form, refusal: Refused) -> None:
    """A refusal as the form's own mistakes, each as one sentence."""
    faults = refusal.faults if isinstance(refusal, Faults) else [str(refusal)]
    for fault in faults:
        form.add_error(None, f"{fault[:1].upper()}{fault[1:]}")


def status_of(form: Any, clash: Any = None) -> int:
    """409 after a clash, 422 with mistakes, else 200."""
    return CLASH if clash else MISTAKEN if form.errors else 200


def changed(
    request: StaffRequest, place: str, change: Callable[[Draft, Names], Draft], said: str = ""
) -> bool:
    """Change the draft and say so; a refusal is said instead."""
    try:
        change_draft(place=place, by=request.membership, change=change)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if said:
        messages.success(request, said)
    return True


def to_editor(request: StaffRequest, anchor: str = "") -> str:
    """The address of the editor's first page, at one of its stages."""
    address = reverse("stages:ladder_edit", kwargs={"school": request.school.slug})
    return f"{address}#{anchor}" if anchor else address


def to_stage(request: StaffRequest, key: str, anchor: str = "") -> str:
    """The address of a stage in the editor; of the editor itself for none."""
    if not key:
        return to_editor(request, anchor)
    where = {"school": request.school.slug, "pk": key}
    address = reverse("stages:stage_detail", kwargs=where)
    return f"{address}#{anchor}" if anchor else address
