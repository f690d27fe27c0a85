"""Where people are signed in: told at sign-in, seen again at most every quarter of an hour."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.browsers import browser_in_words
from accounts.models import BrowserSession

NOTE = "browser_session"
SEEN_EVERY = 15 * 60  # seconds between two writes of when a browser was last seen


def begin_session(request: HttpRequest, user: Any, *, tablet: str = "") -> None:
    """Note a sign-in; what is left of sessions that are over goes. `tablet` is a shared one."""
    _forget(_rows_of(user))
    made = BrowserSession.objects.create(
        user=user,
        key=request.session.session_key or "",
        browser=tablet or browser_in_words(request.headers.get("User-Agent", "")),
    )
    request.session[NOTE] = {"pk": made.pk, "key": made.key, "seen": int(time.time())}


def keep_session(request: HttpRequest) -> None:
    """Note that a browser was seen, or that its session has another key; usually writes nothing."""
    note = request.session.get(NOTE)
    if not note:
        return
    now, key = int(time.time()), request.session.session_key
    if note["key"] == key and now - note["seen"] < SEEN_EVERY:
        return
    rows = BrowserSession.objects.filter(pk=note["pk"])
    rows.update(key=key, seen_at=timezone.now())
    request.session[NOTE] = note | {"key": key, "seen": now}


def sessions_of(user: Any) -> list[BrowserSession]:
    """The browsers a person is signed in with now, the one seen last first."""
    rows = list(_rows_of(user).order_by("-seen_at", "-pk"))
    alive = _alive(rows)
    return [row for row in rows if row.key in alive]


def end_sessions(rows: Iterable[BrowserSession]) -> int:
    """Sign browsers out, from their very next request; gives how many."""
    ended = list(rows)
    for row in ended:
        SessionStore(row.key).delete()
        row.delete()
    return len(ended)


def end_sessions_of(user: Any, *, but: str | None = None) -> int:
    """Sign a person out of every browser, or of all but the one whose session is `but`."""
    rows = _rows_of(user)
    return end_sessions(rows.exclude(key=but) if but else rows)


def _rows_of(user: Any) -> "QuerySet[BrowserSession]":
    return BrowserSession.objects.filter(user_id=user.pk).select_related("user")


def _forget(rows: Any) -> None:
    """Delete the rows whose session is over."""
    alive = _alive(rows)
    rows.exclude(key__in=alive).delete()


def _alive(rows: Iterable[BrowserSession]) -> set[str]:
    """The keys of sessions that are neither over nor ended for the person as a whole."""
    owners = {row.key: row.user for row in rows}
    found = Session.objects.filter(session_key__in=owners, expire_date__gt=timezone.now())
    return {
        session.session_key
        for session in found
        if session.get_decoded().get(HASH_SESSION_KEY)
        == owners[session.session_key].get_session_auth_hash()
    }


@dataclass(frozen=True)
class Place:
    """One line of the list of browsers."""

    pk: int
    browser: str
    since: datetime
    seen: datetime
    is_here: bool


def places_of(user: Any, key: str | None = None) -> list[Place]:
    """Where a person is signed in; `key` is the session of the browser that asks."""
    return [
        Place(row.pk, row.browser, row.began_at, row.seen_at, is_here=row.key == key)
        for row in sessions_of(user)
    ]
