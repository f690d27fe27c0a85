"""Concerns as lines of a list and as one page: what is told, to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import Permission
from accounts.roles import Role, holding
from accounts.staff import working_on
from common.dates import long_date, short_date, today
from pupils.models import Concern, NeedArea
from schools.models import School

From, Openness, Outcome = Concern.From, Concern.Openness, Concern.Outcome


@dataclass(frozen=True)
class ConcernLine:
    """One concern in a list: about whom, since when, from whom, and where it stands."""

    pk: int
    pupil_id: int
    child: str
    when: str
    by: str
    areas: str
    chip: tuple[str, str]
    openness: str
    is_draft: bool
    may_decide: bool


def with_people(rows: Any) -> Any:
    """Concerns with the people that lines name, in the same query."""
    return rows.select_related("pupil", "raised_by", "triaged_by", "observer__user")


def lines_of(rows: Any, reader: Membership) -> list[ConcernLine]:
    """Concerns as lines, in their order; one query beside that of the names of areas."""
    names = area_names()
    decides = reader.can(Permission.PLACE_ANYWHERE)
    return [_line(row, reader, names, decides=decides) for row in with_people(rows)]


def _line(row: Concern, reader: Membership, names: dict[str, str], *, decides: bool) -> ConcernLine:
    began = row.raised_at or row.started_at
    return ConcernLine(
        pk=row.pk,
        pupil_id=row.pupil_id,
        child=row.pupil.name,
        when=long_date(timezone.localdate(began)),
        by=from_words(row),
        areas=areas_words(row, names),
        chip=state_of(row, reader),
        openness=_openness_words(row, reader),
        is_draft=row.raised_at is None,
        may_decide=decides and row.is_undecided and row.raised_at is not None,
    )


def state_of(concern: Concern, reader: Membership) -> tuple[str, str]:
    """Where a concern stands, as a chip: its colour and its words."""
    if concern.withdrawn_at:
        return "off", "Taken back"
    if concern.raised_at is None:
        return "off", "Draft"
    if not tells_decision(concern, reader):
        return "info", "With the SENCO"
    if concern.outcome == Outcome.OBSERVE and concern.observe_on:
        late = concern.observe_on < today()
        return "late" if late else "info", f"Observation by {short_date(concern.observe_on)}"
    if concern.outcome == Outcome.STAGE:
        return "done", concern.outcome_words
    return ("done", "Resolved") if concern.outcome else ("due", "New")


def tells_decision(concern: Concern, reader: Membership) -> bool:
    """Whether a reader is told what was decided.

    Whoever raised a concern that is concealed now sees that it arrived, and no more.
    """
    if concern.openness != Openness.CONCEALED:
        return True
    return reader.can(Permission.RESTRICT_CONCERNS)


def _openness_words(concern: Concern, reader: Membership) -> str:
    if concern.openness == Openness.OPEN or not tells_decision(concern, reader):
        return ""
    return str(concern.get_openness_display()).partition(":")[0]


def from_words(concern: Concern) -> str:
    """Who raised it, and for whom: `Tom Ash, for Jo Reed (mother)`."""
    by = concern.raised_by.name if concern.raised_by else ""
    if concern.whose == From.STAFF and not concern.from_name:
        return by
    role = f" ({concern.from_role})" if concern.from_role else ""
    whom = f"{concern.from_name}{role}"
    return f"{by}, for {whom}" if by and concern.from_name else by or whom


def area_names() -> dict[str, str]:
    """The areas of need by code; one query."""
    return dict(NeedArea.objects.values_list("code", "name"))


def areas_words(concern: Concern, names: dict[str, str]) -> str:
    """The areas of need of a concern, in words."""
    return ", ".join(names.get(code, code) for code in concern.areas)


def facts_of(concern: Concern) -> list[tuple[str, str]]:
    """What is known around a concern, label by label."""
    know = concern.get_parents_know_display()
    if concern.why_not_told:
        know = f"{know}: {concern.why_not_told}"
    raised = long_date(timezone.localdate(concern.raised_at)) if concern.raised_at else ""
    found = [
        ("Raised", raised),
        ("By", from_words(concern)),
        ("Areas of need", areas_words(concern, area_names())),
        ("Parents know", str(know)),
        ("Form", concern.kind_name),
    ]
    return [(label, value) for label, value in found if value]


@dataclass(frozen=True)
class Safeguarding:
    """Whom to tell at once when a child may be at risk of harm."""

    name: str
    phone: str

    @property
    def words(self) -> str:
        """Name and number; where neither is known, who knows."""
        known = [part for part in (self.name, self.phone) if part]
        return ", ".join(known) or "the school office knows who it is"


def safeguarding_lead(school: School) -> Safeguarding:
    """The DSL as the school names them; else whoever holds that role: one query at most."""
    if school.dsl_name:
        return Safeguarding(school.dsl_name, school.dsl_phone)
    rows = working_on(today()).filter(holding(Role.DSL), starts_on__lte=today())
    names: Iterable[str] = rows.values_list("user__name", flat=True)
    return Safeguarding(" or ".join(sorted(names)), school.dsl_phone)
