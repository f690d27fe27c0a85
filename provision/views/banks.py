"""The bank of targets and strategies: choosing from it for a plan, adding to it, hiding."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from provision.actions import (
    StrategyWords,
    TargetWords,
    add_to_bank,
    hide_in_bank,
    save_strategy,
    save_target,
)
from provision.choosing import BankLine, Kind, bank_line, bank_lines
from provision.forms.banks import BankForm, SearchForm
from provision.models import Plan
from provision.sections import Sort
from provision.views.pages import TAB, section_for, to_plan, url_of, writable_plan
from pupils.models import Need, NeedArea
from pupils.views.pages import MISTAKEN, head_context, posted, show_and_save


@requires(Permission.WRITE_PLANS)
@show_and_save
def bank_pick(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose targets or strategies for a plan; what fits the child's needs comes first."""
    plan = writable_plan(request, pk)
    kind = _kind(request.GET.get("kind", ""))
    section_for(plan, Sort.TARGETS if kind == Kind.TARGET else Sort.STRATEGIES)
    if request.method == "POST":
        return _pick(request, plan, kind)
    form = SearchForm(request.GET)
    words, area = form.asked()
    types = Need.objects.filter(pupil=plan.pupil, ends_on=None).values_list("type_id", flat=True)
    context = head_context(request, plan.pupil, tab=TAB) | {
        "plan": plan,
        "kind": kind,
        "title": "Targets to choose from" if kind == Kind.TARGET else "What may help",
        "search": form,
        "lines": bank_lines(kind, words=words, area=area, types=types),
    }
    return render(request, "provision/bank_pick.html", context)


@requires(Permission.EDIT_PLAN_TEMPLATES)
@require_safe
def bank_list(request: StaffRequest) -> HttpResponse:
    """The school's bank: what it has, what it added, what it hides."""
    kind, form = _kind(request.GET.get("kind", "")), SearchForm(request.GET)
    words, area = form.asked()
    context = {
        "kind": kind,
        "kinds": [(Kind.STRATEGY.value, "Strategies"), (Kind.TARGET.value, "Targets")],
        "search": form,
        "lines": bank_lines(kind, words=words, area=area, with_hidden=True),
    }
    return render(request, "provision/bank_list.html", context)


@requires(Permission.EDIT_PLAN_TEMPLATES)
@show_and_save
def bank_add(request: StaffRequest) -> HttpResponse:
    """Add to the bank."""
    form = BankForm(posted(request), initial={"kind": _kind(request.GET.get("kind", ""))})
    if form.is_bound and form.is_valid():
        try:
            row = add_to_bank(**form.cleaned_data)
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, "It is in the bank: whoever writes a plan can choose it.")
            return _to_bank(request, row.kind)
    status = MISTAKEN if form.is_bound else 200
    return render(request, "provision/bank_add.html", {"form": form}, status=status)


@requires(Permission.EDIT_PLAN_TEMPLATES)
@require_POST
def bank_hide(request: StaffRequest, pk: str) -> HttpResponse:
    """Hide something from those who choose, or show it again."""
    kind, _, key = pk.partition("-")
    line = _line(kind, key)
    hide_in_bank(line=line, hidden=not line.is_hidden)
    messages.success(request, "It is shown again." if line.is_hidden else "It is hidden.")
    return _to_bank(request, kind)


def _pick(request: StaffRequest, plan: Plan, kind: str) -> HttpResponse:
    """Put what was chosen into the plan; a target opens, since where it starts is to be said."""
    line, by = bank_line(kind, request.POST.get("key", "")), request.membership.user
    if line is None or line.is_hidden:
        messages.error(request, "That is not in the bank any more.")
        return redirect(f"{url_of(request, 'bank_pick', plan.pk)}?kind={kind}")
    try:
        if kind == Kind.STRATEGY:
            said = StrategyWords(words=line.words, how_often=line.how_often)
            helps = save_strategy(plan=plan, uid=uuid4(), words=said, by=by, expected=0)
            messages.success(request, "It is in the plan.")
            return to_plan(request, plan.pk, helps.anchor)
        words = TargetWords(
            what=line.words,
            measure=line.measure,
            how_often=line.how_often,
            by_on=plan.review_by,
            area=NeedArea.objects.filter(pk=line.area).first(),
        )
        target = save_target(plan=plan, uid=uuid4(), words=words, by=by, expected=0)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return to_plan(request, plan.pk)
    messages.success(request, "It is in the plan. Say where the child starts, and who helps.")
    return redirect(f"{url_of(request, 'target_edit', target.pk)}#{target.anchor}")


def _line(kind: str, key: str) -> BankLine:
    line = bank_line(_kind(kind), key)
    if line is None:
        raise Http404
    return line


def _kind(value: str) -> str:
    return Kind.TARGET.value if value == Kind.TARGET else Kind.STRATEGY.value


def _to_bank(request: StaffRequest, kind: str) -> HttpResponse:
    where: dict[str, Any] = {"school": request.school.slug}
    return redirect(f"{reverse('provision:bank_list', kwargs=where)}?kind={kind}")
