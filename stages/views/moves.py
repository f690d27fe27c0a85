"""Moving a child on the ladder."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.clash import ClashView
from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date, today
from pupils.models import Pupil
from schools.records import EditClash
from stages.actions import decide_to_stay, leave, place, token_of
from stages.actions.line import head_of, standpoint_of
from stages.choices import Move, moves_from, staying, stays_at
from stages.contexts import ways_ahead
from stages.forms import MoveForm
from stages.guiding import Guide, guide_of
from stages.models import StageRecord, StayDecision
from stages.rules import Standpoint
from stages.views.pages import attempt, clash_of, form_page, seen_again, to_stage


@requires(Permission.PLACE_BELOW_REGISTER)
@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """The guided move: the school's own routes, what each changes, and the decision.

    Asked for a preview nothing is saved: what is missing and what follows is told of the day typed.
    """
    pupil = get_object_or_404(Pupil.objects.changeable_by(request.membership), pk=pk)
    point = standpoint_of(pupil)
    day = _day(request, point)
    guide = guide_of(pupil, day)
    moves = _ways(point, request.membership, guide)
    looks = request.method == "GET" or "preview" in request.POST
    form = MoveForm(
        None if looks else request.POST,
        initial=request.POST.dict() if looks else {},
        moves=moves,
        here=staying(point),
        head=point.head,
        wanted=request.GET.get("to", ""),
        gaps=guide.gaps(moves) if guide else {},
    )
    shown = {"point": point, "ahead": ways_ahead(point.stage, guide), "day": day}
    if looks and getattr(request, "htmx", False) and request.method == "POST":
        return render(request, "stages/_move_ahead.html", {"form": form, "swapped": True, **shown})
    clash = None
    if form.is_bound:
        if form.asked_past_the_choices():
            raise PermissionDenied
        if form.is_valid():
            done = attempt(form, lambda: _carry_out(request, pupil, form))
            if isinstance(done, (StageRecord, StayDecision)):
                return to_stage(request, pupil, _said(pupil, done))
            clash = _clash(pupil, form, done) if done else None
    return form_page(
        request,
        "stages/move.html",
        pupil,
        form,
        clash=clash,
        swapped=False,
        **shown,
    )


def _day(request: StaffRequest, point: Standpoint) -> date:
    """The day typed, for what is missing then and follows from it; today where it cannot be."""
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        return today()
    pupil = point.pupil
    first = point.head.starts_on if point.head else pupil.joined_on or pupil.born_on
    return day if first <= day <= today() else today()


def _ways(point: Standpoint, by: Membership, guide: Guide | None) -> list[Move]:
    """The school's own ways on, back, off and round, then every other stage."""
    found = moves_from(point, by)
    own = [move for move in found if move.words]
    if guide:
        own += stays_at(point, by, guide.ways_round(), guide.until_if_staying())
    return [*own, *(move for move in found if not move.words)]


def _carry_out(request: StaffRequest, pupil: Pupil, form: MoveForm) -> StageRecord | StayDecision:
    chosen, day = form.chosen, form.cleaned_data["on"]
    common = {
        "pupil": pupil,
        "on": day,
        "by": request.membership,
        "expected": form.cleaned_data["expected"],
        "route_words": chosen.words,
    }
    if chosen.stays:
        return decide_to_stay(**common, **form.decision())
    if chosen.stage is None:
        return leave(**common, **form.decision())
    return place(stage=chosen.stage, **common, **form.decision())


def _said(pupil: Pupil, record: StageRecord | StayDecision) -> str:
    if isinstance(record, StayDecision):
        return f"It is recorded that {pupil.shown_forename} stays: {record.route_words}."
    where = f"is at {record.stage.title}" if record.stage else "is off the ladder"
    return f"{pupil.shown_forename} {where} from {long_date(record.starts_on)}."


def _clash(pupil: Pupil, form: MoveForm, clash: EditClash) -> ClashView:
    """What the other person recorded, beside what was typed; saving again is then on top of it."""
    current = clash.current
    assert isinstance(current, StageRecord)
    typed = form.cleaned_data
    theirs = current.stage.title if current.stage else "Off the ladder"
    chosen = form.chosen
    seen_again(form, "expected", token_of(head_of(pupil)))
    seen_again(form, "to", chosen.value)
    return clash_of(
        current,
        [
            ("Where to", chosen.where, theirs),
            ("From", long_date(typed["on"]), long_date(current.starts_on)),
            ("Why", typed["reason"], current.reason),
        ],
    )
