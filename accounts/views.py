"""Where a person goes after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from common.dates import today


@require_safe
def home_redirect(request: HttpRequest) -> HttpResponse:
    """To the school a person works in; to a choice of schools when there are several."""
    rows = Membership.objects.on(today()).filter(user=request.user, school__isnull=False)
    memberships = list(rows.select_related("school").order_by("school__name"))
    if len(memberships) == 1:
        return redirect("reports:home", school=memberships[0].school.slug)
    return render(request, "accounts/home_redirect.html", {"memberships": memberships})
