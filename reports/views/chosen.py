"""One thing done for several children of the register, all at once or not at all."""

from collections.abc import Callable, Mapping
from functools import partial
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
Change = Callable[..., str | None]  # gives what to say when it is done, if not the usual


@requires(Permission.MANAGE_ACCESS)
@show_and_save
def chosen_staff(request: StaffRequest) -> HttpResponse:
    """A key worker, an allocated TA or a named person for the children chosen."""
    group = group_of(request)
    form = ChosenStaffForm(request.POST or None, school=request.school)
    change = partial(link_staff_to_all, pupils=group.pupils)
    return for_group(request, group, form, change, title="Key worker or TA", verb="Link to")


@requires(Permission.EDIT_PUPIL)
@show_and_save
def chosen_class(request: StaffRequest) -> HttpResponse:
    """Another class for the children chosen."""
    group = group_of(request)
    form = ClassFromDayForm(request.POST or None, initial={"on": today()})
    change = partial(place_all_in_class, pupils=group.pupils)
    return for_group(request, group, form, change, title="Change class", verb="Move")


def group_of(request: StaffRequest) -> Chosen:
    """The children of this address who were chosen."""
    return chosen(filtered(request), request.GET, request.membership)


def register_url(request: StaffRequest) -> str:
    """Back to the register as it was asked for, nobody ticked."""
    path = reverse("reports:register", kwargs={"school": request.school.slug})
    return Address(path, request.GET).having(pupil="", all="", letter="", way="")


def for_group(
    request: StaffRequest,
    group: Chosen,
    form: Form,
    change: Change,
    *,
    title: str,
    verb: str,
    template: str = "reports/chosen_form.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The form for the children chosen; sent, the change for all of them or for none."""
    back = register_url(request)
    refusal: RefusedForSome | None = None
    if form.is_bound and form.is_valid() and group.pupils:
        try:
            said = change(**form.cleaned_data) or f"Done for {group.words}."
        except RefusedForSome as refused:
            refusal = refused
        else:
            messages.success(request, said)
            return redirect(back)
    context = {
        "title": title,
        "action": f"{verb} {group.words}",
        "form": form,
        "group": group,
        "back_url": back,
        **_refused(request, group, refusal),
        **(context or {}),
    }
    log_list(request, [pupil.pk for pupil in group.pupils])
    status = MISTAKEN if form.is_bound else 200
    return render(request, template, context, status=status)


def _refused(
    request: StaffRequest, group: Chosen, refusal: RefusedForSome | None
) -> dict[str, Any]:
    """Who refuses and why, and the address without them."""
    if refusal is None:
        return {"problems": [], "rest_url": ""}
    return {"problems": refusal.problems, "rest_url": without(request.GET, group, refusal)}
