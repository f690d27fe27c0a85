"""Plans that were agreed and wait to be issued, for whoever issues them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import Membership
from common.dates import long_date
from provision.freezing import digest_of, sections_of_many
from provision.frozen import FrozenSection
from provision.models import Agreement, IssuedPlan, Plan


@dataclass(frozen=True)
class Waiting:
    """A plan that somebody agreed to: by whom and when, and why it cannot be issued, if so."""

    plan: Plan
    by: str
    when: str
    problem: str = ""

    @property
    def can_be_issued(self) -> bool:
        """Whether it is as it was agreed."""
        return not self.problem


def waiting_plans(reader: Membership) -> Sequence[Waiting]:
    """Those plans by child, each with why it cannot be issued, if so; six queries."""
    rows = to_be_issued(reader).select_related("pupil")
    plans: list[Any] = list(rows.order_by("pupil__surname", "pupil__forename", "name"))
    agreements = {
        row.plan_id: row
        for row in Agreement.objects.filter(
            pk__in=[plan.agreed_pk for plan in plans]
        ).select_related("agreed_by")
    }
    said = sections_of_many(plans)
    return [_waiting(plan, agreements[plan.pk], said[plan.pk]) for plan in plans]


def to_be_issued(reader: Membership) -> QuerySet[Plan]:
    """The plans a person may write in that were agreed since they were last issued."""
    last = Agreement.objects.standing().filter(plan=OuterRef("pk")).order_by("-agreed_at", "-pk")
    done = IssuedPlan.objects.filter(agreement=OuterRef("agreed_pk"))
    rows = Plan.objects.changeable_by(reader).annotate(agreed_pk=Subquery(last.values("pk")[:1]))
    found: QuerySet[Plan] = rows.filter(~Exists(done), agreed_pk__isnull=False)
    return found


def _waiting(plan: Plan, agreement: Agreement, said: Sequence[FrozenSection]) -> Waiting:
    is_same = agreement.sha256 == digest_of(said)
    return Waiting(
        plan=plan,
        by=agreement.agreed_by.name,
        when=long_date(agreement.agreed_at.date()),
        problem="" if is_same else "Changed since it was agreed: agree again",
    )
