"""One log line as a request begins and one as it ends: which page it was, and no more."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django_structlog.middlewares import RequestMiddleware

LOGGED_PARTS = frozenset({"school", "pk"})  # of an address; others may be keys


class RequestLog(RequestMiddleware):
    """Logs each request by its address without query and without keys."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {loggable_path(request)}"


def loggable_path(request: HttpRequest) -> str:
    """The path of a page of ours, keys left out; nothing of an address that is no page."""
    try:
        parts = resolve(request.path_info).kwargs
    except Resolver404:
        return "(no page)"
    path = request.path
    for name, value in parts.items():
        if name not in LOGGED_PARTS:
            path = path.replace(str(value), "-")
    return path
