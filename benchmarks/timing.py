"""Timing two things in one run, because a neighbour can slow this machine threefold."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.template import Template
from django.test.utils import _TestState


def medians(
    first: Callable[[], object], second: Callable[[], object], *, times: int
) -> tuple[float, float]:
    """The median seconds of each, taken in turns after one warm run of both."""
    taken: tuple[list[float], list[float]] = ([], [])
    with as_served():
        first(), second()
        for _ in range(times):
            for run, into in zip((first, second), taken, strict=True):
                began = time.perf_counter()
                run()
                into.append(time.perf_counter() - began)
    return statistics.median(taken[0]), statistics.median(taken[1])


@contextmanager
def as_served() -> Iterator[None]:
    """Render as the site does: the test environment copies the context of every template."""
    plain = _TestState.saved_data.template_render  # type: ignore[attr-defined]  # Django's own
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", plain)
        yield
