"""One move for several children of the register who stand at the same stage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import StaffRequest, requires
from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from pupils.access_log import log_list
from reports.chosen import Chosen, children
from reports.forms.chosen_moves import ChosenMoveForm, Mover
from reports.register_filters import Address
from reports.views.chosen import for_group, group_of, register_url, show_and_save
from stages.actions.many import Sorted, Way, move_many, origin_of, sort_out
from stages.actions.points import standpoints_of
from stages.choices import Move, Ways, ways_in_use
from stages.guiding import guides_of
from stages.rules import Standpoint

BETWEEN = "~"  # in the address, between where children stand and the way they take


@dataclass(frozen=True)
class WayLine:
    """A way to choose: the move as of one child, and how many can take it."""

    move: Move
    count: str
    url: str


@requires(Permission.PLACE_BELOW_REGISTER)
@show_and_save
def chosen_move(request: StaffRequest) -> HttpResponse:
    """First the way, of those open to the children chosen; then the move, with what each lacks."""
    group, ways = group_of(request), ways_in_use()
    points = standpoints_of(group.pupils, ways.stages) if ways else []
    way = Way(*request.GET.get("way", "").partition(BETWEEN)[::2])
    found = sort_out(points, ways, way, request.membership) if ways and way.move else None
    if found is None or not found.ready:
        return _choose(request, group, points, ways)
    looks = request.method != "POST" or "preview" in request.POST
    form = _form(request, found, looks=looks)
    if looks and getattr(request, "htmx", False) and request.method == "POST":
        return render(request, "reports/_chosen_move_rows.html", {"form": form})
    move = found.ready[0][1]
    context = {
        "action": f"Move {children(len(found.ready))}",
        "move": move,
        "left_out": found.left_out,
        "others_url": Address(request.path, request.GET).having(way=""),
        "rest_url": "",  # the form itself leaves a child out, and keeps what was typed
        "origins": [],
    }

    def carry_out(**_: Any) -> str:
        made = move_many(
            pupils=form.taken,
            way=way,
            on=form.cleaned_data["on"],
            by=request.membership,
            seen=form.of_each("seen"),
            why_without=form.of_each("why"),
            **form.decision(),
        )
        return f"{move.where}: {children(len(made))} moved."

    template = "reports/chosen_move.html"
    named = {"title": "Move", "verb": "Move", "template": template}
    return for_group(request, group, form, carry_out, **named, context=context)


def _form(request: StaffRequest, found: Sorted, *, looks: bool) -> ChosenMoveForm:
    """The form with what each child lacks on the day typed; a look at it validates nothing."""
    guides = guides_of([point.pupil for point, _ in found.ready], _day(request))
    movers = []
    for point, move in found.ready:
        guide = guides.get(point.pupil.pk)
        movers.append(Mover(point.pupil, point.head, guide.missing(move) if guide else ()))
    stage = found.ready[0][1].stage
    typed: dict[str, Any] = {}
    if looks and request.method == "POST":
        ticks = {f"in_{mover.pupil.pk}": False for mover in movers}
        typed = {**ticks, **request.POST.dict()}
    return ChosenMoveForm(
        None if looks else request.POST,
        initial=typed,
        movers=movers,
        list_name=stage.list_name if stage else "",
    )


def _day(request: StaffRequest) -> date:
    """The day typed; today where it cannot be."""
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        return today()
    return min(day, today())


def _choose(
    request: StaffRequest, group: Chosen, points: Sequence[Standpoint], ways: Ways | None
) -> HttpResponse:
    """The ways to choose from, by where the children stand."""
    origins: dict[str, list[Standpoint]] = {}
    for point in points:
        origins.setdefault(origin_of(point), []).append(point)
    context = {
        "title": "Move",
        "group": group,
        "back_url": register_url(request),
        "origins": [
            (_place(there), children(len(there)), *_split(request, ways, key, there))
            for key, there in origins.items()
            if ways
        ],
    }
    log_list(request, [pupil.pk for pupil in group.pupils])
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/chosen_move.html", context, status=status)


def _place(points: Sequence[Standpoint]) -> str:
    stage = points[0].stage
    return stage.title if stage else "Not on the ladder"


def _split(
    request: StaffRequest, ways: Ways, origin: str, points: Sequence[Standpoint]
) -> tuple[list[WayLine], list[WayLine]]:
    """The school's own ways from a stage, and every other move."""
    found = list(_lines(request, ways, origin, points))
    own = [line for line in found if line.move.words]
    return own, [line for line in found if not line.move.words]


def _lines(
    request: StaffRequest, ways: Ways, origin: str, points: Sequence[Standpoint]
) -> Iterator[WayLine]:
    address, by = Address(request.path, request.GET), request.membership
    for value in dict.fromkeys(_values(points, ways, by)):
        ready = sort_out(points, ways, Way(origin, value), by).ready
        if ready:
            url = address.having(way=f"{origin}{BETWEEN}{value}")
            yield WayLine(ready[0][1], children(len(ready)), url)


def _values(points: Sequence[Standpoint], ways: Ways, by: Membership) -> Iterator[str]:
    for point in points:
        yield from (move.value for move in ways.moves(point, by))
