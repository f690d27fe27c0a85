"""Going live with a list that is there already (SENCO): how, the rules, the review, the yes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from schools.actions import go_live as take_live
from schools.dates import current_year, live_words
from stages.actions.staging import put_aside, set_rules, start_draft
from stages.forms.staging import NOBODY, RulesForm, StartForm
from stages.models import StagingDraft
from stages.staging.children import children_of
from stages.staging.draft import open_draft, sheet_of, stages_to_place
from stages.staging.sheet import Sheet
from stages.staging.values import stage_of_plans, values_of

MISTAKEN = 422


@requires(Permission.PLACE_ANYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
def go_live(request: StaffRequest) -> HttpResponse:
    """Begin, or go on: how the children on the school's list come to their stages."""
    live = request.school.go_live_on is not None
    sent = request.method == "POST"
    form = StartForm(request.POST or None, request.FILES or None, may_start_empty=not live)
    if sent and form.is_valid():
        try:
            return _start(request, form)
        except Refused as refusal:
            form.add_error("file" if request.FILES else None, str(refusal))
    waiting = [child for child in children_of(request.membership, today()) if child.code != "N"]
    over = StagingDraft.objects.exclude(state=StagingDraft.State.OPEN)
    context = {
        "live": live_words(request.school, today()) or "Go live",
        "form": form,
        "draft": open_draft(),
        "waiting": len(waiting),
        "placed": over.filter(placed__gt=0).select_related("ended_by").order_by("-ended_at"),
        "has_stages": bool(stages_to_place()),
    }
    return render(request, "stages/go_live.html", context, status=MISTAKEN if sent else 200)


def _start(request: StaffRequest, form: StartForm) -> HttpResponse:
    how, upload = form.cleaned_data["how"], form.cleaned_data["file"]
    slug = request.school.slug
    if how == NOBODY:
        take_live(school=request.school, on=today())
        messages.success(request, f"{request.school.name} is live.")
        return redirect("reports:setup", school=slug)
    content, name = (upload.read(), upload.name) if upload else (b"", "")
    draft = start_draft(how=how, by=request.membership, content=content, file_name=name)
    return redirect("stages:staging_rules", school=slug, pk=draft.pk)


@requires(Permission.PLACE_ANYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
def staging_rules(request: StaffRequest, pk: int) -> HttpResponse:
    """Which value leads to which stage; of a spreadsheet, `?column=` names the column."""
    draft = get_object_or_404(StagingDraft, pk=pk)
    if not draft.is_open:
        return over(request, draft)
    try:
        return _rules_page(request, draft)
    except Refused as refusal:
        return cannot_go_on(request, refusal)


def _rules_page(request: StaffRequest, draft: StagingDraft) -> HttpResponse:
    sheet = sheet_of(draft, request.membership, today())
    column = _column(request, draft, sheet)
    form = _rules_form(request, draft, sheet, column)
    if request.method == "POST" and form.is_valid():
        set_rules(draft=draft, rules=form.rules(), by=request.membership)
        return redirect("stages:staging_review", school=request.school.slug, pk=draft.pk)
    context = {"draft": draft, "form": form, "column": column, "pills": _columns(sheet, column)}
    status = MISTAKEN if request.method == "POST" else 200
    return render(request, "stages/staging_rules.html", context, status=status)


def _column(request: StaffRequest, draft: StagingDraft, sheet: Sheet | None) -> str:
    """The column asked for, else the one the draft keeps, else the one that looks like stages."""
    if sheet is None:
        return ""
    wanted = [request.GET.get("column"), draft.rules.get("column"), sheet.likely_column()]
    return next((head for head in wanted if head and head in sheet.headings), "")


def _rules_form(
    request: StaffRequest, draft: StagingDraft, sheet: Sheet | None, column: str
) -> RulesForm:
    stages, day = stages_to_place(), today()
    children = children_of(request.membership, day)
    values = values_of(draft.how, children, stages, sheet, column)
    year = current_year(day)
    begins = year.starts_on if year and year.starts_on <= day else day
    return RulesForm(
        request.POST or None,
        how=draft.how,
        values=values,
        stages=stages,
        column=column,
        headings=sheet.headings if sheet else (),
        plans=stage_of_plans(stages),
        kept=draft.rules,
        day=begins,
    )


def _columns(sheet: Sheet | None, column: str) -> list[dict[str, Any]]:
    """The columns of a spreadsheet to choose from, as pills."""
    heads = [head for head in (sheet.headings if sheet else ()) if head]
    return [
        {
            "label": head,
            "url": f"?{urlencode({'column': head})}",
            "chosen": head == column,
            "count": None,
        }
        for head in heads
    ]


@requires(Permission.PLACE_ANYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
def staging_discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a draft aside: says first what is let go of."""
    draft = get_object_or_404(StagingDraft, pk=pk)
    if not draft.is_open:
        return over(request, draft)
    slug = request.school.slug
    if request.method == "POST":
        put_aside(draft=draft, by=request.membership)
        messages.success(request, "The draft is put aside. Nobody was placed.")
        return redirect("stages:go_live", school=slug)
    context = {
        "title": "Put this draft aside",
        "text": "Nobody is placed by it. Its rules, its file and what was chosen for single"
        " children are let go of.",
        "action": "Put it aside",
        "danger": True,
        "cancel_url": reverse("stages:go_live", kwargs={"school": slug}),
    }
    return render(request, "confirm.html", context)


def over(request: StaffRequest, draft: StagingDraft) -> HttpResponse:
    """Back to the start, saying who ended this draft and how."""
    who = draft.ended_by.name if draft.ended_by else ""
    what = "placed these children" if draft.placed else "put this draft aside"
    messages.info(request, f"{who} {what} already: nothing was changed now.")
    return redirect("stages:go_live", school=request.school.slug)


def cannot_go_on(request: StaffRequest, refusal: Refused) -> HttpResponse:
    """Back to the start with the sentence that says why; the draft is as it was."""
    messages.error(request, str(refusal))
    return redirect("stages:go_live", school=request.school.slug)
