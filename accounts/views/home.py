"""Where a person goes after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.staff import schools_of


@require_safe
def home_redirect(request: HttpRequest) -> HttpResponse:
    """To the school a person works in; to a choice of schools when there are several."""
    memberships = schools_of(request.user)
    if len(memberships) == 1 and memberships[0].school:
        return redirect("reports:home", school=memberships[0].school.slug)
    return render(request, "accounts/home_redirect.html", {"memberships": memberships})
