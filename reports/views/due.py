"""What is due from a person: all of it by day, putting something off, showing it again."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.contexts import first_page_of
from pupils.models import Pupil
from pupils.views.pages import MISTAKEN, head_context, show_and_save
from reports.forms.due import SnoozeForm
from reports.register_filters import Address
from stages.actions import snooze, wake
from stages.due import Due, DueFromMe, due_from, items_of_children
from stages.models import Snooze

LINES = 50
STAGE = "reports:pupil_stage"


@requires(Permission.VIEW_HOME)
@require_safe
def due_list(request: StaffRequest) -> HttpResponse:
    """Everything that is due from this person, fifty a page; what they put off at the end."""
    day, reader = today(), request.membership
    due = due_from(reader, items_of_children(reader, day), day)
    address = Address(request.path, request.GET, is_here=True)
    page = Paginator(_asked(due, address.chosen("show")), LINES).get_page(request.GET.get("page"))
    pupils = {line.pupil for line in [*page, *due.put_off]}
    if pupils:
        log_list(request, sorted(pupils))
    context = {
        "page": page,
        "due": due,
        "pills": _pills(address, due),
        "child_route": child_route(request),
    }
    return render(request, "reports/due_list.html", context)


def _asked(due: DueFromMe, which: str) -> Any:
    return {"overdue": due.late, "14": due.soon}.get(which, due.shown)


def _pills(address: Address, due: DueFromMe) -> list[dict[str, Any]]:
    chosen = address.chosen("show")
    counts = {
        "": ("All", due.shown),
        "overdue": ("Overdue", due.late),
        "14": ("Due within 14 days", due.soon),
    }
    chosen = chosen if chosen in counts else ""
    return [
        {
            "label": words,
            "url": address.having(show=key),
            "chosen": key == chosen,
            "count": len(lines),
        }
        for key, (words, lines) in counts.items()
    ]


def child_route(request: StaffRequest) -> str:
    """Where a child's name leads: to the Stage page, for who may see it."""
    reader = request.membership
    return STAGE if reader.can(Permission.VIEW_STAGE) else first_page_of(reader)


@requires(Permission.VIEW_HOME)
@show_and_save
def due_snooze(request: StaffRequest, pk: int) -> HttpResponse:
    """Put one thing that is due from this person out of their sight until a day, with a reason."""
    due = _mine(request, pk)
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=due.pupil)
    form = SnoozeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            snooze(pupil=pupil, requirement=due.kind, by=request.membership, **given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            until = long_date(given["until"])
            messages.success(request, f"Out of your sight until {until}. It stays due.")
            return redirect(_back(request))
    context = head_context(request, pupil, tab=STAGE)
    context |= {"form": form, "due": due, "cancel_url": _back(request)}
    status = MISTAKEN if form.is_bound else 200
    return render(request, "reports/due_snooze.html", context, status=status)


def _mine(request: StaffRequest, standing: int) -> Due:
    """The thing the address names (the first, if none), due from this person; else 404."""
    day, reader = today(), request.membership
    children = [row for row in items_of_children(reader, day) if row.standing == standing]
    due = due_from(reader, children, day)
    kind = request.GET.get("asked")
    for line in [*due.shown, *due.put_off]:
        if kind is None or kind in line.item.keys:
            return line
    raise Http404


def _back(request: StaffRequest) -> str:
    route = "due_list" if "all" in request.GET else "home"
    return reverse(f"reports:{route}", args=[request.school.slug])


@requires(Permission.VIEW_HOME)
@require_POST
def due_wake(request: StaffRequest, pk: int) -> HttpResponse:
    """Show something again that this person had put off."""
    pupils = Pupil.objects.visible_to(request.membership)
    rows = Snooze.objects.filter(user=request.membership.user_id, pupil__in=pupils)
    wake(row=get_object_or_404(rows, pk=pk))
    messages.success(request, "It stands with what is due again.")
    return redirect(_back(request))
