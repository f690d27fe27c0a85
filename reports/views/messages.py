"""Messages that nobody knows to have arrived: somebody looks, and says what to do."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from jobs.messages import message_lines, settle
from jobs.models import OutboxMessage


@requires(Permission.EDIT_SCHOOL)
@require_safe
def message_list(request: StaffRequest) -> HttpResponse:
    """Those whose sending began and never ended, and those that were refused."""
    context = {"rows": message_lines(timezone.now())}
    return render(request, "reports/message_list.html", context)


@requires(Permission.EDIT_SCHOOL)
@require_POST
def message_settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Send one again, or let it be."""
    row = get_object_or_404(OutboxMessage.objects, pk=pk)
    again = request.POST.get("do") == "again"
    try:
        settle(pk=row.pk, again=again, now=timezone.now())
    except Refused as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, f"{'Sent again' if again else 'Let be'}: {row.to}.")
    return redirect("reports:message_list", school=request.school.slug)
