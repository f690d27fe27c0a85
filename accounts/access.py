"""The door of every view: which school, who, and may they (architecture.md)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from accounts.factors import stepped_up
from accounts.models import Membership, Tablet
from accounts.permissions import Permission
from accounts.tablets import cut_to_tablet, is_on_tablet
from common.dates import today
from schools.models import School
from schools.tenancy import school_scope


class StaffRequest(HttpRequest):
    """A request that has passed `@requires`: its school and the membership it acts by."""

    school: School
    membership: Membership
    tablet: Tablet | None


View = Callable[..., HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def request_id() -> str:
    """The id that log lines and history rows of this request share."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def current_membership(user: Any, slug: str) -> Membership:
    """The membership a person holds today in the school of this address.

    Raises `Http404` for another school, an ended membership, or none.
    """
    rows = Membership.objects.on(today()).select_related("school", "user")
    membership = rows.filter(user=user, school__slug=slug).order_by("-starts_on").first()
    if membership is None or not membership.roles:
        raise Http404
    return membership


def requires(permission: Permission) -> Callable[[View], View]:
    """Let a view run only within the school of its address, for those with a permission.

    404 for a school that is not theirs, 403 without the permission. The view runs, and its page
    is rendered, inside `school_scope`; it takes the request and what follows the school's slug.
    A session that began with a PIN on a shared tablet has a TA's rights, whatever else they are.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def within_school(
            request: StaffRequest, school: str, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            membership = current_membership(request.user, school)
            if not cut_to_tablet(request, membership):
                raise Http404
            if not membership.can(permission):
                raise PermissionDenied
            assert membership.school is not None  # chosen by its slug
            request.membership, request.school = membership, membership.school
            writes = request.method not in SAFE_METHODS
            with school_scope(
                membership.school, by=membership.user, request_id=request_id(), writes=writes
            ):
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                    response.render()
                return response

        within_school.permission = permission  # type: ignore[attr-defined]  # read by the matrix
        return within_school

    return decorate


def asking_again(request: HttpRequest, *, back: str = "") -> str:
    """The page that asks for the second factor a person has, then leads to this one or `back`."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    page = ways[0]["url"] if ways else reverse("mfa_reauthenticate")
    return f"{page}?{urlencode({'next': back or request.get_full_path()})}"


def step_up(view: View) -> View:
    """Ask for the second factor again before a view, unless given within ten minutes.

    403 on a shared tablet, where a PIN is all there is.
    """

    @wraps(view)
    def after_second_factor(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_on_tablet(request):
            raise PermissionDenied
        if stepped_up(request):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(asking_again(request))

    after_second_factor.steps_up = True  # type: ignore[attr-defined]  # read by the matrix
    return after_second_factor
