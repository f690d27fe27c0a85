"""What stands around every page: the school's name, the way to go on by role, the demo's notice."""

from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import StaffRequest
from accounts.permissions import Permission
from accounts.school_accounts import KNOWN
from accounts.setting_up import is_setting_up
from accounts.tablets import COOKIE


class NavItem(NamedTuple):
    """One entry of the bar at the top (and, on a phone, at the bottom)."""

    label: str
    url: str
    current: bool


# The pages a person may go to from anywhere: label, permission, route. Only pages that exist.
HOME = "reports:home"
SETTING_UP = ("reports:setup", "stages:go_live", "stages:staging_")
NAVIGATION = [
    ("Home", Permission.VIEW_HOME, HOME),
    ("Register", Permission.VIEW_REGISTER, "reports:register"),
    ("Ladder", Permission.VIEW_STAGE, "stages:ladder_detail"),
    ("Import", Permission.IMPORT_PUPILS, "pupils:import_new"),
    ("School", Permission.EDIT_SCHOOL, "reports:school_detail"),
    ("People", Permission.MANAGE_PEOPLE, "accounts:person_list"),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of the base page; empty of school and navigation where there is no school."""
    membership = getattr(request, "membership", None)
    context: dict[str, Any] = {
        "demo_notice": settings.DEMO,
        "setting_up": False,
        "tablet": getattr(request, "tablet", None),
        "is_tablet": COOKIE in request.COOKIES,
        "names_mode": hidden_names(request),
        "school_accounts": [(key, KNOWN[key].name) for key in settings.SCHOOL_ACCOUNTS],
    }
    if membership is not None:
        context |= {
            "school": membership.school,
            "membership": membership,
            "nav": list(nav_of(request)),
            "setting_up": is_setting_up(cast(StaffRequest, request)) and not _on_setup(request),
            "can": {permission.name.lower() for permission in membership.permissions},
        }
    return context


def _on_setup(request: HttpRequest) -> bool:
    """Whether this is the page of the steps, or of the last one, which lead on by themselves."""
    match = request.resolver_match
    return match is not None and match.view_name.startswith(SETTING_UP)


def hidden_names(request: HttpRequest) -> str:
    """How this browser hides names: `blank`, `initials`, or not (js/names.js)."""
    mode = request.COOKIES.get("names", "")
    return mode if mode in {"blank", "initials"} else ""


def nav_of(request: Any) -> Iterator[NavItem]:
    """The entries this person may use, in order; the one whose pages they are on is marked."""
    for label, permission, route in NAVIGATION:
        if request.membership.can(permission):
            url = reverse(route, kwargs={"school": request.school.slug})
            within = route != HOME and request.path.startswith(url)
            yield NavItem(label, url, current=within or request.path == url)
