"""One thing done for several children of the register, all at once or not at all."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from pupils.access_log import log_list
from pupils.actions import RefusedForSome, link_staff_to_all, place_all_in_class
from pupils.forms import ClassFromDayForm
from reports.chosen import Chosen, chosen, without
from reports.forms.register import ChosenStaffForm
from reports.register_filters import Address
from reports.views.register import filtered

MISTAKEN = 422
show_and_save = require_http_methods(["GET", "HEAD", "POST"])
Change = Callable[..., None]


@requires(Permission.MANAGE_ACCESS)
@show_and_save
def chosen_staff(request: StaffRequest) -> HttpResponse:
    """A key worker, an allocated TA or a named person for the children chosen."""
    form = ChosenStaffForm(request.POST or None, school=request.school)
    return _for_all(request, form, link_staff_to_all, title="Key worker or TA", verb="Link to")


@requires(Permission.EDIT_PUPIL)
@show_and_save
def chosen_class(request: StaffRequest) -> HttpResponse:
    """Another class for the children chosen."""
    form = ClassFromDayForm(request.POST or None, initial={"on": today()})
    return _for_all(request, form, place_all_in_class, title="Change class", verb="Move")


def _for_all(
    request: StaffRequest, form: Form, change: Change, *, title: str, verb: str
) -> HttpResponse:
    """The form for the children of this address; sent, the change for all of them or for none."""
    group = chosen(filtered(request), request.GET, request.membership)
    register = Address(
        reverse("reports:register", kwargs={"school": request.school.slug}), request.GET
    )
    back = register.having(pupil="", all="")
    refusal: RefusedForSome | None = None
    if form.is_bound and form.is_valid() and group.pupils:
        try:
            change(pupils=group.pupils, **form.cleaned_data)
        except RefusedForSome as refused:
            refusal = refused
        else:
            messages.success(request, f"Done for {group.words}.")
            return redirect(back)
    context = {
        "title": title,
        "action": f"{verb} {group.words}",
        "form": form,
        "group": group,
        "back_url": back,
        **_refused(request, group, refusal),
    }
    log_list(request, [pupil.pk for pupil in group.pupils])
    status = MISTAKEN if form.is_bound else 200
    return render(request, "reports/chosen_form.html", context, status=status)


def _refused(
    request: StaffRequest, group: Chosen, refusal: RefusedForSome | None
) -> dict[str, Any]:
    """Who refuses and why, and the address without them."""
    if refusal is None:
        return {"problems": [], "rest_url": ""}
    return {"problems": refusal.problems, "rest_url": without(request.GET, group, refusal)}
