"""Days on which somebody opened unusually many records: the list, the facts, what was found."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import chosen, clash_of
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.actions import note_alert
from pupils.days_of_reading import limits_on
from pupils.models import OpeningAlert
from reports.alerts import alert_facts, alert_lines
from reports.forms.alerts import AlertForm
from schools.records import EditClash

A_PAGE = 50
MISTAKEN, CLASH = 422, 409


@requires(Permission.VIEW_AUDIT)
@require_safe
def alert_list(request: StaffRequest) -> HttpResponse:
    """Every alert about somebody else, and from how many openings on there is one."""
    context = {"alerts": alert_lines(request.membership), "limits": limits_on(today())}
    return render(request, "reports/alert_list.html", context)


@requires(Permission.VIEW_AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def alert_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """What one person opened on one day, and the place to note what was found."""
    rows = OpeningAlert.objects.visible_to(request.membership).select_related("user", "noted_by")
    alert = get_object_or_404(rows, pk=pk)
    initial = {"version": alert.version, "outcome": alert.outcome, "note": alert.note}
    data = chosen(request.POST) if request.method == "POST" else None
    form = AlertForm(data, initial=initial)
    clash = None
    if form.is_bound and form.is_valid():
        try:
            _note(request, alert, form)
        except EditClash as fault:
            saved = {"outcome": fault.current.outcome, "note": fault.current.note}
            clash = clash_of(form, saved, fault.current, fault.current.version)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Noted.")
            return redirect("reports:alert_list", school=request.school.slug)
    return _page(request, alert, form, clash)


def _note(request: StaffRequest, alert: OpeningAlert, form: AlertForm) -> None:
    cleaned = form.cleaned_data
    note_alert(
        by=request.membership,
        alert=alert,
        expected=cleaned["version"],
        outcome=cleaned["outcome"],
        note=cleaned["note"],
    )


def _page(request: StaffRequest, alert: OpeningAlert, form: AlertForm, clash: Any) -> HttpResponse:
    facts = alert_facts(alert, request.membership)
    page = Paginator(facts.children, A_PAGE).get_page(request.GET.get("page"))
    if facts.children:
        log_list(request, [child.pk for child in page])
    context = {
        "alert": alert,
        "facts": facts,
        "page": page,
        "form": form,
        "clash": clash,
        "cancel_url": reverse("reports:alert_list", kwargs={"school": request.school.slug}),
    }
    status = CLASH if clash else MISTAKEN if form.is_bound else 200
    return render(request, "reports/alert_detail.html", context, status=status)
