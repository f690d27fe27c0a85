"""Concerns: the list, a child's own, one concern, and raising one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import clash_of, renew_version
from accounts.permissions import Permission
from common.errors import Refused
from pupils.access_log import log_list
from pupils.actions import (
    checklist_in_use,
    draft_of,
    let_go,
    may_withdraw,
    raise_concern,
    save_draft,
)
from pupils.contexts import Action
from pupils.models import Concern, Pupil
from pupils.views.pages import (
    MISTAKEN,
    head_context,
    posted,
    show_and_save,
)
from reports.concerns.asking import asked_lines, asked_of
from reports.concerns.choosing import children_found, own_classes
from reports.concerns.lines import (
    facts_of,
    lines_of,
    safeguarding_lead,
    state_of,
    tells_decision,
    with_people,
)
from reports.concerns.lists import lists_of
from reports.concerns.triage import may_decide
from reports.forms.concerns import ConcernForm, values_of
from schools.records import EditClash

CLASH = 409
TAB = "reports:pupil_concerns"


@requires(Permission.RAISE_CONCERN)
@require_safe
def concern_list(request: StaffRequest) -> HttpResponse:
    """What one is asked, one's drafts, what waits for a decision and what was decided lately."""
    lists, asked = lists_of(request.membership), asked_of(request.membership)
    shown = {line.pupil_id for _title, lines in lists for line in lines}
    shown |= {line.pupil_id for line in asked}
    if shown:
        log_list(request, sorted(shown))
    return render(request, "reports/concern_list.html", {"lists": lists, "asked": asked})


@requires(Permission.RAISE_CONCERN)
@require_safe
def concern_start(request: StaffRequest) -> HttpResponse:
    """Whom it is about: a child one works with in one click, any other by name."""
    reader, words = request.membership, request.GET.get("q", "").strip()
    classes = own_classes(reader)
    found = children_found(reader, words)
    shown = [child.pk for _name, children in classes for child in children]
    shown += [child.pk for child in found]
    if shown:
        log_list(request, shown)
    context = {
        "classes": classes,
        "found": found,
        "words": words,
        "lead": safeguarding_lead(request.school),
    }
    return render(request, "reports/concern_start.html", context)


@requires(Permission.READ_CONCERNS)
@require_safe
def pupil_concerns(request: StaffRequest, pk: int) -> HttpResponse:
    """A child's concerns, the newest first; that there is a restricted one, and whom to ask."""
    reader = request.membership
    pupil: Pupil = get_object_or_404(Pupil.objects.visible_to(reader), pk=pk)
    rows = Concern.objects.visible_to(reader).standing().filter(pupil=pupil)
    may = not pupil.has_left and Pupil.objects.changeable_by(reader).filter(pk=pk).exists()
    url = _url(request, "concern_add", pk)
    head = head_context(
        request, pupil, tab=TAB, actions=[Action("Raise a concern", url)] if may else []
    )
    context = head | {
        "lines": lines_of(rows.order_by("-raised_at", "-pk"), reader),
        "is_restricted": Concern.objects.told_of(reader).filter(pupil=pupil).exists(),
    }
    return render(request, "reports/pupil_concerns.html", context)


@requires(Permission.RAISE_CONCERN)
@require_safe
def concern_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One concern: what was said, where it stands, and what was decided."""
    reader = request.membership
    rows = with_people(Concern.objects.visible_to(reader)).filter(raised_at__isnull=False)
    concern: Concern = get_object_or_404(rows, pk=pk)
    context = head_context(request, concern.pupil, tab=TAB)
    context |= {
        "concern": concern,
        "facts": facts_of(concern),
        "chip": state_of(concern, reader),
        "asked": asked_lines(concern, reader),
        "is_told": tells_decision(concern, reader),
        "may_decide": may_decide(concern, reader),
        "may_restrict": reader.can(Permission.RESTRICT_CONCERNS) and not concern.withdrawn_at,
        "may_withdraw": may_withdraw(concern, reader),
    }
    return render(request, "reports/concern_detail.html", context)


@requires(Permission.RAISE_CONCERN)
@show_and_save
def concern_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a worry about a child and raise it; what was begun before is there again."""
    pupil = _child(request, pk)
    writer = request.membership.user
    draft = draft_of(pupil, writer)
    form = ConcernForm(posted(request), checklist=checklist_in_use(), initial=values_of(draft))
    if form.is_bound and form.is_valid():
        try:
            concern = raise_concern(
                pupil=pupil,
                worry=form.worry(),
                by=writer,
                expected=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as clash:
            return _form(request, pupil, form, draft, clash)
        else:
            messages.success(request, "The concern is raised. The SENCO sees it from now on.")
            return redirect(_url(request, "concern_detail", concern.pk))
    return _form(request, pupil, form, draft)


@requires(Permission.RAISE_CONCERN)
@require_POST
def concern_keep(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a draft; to a script, how it stands now."""
    pupil = _child(request, pk)
    writer = request.membership.user
    form = ConcernForm(posted(request), checklist=checklist_in_use(), is_draft=True)
    if not form.is_valid():
        return _kept(request, pupil, form, MISTAKEN)
    try:
        if _says_something(form) or draft_of(pupil, writer):
            draft = save_draft(
                pupil=pupil,
                worry=form.worry(),
                by=writer,
                expected=form.cleaned_data["version"],
            )
            renew_version(form, draft.version)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _kept(request, pupil, form, MISTAKEN)
    except EditClash as clash:
        return _kept(request, pupil, form, CLASH, clash)
    return _kept(request, pupil, form, 200)


@requires(Permission.RAISE_CONCERN)
@require_POST
def concern_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Let one's draft about a child go."""
    pupil = _child(request, pk)
    draft = draft_of(pupil, request.membership.user)
    if draft is not None:
        let_go(draft=draft, by=request.membership.user)
    messages.success(request, "There is no draft any more.")
    return redirect(_url(request, "concern_list"))


def _child(request: StaffRequest, pk: int) -> Pupil:
    """A child on roll whose record this person may change; 404 for any other."""
    rows = Pupil.objects.changeable_by(request.membership).on_roll()
    pupil: Pupil = get_object_or_404(rows, pk=pk)
    return pupil


def _says_something(form: ConcernForm) -> bool:
    """Whether anything was written: a page merely opened keeps no draft."""
    given = form.cleaned_data
    return any(given[name] for name in form.fields if name not in ("version", "whose"))


def _kept(
    request: StaffRequest,
    pupil: Pupil,
    form: ConcernForm,
    status: int,
    clash: EditClash | None = None,
) -> HttpResponse:
    """How a draft stands, to a script; else the list, or the form with what is wrong."""
    if getattr(request, "htmx", False):
        shown = (
            clash_of(form, values_of(clash.current), clash.current, clash.current.version)
            if clash
            else None
        )
        state = f"Kept as a draft {timezone.localtime():%H:%M}" if status == 200 else ""
        context = {"form": form, "state": state, "clash": shown}
        return render(request, "reports/_concern_kept.html", context, status=status)
    if status == 200:
        messages.success(request, "Your draft is kept. Nobody else sees it.")
        return redirect(_url(request, "concern_list"))
    return _form(request, pupil, form, draft_of(pupil, request.membership.user), clash)


def _form(
    request: StaffRequest,
    pupil: Pupil,
    form: ConcernForm,
    draft: Concern | None,
    clash: EditClash | None = None,
) -> HttpResponse:
    shown: Any = None
    if clash:
        now = clash.current
        shown = clash_of(form, values_of(now), now, now.version)
    context = head_context(request, pupil, tab=TAB) | {
        "title": "Raise a concern",
        "action": "Raise the concern",
        "form": form,
        "checklist": form.checklist,
        "cancel_url": _url(request, "concern_list"),
        "lead": safeguarding_lead(request.school),
        "draft": draft,
        "clash": shown,
        "state": "",
    }
    status = CLASH if clash else MISTAKEN if form.errors else 200
    return render(request, "reports/concern_add.html", context, status=status)


def _url(request: StaffRequest, route: str, pk: int | None = None) -> str:
    where: dict[str, Any] = {"school": request.school.slug}
    return reverse(f"reports:{route}", kwargs=where if pk is None else where | {"pk": pk})
