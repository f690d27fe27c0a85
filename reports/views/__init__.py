"""Pages that combine rooms."""

from django.http import HttpResponse

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission


@requires(Permission.VIEW_HOME)
def home(request: StaffRequest) -> HttpResponse:
    return HttpResponse("home")


@requires(Permission.VIEW_REGISTER)
def register(request: StaffRequest) -> HttpResponse:
    return HttpResponse("register")
