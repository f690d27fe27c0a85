"""Plans agreed and issued: both voices or the reasons, then frozen, printed, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from jobs.actions import start_job
from provision.actions.guards import refuse_closed
from provision.freezing import digest_of, freeze, sections_now
from provision.frozen import FrozenPlan
from provision.models import Agreement, IssuedPlan, Plan
from provision.models.plans import Withdrawn
from pupils.actions import Words, add_voice, withdraw_document
from pupils.models import Voice
from schools.models import DatedSetting
from schools.settings import setting

PRINT_TASK = "provision.tasks.print_issued"
MOST_AT_ONCE = 250


@dataclass(frozen=True)
class Side:
    """What a plan is agreed with on one side: a voice that was given, words, or why there are none.

    `words` are those of the plan's own section, kept as a voice.
    """

    voice: Voice | None = None
    words: str = ""
    why_none: str = ""


def may_issue(by: Membership, *, lets: bool | None = None) -> bool:
    """Whether a person may issue plans: the SENCO; teachers where the school lets them.

    `lets` says whether it does, where that was read already.
    """
    if by.can(Permission.ISSUE_PLANS):
        return True
    if not by.can(Permission.WRITE_PLANS):
        return False
    return setting(DatedSetting.Name.TEACHERS_ISSUE, today()) > 0 if lets is None else lets


@transaction.atomic
def agree_plan(
    *, plan: Plan, pupil: Side, parent: Side, by: Membership, seen: str = ""
) -> Agreement:
    """Record that a plan is agreed as it stands: both voices, or the reasons.

    `seen` is the digest of what whoever agrees read. Raises `Refused` where it is another now.
    """
    held = _held(plan)
    sections = sections_now(held)
    if not any(part.targets or part.strategies or part.text for part in sections):
        raise Refused("There is nothing in this plan yet.")
    digest = digest_of(sections)
    if seen and seen != digest:
        raise Refused("A colleague changed the plan meanwhile. Read it again, then agree to it.")
    row = Agreement(
        plan=held,
        pupil=held.pupil,
        pupil_voice=_voice(held, pupil, Voice.Whose.PUPIL, by),
        parent_voice=_voice(held, parent, Voice.Whose.PARENT, by),
        sha256=digest,
        agreed_by=by.user,
    )
    row.save()
    return row


def _voice(plan: Plan, side: Side, whose: str, by: Membership) -> Voice:
    """The voice of one side, kept where it is new."""
    who = "the child" if whose == Voice.Whose.PUPIL else "a parent"
    if side.voice is not None:
        voice = Voice.objects.given().filter(pk=side.voice.pk, pupil=plan.pupil, whose=whose)
        found: Voice | None = voice.first()
        if found is None:
            raise Refused(f"Those are no words of {who} that were given.")
        return found
    if side.words.strip():
        said = Words(
            whose=whose,
            on=today(),
            words=side.words,
            topic=plan.name,
            how=Voice.How.SPOKEN,
            hand=Voice.Hand.SUMMED,
        )
    elif side.why_none.strip():
        said = Words(whose=whose, on=today(), words=side.why_none, topic=plan.name, why_none=True)
    else:
        raise Refused(f"Choose what {who} said, or say why there is nothing.")
    return add_voice(pupil=plan.pupil, said=said, by=by, is_given=True)


@transaction.atomic
def issue_plan(*, plan: Plan, by: Membership) -> IssuedPlan:
    """Freeze a plan as it was agreed, as its next version, and have it printed.

    Raises `Refused` where it is not agreed, was changed since, or is issued as it stands.
    """
    assert by.school is not None  # nobody outside a school issues a plan
    if not may_issue(by):
        raise Refused("The SENCO issues plans: it is proposed, and on the SENCO's list.")
    held = _held(plan)
    agreement, sections = agreed(held), sections_now(held)
    if agreement is None:
        raise Refused("It is not agreed yet: choose what the child and the parents said first.")
    if agreement.sha256 != digest_of(sections):
        raise Refused("It was changed since it was agreed. Agree it again.")
    last = IssuedPlan.objects.filter(plan=held).order_by("-number").first()
    if last is not None and last.agreement_id == agreement.pk and not last.is_withdrawn:
        raise Refused("It is issued as it stands.")
    frozen = freeze(
        held,
        school=by.school,
        sections=sections,
        voices=[agreement.pupil_voice, agreement.parent_voice],
        before=last.frozen if last else _before(held),
        number=last.number + 1 if last else 1,
        on=today(),
        issued_by=by.user.name,
    )
    row = IssuedPlan(
        plan=held,
        pupil=held.pupil,
        agreement=agreement,
        key=held.template.key,
        evidence=held.template.evidence,
        number=frozen.number,
        content=frozen.content(),
        sha256=frozen.sha256,
        issued_on=today(),
        issued_by=by.user,
    )
    row.save()
    return have_printed(row)


def have_printed(row: IssuedPlan) -> IssuedPlan:
    """Ask a worker for the print of an issued version."""
    row.job = start_job(
        task=PRINT_TASK,
        title="Print of a plan",
        payload={"issued": row.pk},
        tells_starter=False,  # one for each of sixty plans would be sixty messages
    )
    row.save()
    return row


@transaction.atomic
def issue_plans(*, plans: Sequence[Plan], by: Membership) -> list[IssuedPlan]:
    """Issue many plans at the end of a round, all or none. Raises `Refused`, naming whose."""
    if not plans:
        raise Refused("Tick the plans to issue.")
    if len(plans) > MOST_AT_ONCE:
        raise Refused(f"At most {MOST_AT_ONCE} plans are issued at once. Tick fewer.")
    found = []
    for plan in plans:
        try:
            found.append(issue_plan(plan=plan, by=by))
        except Refused as refusal:
            raise Refused(f"{plan.pupil.name}, {plan.name}: {refusal}") from refusal
    return found


@transaction.atomic
def withdraw_issued(*, issued: IssuedPlan, because: str, by: User) -> IssuedPlan:
    """Take an issued version back: it counts for nothing, its print and links to it die.

    Raises `Refused` without a reason, or where it was taken back before.
    """
    held: IssuedPlan = IssuedPlan.objects.locked().get(pk=issued.pk)
    if held.is_withdrawn:
        raise Refused("This version was taken back already.")
    if not because.strip():
        raise Refused("Say why it is taken back.")
    _take_back(held, because, by)
    if held.document is not None:
        withdraw_document(document=held.document, because=because, by=by)
    return held


def _take_back(row: Withdrawn, because: str, by: User) -> None:
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.withdrawn_because = because.strip()
    row.save()


def agreed(plan: Plan) -> Agreement | None:
    """The last agreement of a plan that stands; one query."""
    rows = Agreement.objects.standing().filter(plan=plan)
    found: Agreement | None = (
        rows.select_related("pupil_voice", "parent_voice").order_by("-agreed_at", "-pk").first()
    )
    return found


def _held(plan: Plan) -> Plan:
    held: Plan = (
        Plan.objects.locked().select_related("pupil", "template").order_by().get(pk=plan.pk)
    )
    refuse_closed(held)
    return held


def _before(plan: Plan) -> FrozenPlan | None:
    """The last issued version of the plan this one was started from."""
    if plan.previous_id is None:
        return None
    rows = IssuedPlan.objects.standing().filter(plan=plan.previous_id)
    last = rows.order_by("-number").first()
    return last.frozen if last else None
