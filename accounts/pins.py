"""Rules of the six digits that switch people on a shared tablet. Pure: no database, no clock."""

from datetime import datetime, time, timedelta
from itertools import pairwise

DIGITS = 6
DEMO_PIN = "482915"  # of every teaching assistant of the demo, which cannot run in production
TRIES = 5  # wrong ones in a row before a PIN is locked
IDLE = timedelta(minutes=5)
# Clubs and meetings end by then; what begins later ends with the day.
DAY_ENDS_AT = time(18, 0)


def refusal_of(pin: str) -> str:
    """Why these digits cannot be a PIN, in one sentence; empty when they can."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        return "A PIN is six digits."
    if _is_easy(pin):
        return (
            "That is one of the first a child would try. Choose six digits that follow no pattern."
        )
    return ""


def _is_easy(pin: str) -> bool:
    """One or two different digits, a repeated half or pair, or a step from each to the next."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return len(set(pin)) <= 2 or len(steps) == 1 or pin[:3] == pin[3:] or pin[:2] * 3 == pin


def session_ends(begun: datetime) -> datetime:
    """When a session on a tablet is over at the latest: with the school day, or with the day.

    `begun` and the answer are in the school's own time.
    """
    evening = datetime.combine(begun.date(), DAY_ENDS_AT, begun.tzinfo)
    if begun < evening:
        return evening
    return datetime.combine(begun.date() + timedelta(days=1), time(0), begun.tzinfo)
