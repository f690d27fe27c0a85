"""A tick of the reminders in a process of its own, which kills itself at a point of its sending.

`python -m tests.reviews.killed MOMENT [POINT NTH]`: the nth time that point is reached, the process
is gone, as with `kill -9`; nothing it holds is put away.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

POINTS = ("making", "before-claim", "after-claim", "after-accept", "before-mark")


def gone() -> None:
    """Die at once."""
    os.kill(os.getpid(), signal.SIGKILL)


def nth(count: int, call: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    """A function that dies before or after its nth call."""
    calls = 0

    def instead(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == count and not after:
            gone()
        given = call(*args, **kwargs)
        if calls == count:
            gone()
        return given

    return instead


def arm(point: str, count: int) -> None:
    """Put death at a point of the code that runs."""
    from django.core.mail import EmailMessage

    from jobs import outbox
    from reviews import digests

    places: dict[str, tuple[Any, str, bool]] = {
        "making": (digests, "post", True),
        "before-claim": (outbox, "_claim", False),
        "after-claim": (outbox, "_claim", True),
        "after-accept": (EmailMessage, "send", True),
        "before-mark": (outbox, "_mark", False),
    }
    place, name, after = places[point]
    setattr(place, name, nth(count, getattr(place, name), after=after))


def main(moment: str, point: str = "", count: str = "1") -> None:
    """Tick, and perhaps die."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senregister.settings")
    django.setup()
    from django.core.management import call_command

    if point:
        arm(point, int(count))
    call_command("send_due", "--json", "--now", moment)


if __name__ == "__main__":
    main(*sys.argv[1:])
