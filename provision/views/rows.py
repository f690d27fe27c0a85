"""Targets and what helps as rows of the paper: their order, taken out and put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from provision.actions import move_up, put_back, take_out
from provision.models import Strategy, Target
from provision.views.pages import to_plan, url_of, writable_row


@requires(Permission.WRITE_PLANS)
@require_POST
def target_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a target up by one."""
    return _up(request, writable_row(request, Target, pk), "target")


@requires(Permission.WRITE_PLANS)
@require_POST
def target_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a target out of the plan; one press puts it back."""
    return _remove(request, writable_row(request, Target, pk), "target")


@requires(Permission.WRITE_PLANS)
@require_POST
def target_restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a target back into the plan."""
    return _restore(request, writable_row(request, Target, pk, out=True), "target")


@requires(Permission.WRITE_PLANS)
@require_POST
def strategy_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Move something that helps up by one: the first three are those everybody reads."""
    return _up(request, writable_row(request, Strategy, pk), "strategy")


@requires(Permission.WRITE_PLANS)
@require_POST
def strategy_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take something that helps out of the plan; one press puts it back."""
    return _remove(request, writable_row(request, Strategy, pk), "strategy")


@requires(Permission.WRITE_PLANS)
@require_POST
def strategy_restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Put something that helps back into the plan."""
    return _restore(request, writable_row(request, Strategy, pk, out=True), "strategy")


def _up(request: StaffRequest, row: Any, kind: str) -> HttpResponse:
    move_up(row=row)
    return to_plan(request, row.plan_id, f"{kind}-{row.pk}")


def _remove(request: StaffRequest, row: Any, kind: str) -> HttpResponse:
    take_out(row=row, by=request.membership.user)
    return redirect(f"{url_of(request, 'plan_detail', row.plan_id)}?out={kind}-{row.pk}")


def _restore(request: StaffRequest, row: Any, kind: str) -> HttpResponse:
    try:
        put_back(row=row, by=request.membership.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return to_plan(request, row.plan_id)
    messages.success(request, "It is in the plan again.")
    return to_plan(request, row.plan_id, f"{kind}-{row.pk}")
