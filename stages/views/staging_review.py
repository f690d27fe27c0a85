"""Looking through a draft child by child, and the yes to it (SENCO)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.access_log import log_list
from stages.actions.staging import CHANGED, Change, choose, confirm_draft
from stages.contexts.staging import follows, review_of
from stages.forms.staging import ConfirmForm, LineForm
from stages.models import StagingChoice, StagingDraft
from stages.staging.draft import plan_of
from stages.staging.plan import Plan
from stages.views.staging import cannot_go_on, over

MISTAKEN, CLASH = 422, 409


@requires(Permission.PLACE_ANYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
def staging_review(request: StaffRequest, pk: int) -> HttpResponse:
    """Everyone the draft would place, to look through and change; nothing is saved on a child yet.

    Sent by htmx, what was changed is kept and what will follow is given back.
    """
    draft = get_object_or_404(StagingDraft, pk=pk)
    elsewhere = _elsewhere(request, draft)
    if elsewhere is not None:
        return elsewhere
    try:
        return _keep(request, draft) if request.method == "POST" else _page(request, draft)
    except Refused as refusal:
        return cannot_go_on(request, refusal)


def _elsewhere(request: StaffRequest, draft: StagingDraft) -> HttpResponse | None:
    """Where to go instead: a draft that is over, or that has no rules yet, cannot be looked at."""
    if not draft.is_open:
        return over(request, draft)
    if not draft.has_rules:
        return redirect("stages:staging_rules", school=request.school.slug, pk=draft.pk)
    return None


def _keep(request: StaffRequest, draft: StagingDraft) -> HttpResponse:
    """Keep what was changed on the page, all of it or nothing."""
    plan, _ = plan_of(draft, request.membership, today())
    lines = [line for line in plan.lines if f"c{line.child.pk}-was" in request.POST]
    forms = [LineForm(request.POST, line=line, stages=plan.stages) for line in lines]
    if not all(form.is_valid() for form in forms):
        return _again(request, draft, forms, MISTAKEN)
    if any(form.clashes for form in forms):
        return _again(request, draft, forms, CLASH)
    changed = [form for form in forms if form.is_changed]
    choose(draft=draft, changes=[_change(form) for form in changed], by=request.membership)
    if getattr(request, "htmx", False):
        return _follows(request, draft, changed)
    messages.success(request, "Kept. Nobody is placed before you say so.")
    return redirect(request.get_full_path())


def _change(form: LineForm) -> Change:
    since = form.cleaned_data["since"] or form.line.since
    return Change(form.line.child.pk, form.cleaned_data["stage"], since)


def _again(
    request: StaffRequest, draft: StagingDraft, forms: list[LineForm], status: int
) -> HttpResponse:
    """What was typed stands as it was, with what is wrong or what somebody else chose meanwhile."""
    if getattr(request, "htmx", False):
        return _follows(request, draft, [], mistaken=forms, status=status)
    return _page(request, draft, forms=forms, status=status)


def _follows(
    request: StaffRequest,
    draft: StagingDraft,
    kept: list[LineForm],
    *,
    mistaken: list[LineForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    plan, _ = plan_of(draft, request.membership, today())
    context = _about(request, draft, plan) | {"kept": kept, "mistaken": mistaken or []}
    return render(request, "stages/_staging_follows.html", context, status=status)


def _about(request: StaffRequest, draft: StagingDraft, plan: Plan) -> dict[str, Any]:
    initial = {"digest": plan.digest, "on": request.school.go_live_on or today()}
    return {
        "draft": draft,
        "follows": follows(plan),
        "confirm": ConfirmForm(initial=initial),
        "kept": [],
        "mistaken": [],
    }


def _page(
    request: StaffRequest,
    draft: StagingDraft,
    *,
    forms: list[LineForm] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    plan, sheet = plan_of(draft, request.membership, today())
    asked = request.GET
    review = review_of(plan, sheet, asked.get("show", ""), asked.get("page", "1"))
    if forms is None:
        forms = [LineForm(None, line=line, stages=plan.stages) for line in review.lines]
    log_list(request, [form.line.child.pk for form in forms])
    context = _about(request, draft, plan) | {
        "review": review,
        "forms": forms,
        "clashes": _clashes(draft, forms) if status == CLASH else [],
        "refusal": refusal,
        "pills": [
            {
                "label": part.label,
                "url": f"?show={part.key}",
                "chosen": part is review.shown,
                "count": len(part.rows),
            }
            for part in review.parts
        ],
    }
    return render(request, "stages/staging_review.html", context, status=status)


def _clashes(draft: StagingDraft, forms: list[LineForm]) -> list[dict[str, str]]:
    """What somebody else chose meanwhile, beside what stands in the form."""
    rows = StagingChoice.objects.filter(draft=draft).select_related("chosen_by")
    who = {row.pupil_id: row.chosen_by.name for row in rows}
    return [
        {
            "name": form.line.child.pupil.name,
            "by": who.get(form.line.child.pk, "A colleague"),
            "theirs": form.line.in_words,
        }
        for form in forms
        if form.clashes
    ]


@requires(Permission.PLACE_ANYWHERE)
@require_POST
def staging_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Place everyone exactly as shown, and go live."""
    draft = get_object_or_404(StagingDraft, pk=pk)
    elsewhere = _elsewhere(request, draft)
    if elsewhere is not None:
        return elsewhere
    try:
        return _confirmed(request, draft)
    except Refused as refusal:
        return cannot_go_on(request, refusal)


def _confirmed(request: StaffRequest, draft: StagingDraft) -> HttpResponse:
    """The yes carried out; what stands in its way is said on the page it was given on."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        words = " ".join(str(e) for e in form.errors.get("on", [])) or CHANGED
        return _page(request, draft, refusal=words, status=MISTAKEN)
    found = form.cleaned_data
    try:
        placed = confirm_draft(
            draft=draft, digest=found["digest"], on=found["on"], by=request.membership
        )
    except Refused as refusal:
        return _page(request, draft, refusal=str(refusal), status=MISTAKEN)
    messages.success(request, f"{placed} children are placed on the ladder.")
    return redirect("stages:go_live", school=request.school.slug)
