"""How a story runs along each ladder: which stages it passes, by the ladder's own routes."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from reports.demo.shares import Kind
from stages.ladder import OFF, LadderSpec
from stages.presets import preset


@dataclass(frozen=True)
class Course:
    """A ladder's stages by their part in a story, each in order.

    `request` is where an EHC assessment is asked for (empty where the ladder has no such stage),
    `plan` where a child with a plan in force is, `beside` the overlay of outside agencies.
    """

    watch: tuple[str, ...]
    support: tuple[str, ...]
    plan: str
    request: str = ""
    beside: str = ""


COURSES = {
    "send-overview": Course(
        ("stage-1", "stage-2"), ("stage-3", "stage-4"), "stage-6", request="stage-5"
    ),
    "all-saints": Course(
        ("step-1", "step-2", "step-3"), ("step-4",), "step-6", request="step-6", beside="step-5"
    ),
    "my-support-plan": Course(
        ("profile",),
        ("sen-support", "my-support-plan"),
        "ehc-assessment",
        request="ehc-assessment",
    ),
    "eight-steps": Course(
        ("step-1", "step-2", "step-3"),
        ("step-4", "step-8-continue"),
        "step-8-ehcp",
        request="step-7-apply",
    ),
    "ludlow-junior": Course(("stage-2", "stage-3"), ("stage-4",), "stage-5"),
    "reform-layers-2026": Course((), ("targeted", "targeted-plus"), "specialist"),
}


def path_for(kind: Kind, ladder: str, depth: int) -> list[str]:
    """The stages a story of this kind passes, ending with `off` when it left the ladder.

    `depth` from 0 says how far a child below the register has come.
    """
    course, spec = COURSES[ladder], preset(ladder)
    watch, support = list(course.watch), list(course.support)
    asked = [course.request] if course.request else []
    some = watch[: 1 + depth % max(1, len(watch))]
    ways = {
        Kind.WATCHED: some or support[:1],
        Kind.WATCHED_OFF: [*(some or support[:1]), OFF],
        Kind.SUPPORT: [*watch, support[0]],
        Kind.DEEPER: [*watch, *support],
        Kind.STEPPED_BACK: [*watch, support[0], *(watch[-1:] or [OFF])],
        Kind.SUPPORT_OFF: [*watch, support[0], OFF],
        Kind.ASKED: [*watch, *support, *asked],
        Kind.REFUSED: [*watch, *support, *asked, *(support[-1:] if asked else [])],
        Kind.PLAN: [*watch, *support, *asked, course.plan],
    }
    return along_routes(spec, ways.get(kind, []))


def along_routes(spec: LadderSpec, marks: Iterable[str]) -> list[str]:
    """Every stage passed on the way by these, by routes of the ladder and no other way."""
    path: list[str] = []
    for mark in marks:
        if not path:
            path.append(mark)
        elif mark != path[-1]:
            path += _way(spec.key, path[-1], mark)
    return path


@cache
def _way(ladder: str, origin: str, to: str) -> list[str]:
    """The shortest way from one stage to another, without the first; no plan comes and goes."""
    spec = preset(ladder)
    ahead = deque([[origin]])
    while ahead:
        path = ahead.popleft()
        for route in spec.routes_from(path[-1]):
            if route.to == to:
                return [*path[1:], to]
            if route.to in path or route.to == OFF:
                continue
            if not spec.stage(route.to).needs_ehc_plan:
                ahead.append([*path, route.to])
    raise LookupError(f"{ladder} has no way from {origin} to {to}")


def words_between(spec: LadderSpec, origin: str, to: str) -> str:
    """The printed words of the route between two stages; empty for a first stage without one."""
    if not origin:
        origin = next((stage.key for stage in spec.stages if stage.universal), "")
    return next((row.words for row in spec.routes if (row.origin, row.to) == (origin, to)), "")
