"""Deciding about a concern: what is open to a person, and carrying it out in one transaction."""

from typing import Any, cast

from django.db import transaction
from django.forms import ChoiceField

from accounts.clash import ClashField, ClashView, when_words, who_words
from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from pupils.actions import decide
from pupils.models import Concern
from reports.forms.concerns import TriageForm
from schools.records import EditClash
from stages.actions import place
from stages.actions.line import standpoint_of
from stages.choices import Move, moves_from
from stages.models import StageRecord
from stages.rules import PLAN, Standpoint


def stages_to_agree(point: Standpoint, by: Membership) -> list[Move]:
    """The stages this person may agree on for a child, the school's own routes first."""
    return [
        move
        for move in moves_from(point, by)
        if move.is_allowed
        and move.stage is not None
        and not (move.stage.needs_ehc_plan and point.code_now != PLAN)
    ]


def may_decide(concern: Concern, by: Membership) -> bool:
    """Whether a person can decide about this concern now."""
    waits = concern.is_undecided and concern.raised_at is not None
    return waits and decides_about(concern, by)


def decides_about(concern: Concern, by: Membership) -> bool:
    """Whether deciding about this concern is for a person: the SENCO, or a teacher the ladder lets.

    A teacher decides only about a child for whom there is a stage they may agree on.
    """
    if not Concern.objects.triageable_by(by).filter(pk=concern.pk).exists():
        return False
    if by.can(Permission.PLACE_ANYWHERE):
        return True
    return bool(stages_to_agree(standpoint_of(concern.pupil), by))


@transaction.atomic
def triage(*, concern: Concern, form: TriageForm, by: Membership) -> Concern:
    """Carry out what a valid form decided. Raises `Refused`, `NotAllowed` and `EditClash`."""
    given, move = form.cleaned_data, form.move
    stage = move.stage if move else None
    if move and stage:
        decision = form.decision()
        decision["went_on_because"] = given["reason"]
        place(
            pupil=concern.pupil,
            stage=stage,
            on=today(),
            by=by,
            expected=given["expected"],
            route_words=move.words,
            **decision,
        )
    return decide(
        concern=concern,
        outcome=Concern.Outcome.STAGE.value if stage else given["outcome"],
        words=stage.title[:200] if stage else "",
        reason=given["reason"],
        by=by.user,
        expected=given["version"],
        observation=form.observation,
    )


def clash_shown(clash: EditClash, form: TriageForm) -> ClashView:
    """What somebody else decided meanwhile, beside what was about to be."""
    current, outcome = clash.current, cast(ChoiceField, form.fields["outcome"])
    mine: dict[Any, Any] = dict(cast(Any, outcome.choices))
    yours = mine.get(form.cleaned_data["outcome"], "")
    if isinstance(current, StageRecord):
        theirs = current.stage.title if current.stage else "Off the ladder"
        by, at = current.recorded_by, current.recorded_at
    else:
        theirs = current.outcome_words or current.get_outcome_display() or "Changed"
        last = Concern.history.filter(id=current.pk).order_by("-history_id").first()
        by, at = last.history_user, last.history_date
    rows = [
        ClashField("What follows", yours, str(theirs)),
        ClashField("Why", form.cleaned_data["reason"], current.reason),
    ]
    return ClashView(by=who_words(by), when=when_words(at), fields=rows, merged=[])
