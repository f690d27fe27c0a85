"""Timing two things in one run, because a neighbour can slow this machine threefold."""

import statistics
import time
from collections.abc import Callable


def medians(
    first: Callable[[], object], second: Callable[[], object], *, times: int
) -> tuple[float, float]:
    """The median seconds of each, taken in turns after one warm run of both."""
    first(), second()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for run, into in zip((first, second), taken, strict=True):
            began = time.perf_counter()
            run()
            into.append(time.perf_counter() - began)
    return statistics.median(taken[0]), statistics.median(taken[1])
