"""While a school is being set up, a page that ends leads back to the list of steps."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import StaffRequest
from accounts.permissions import Permission


def is_setting_up(request: StaffRequest) -> bool:
    """Whether the school is not live yet and this person may set it up."""
    return request.school.go_live_on is None and request.membership.can(Permission.EDIT_SCHOOL)


def onward(request: StaffRequest, route: str, **kwargs: Any) -> HttpResponse:
    """To the steps of set-up while it is unfinished; afterwards to the page named."""
    slug = request.school.slug
    if is_setting_up(request):
        return redirect("reports:setup", school=slug)
    return redirect(route, school=slug, **kwargs)
