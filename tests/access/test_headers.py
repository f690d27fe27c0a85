"""What every signed-in page tells the browser, and what no log line may tell anybody."""

import logging
import re
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from pupils.models import AccessEntry
from tests.access.matrix import OF_NO_SCHOOL, PUBLIC, Page
from tests.access.test_entries import good_addresses
from tests.access.test_matrix import every_page
from tests.access.test_signed_out import PARTS
from tests.access.world import World, ask, marks_in

SHUT = ("script-src 'self'", "default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
EXACT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def faults(response: Any, *, signed_in: bool) -> list[str]:
    """What is missing of a page's headers."""
    found = [f"{name}" for name, value in EXACT.items() if response.headers.get(name) != value]
    policy = response.headers.get("Content-Security-Policy", "")
    found += [part for part in SHUT if part not in policy]
    found += [word for word in ("unsafe-inline", "unsafe-eval", "*", "http:") if word in policy]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if signed_in and response.headers.get("Cache-Control") != "no-store":
        found.append("no-store")
    return found


@pytest.mark.parametrize("route", [*OF_NO_SCHOOL, *PUBLIC])
def test_the_other_pages_too(world: World, route: str) -> None:
    """One's own pages are kept out of caches; the public ones have the same policy."""
    own = route in OF_NO_SCHOOL
    client = world.client("senco") if own else Client()
    response = ask(client, "GET", reverse(route, kwargs=PARTS.get(route)))
    assert faults(response, signed_in=own) == []


class Break(Exception):
    """Words of an exception that quotes a row."""


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What the site's own handler writes, as installed."""
    logging.disable(logging.NOTSET)
    root = logging.getLogger()
    handler = next(h for h in root.handlers if isinstance(h.formatter, ProcessorFormatter))
    assert isinstance(handler, logging.StreamHandler)
    stream, level = StringIO(), root.level
    before = handler.setStream(stream)
    root.setLevel(logging.INFO)
    yield stream
    root.setLevel(level)
    handler.setStream(before or sys.stderr)
    logging.disable(logging.CRITICAL)


@every_page
def test_every_page_stays_out_of_caches_frames_and_logs(
    world: World, row: Page, logged: StringIO
) -> None:
    """Strict policy, no frames, `no-store`, on refusals as on pages; logs hold ids only."""
    opened = [*good_addresses(world, row)[:1], ("gone", "/s/northfield/")]
    for person, path in opened:
        response = ask(world.client(person), row.first_method, path)
        assert faults(response, signed_in=True) == []
    assert len(logged.getvalue().splitlines()) >= 2 * len(opened)
    assert_nobody_in(logged.getvalue(), world)


def test_no_log_line_names_who_was_looked_for(world: World, logged: StringIO) -> None:
    """A search for a child's name, a refusal, a page that is not there, a sign-in."""
    searched = "/s/northfield/register/?q=Zqnorthfieldayla"
    for browser in (world.client("teacher_5a"), Client()):
        ask(browser, "GET", searched)
        ask(browser, "GET", "/s/northfield/Zqnorthfieldayla/")
    Client().post(reverse("account_login"), _typed(world))
    assert len(logged.getvalue().splitlines()) >= 5
    assert_nobody_in(logged.getvalue(), world)


def test_a_fault_is_logged_without_its_words(
    world: World, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that breaks while it holds a child's row leaves where, and not about whom."""

    def fail(*args: Any, **kwargs: Any) -> None:
        try:
            raise DatabaseError(
                f"refused\nDETAIL: Failing row contains ({world.cast.ayla.surname})"
            )
        except DatabaseError as fault:
            raise Break(world.cast.ayla.surname) from fault

    monkeypatch.setattr(AccessEntry, "save", fail)
    path = f"/s/northfield/pupils/{world.cast.ayla.pk}/"
    assert ask(world.client("senco"), "GET", path).status_code == 500
    text = logged.getvalue()
    assert "Break" in text
    assert "DatabaseError" in text
    assert "access_log.py" in text
    assert_nobody_in(text, world)


def test_keys_in_addresses_stay_out_of_logs(world: World, logged: StringIO) -> None:
    """A link that sets a password would otherwise lie in the log for whoever reads it."""
    ask(Client(), "GET", "/accounts/password/reset/key/7k-secretsecret/")
    assert "/accounts/password/reset/key/---/" in logged.getvalue()
    ask(Client(), "GET", "/s/northfield/join/secretsecret/")
    assert "/s/northfield/join/-/" in logged.getvalue()
    assert "secretsecret" not in logged.getvalue()


def assert_nobody_in(text: str, world: World) -> None:
    """Check that a log names no child and nobody of the staff."""
    assert not marks_in(text)
    for membership in world.people.values():
        assert membership.user.email not in text
        # A whole word: one of them is called Ta, and a log may well speak of a Task or a Table.
        assert not re.search(rf"\b{re.escape(membership.user.name)}\b", text)


def _typed(world: World) -> dict[str, str]:
    return {"login": world.cast.senco.user.email, "password": "Zqnorthfieldayla"}
