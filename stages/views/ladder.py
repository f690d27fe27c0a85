"""The school's ladder on one page, and choosing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from accounts.setting_up import onward
from common.errors import Refused
from stages.actions import adopt_preset
from stages.contexts import ladder_in_use, ladder_page
from stages.contexts.editor import draft_bar
from stages.drafting import bench
from stages.forms import AdoptForm
from stages.presets import presets


@requires(Permission.VIEW_HOME)
@require_safe
def ladder_detail(request: StaffRequest) -> HttpResponse:
    """The ladder in plain words, stage by stage; about no child, so open to all staff."""
    spec, may_edit = ladder_in_use(), request.membership.can(Permission.EDIT_LADDER)
    desk = bench() if spec and may_edit else None
    context = {
        "ladder": ladder_page(spec) if spec else None,
        "may_choose": may_edit,
        "bar": draft_bar(desk) if desk else None,
    }
    return render(request, "stages/ladder_detail.html", context)


@requires(Permission.EDIT_LADDER)
@require_http_methods(["GET", "POST"])
def ladder_adopt(request: StaffRequest) -> HttpResponse:
    """Choose the ladder a school starts from; only while it has none."""
    if request.method == "GET" and ladder_in_use():
        return redirect("stages:ladder_detail", school=request.school.slug)
    form = AdoptForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            adopt_preset(school=request.school, key=form.cleaned_data["key"], by=request.membership)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The ladder is in place.")
            return onward(request, "stages:ladder_detail")
    context = {"form": form, "presets": [ladder_page(spec) for spec in presets()]}
    return render(request, "stages/ladder_adopt.html", context, status=422 if form.errors else 200)
