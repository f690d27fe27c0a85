"""Plans that pages are about; `kinds` puts them beside the other kinds."""

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from provision.actions import keep_template
from provision.choosing import key_of
from provision.freezing import digest_of, freeze, sections_now
from provision.models import (
    Agreement,
    BankItem,
    IssuedPlan,
    Plan,
    PlanCopy,
    PlanPrint,
    PlanSection,
    ProgressNote,
    Strategy,
    Target,
)
from provision.offered import templates_offered
from provision.sections import Sort
from pupils.models import Document, Pupil
from tests.access.voice_kinds import voice
from tests.cast import Cast, marker

AT = datetime(2025, 9, 8, 12, tzinfo=ZoneInfo("Europe/London"))
SINCE = date(2025, 9, 8)


def plan(cast: Cast, pupil: Pupil) -> Plan:
    """A plan of the ladder's first kind, with one of everything, every word naming the child."""
    known = Plan.objects.filter(pupil=pupil).first()
    if known:
        found: Plan = known
        return found
    template = keep_template(templates_offered()[0])
    made: Plan = Plan.objects.create(
        pupil=pupil,
        template=template,
        name=template.name,
        starts_on=SINCE,
        begun_at=AT,
        begun_by=cast.senco.user,
    )
    for place, part in enumerate(template.parts, start=1):
        PlanSection.objects.create(plan=made, pupil=pupil, place=place, **_of(cast, pupil, part))
    return made


def _of(cast: Cast, pupil: Pupil, part: Any) -> dict[str, Any]:
    mark = marker(cast.school, pupil.forename.lower())
    rows = part.sort in (Sort.TARGETS, Sort.STRATEGIES)
    return part.as_json() | {
        "text": "" if rows else f"{mark} {part.key}",
        "written_at": AT,
        "written_by": cast.senco.user,
    }


def plan_section(cast: Cast, pupil: Pupil) -> PlanSection:
    """A section with the child's words."""
    made: PlanSection = plan(cast, pupil).sections.get(key="pupil_voice")
    return made


def plan_target(cast: Cast, pupil: Pupil) -> Target:
    """A target."""
    mark = marker(cast.school, pupil.forename.lower())
    made: Target = Target.objects.create(
        plan=plan(cast, pupil),
        pupil=pupil,
        place=1,
        what=f"{mark} reads",
        baseline=f"{mark} begins",
        unit="words",
        value_from=5,
        value_aim=18,
        written_at=AT,
        written_by=cast.senco.user,
    )
    return made


def plan_strategy(cast: Cast, pupil: Pupil) -> Strategy:
    """Something that helps."""
    mark = marker(cast.school, pupil.forename.lower())
    made: Strategy = Strategy.objects.create(
        plan=plan(cast, pupil),
        pupil=pupil,
        place=1,
        words=f"{mark} mat",
        source=f"{mark} report",
        written_at=AT,
        written_by=cast.senco.user,
    )
    return made


def progress_note(cast: Cast, pupil: Pupil) -> ProgressNote:
    """A note of how the target goes, by the SENCO."""
    mark = marker(cast.school, pupil.forename.lower())
    target = plan(cast, pupil).targets.first() or plan_target(cast, pupil)
    made: ProgressNote = ProgressNote.objects.create(
        target=target,
        pupil=pupil,
        on=SINCE,
        value=7,
        words=f"{mark} note",
        written_at=AT,
        written_by=cast.senco.user,
    )
    return made


def out(make: Callable[[Cast, Pupil], Any]) -> Callable[[Cast, Pupil], Any]:
    """Another of a kind, that was taken out of its plan."""

    def made(cast: Cast, pupil: Pupil) -> Any:
        row = make(cast, pupil)
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = AT, cast.senco.user, "Twice"
        row.save()
        return row

    return made


def agreement(cast: Cast, pupil: Pupil) -> Agreement:
    """The plan agreed, with words of both."""
    of = plan(cast, pupil)
    made: Agreement = Agreement.objects.create(
        plan=of,
        pupil=pupil,
        pupil_voice=voice(cast, pupil, whose="pupil"),
        parent_voice=voice(cast, pupil),
        sha256=digest_of(sections_now(of)),
        agreed_by=cast.senco.user,
    )
    return made


def issued_plan(cast: Cast, pupil: Pupil) -> IssuedPlan:
    """A version the SENCO issued, with its print (see `files_of`)."""
    of, mark = plan(cast, pupil), marker(cast.school, pupil.forename.lower())
    agreed = agreement(cast, pupil)
    frozen = freeze(
        of,
        school=cast.school,
        sections=sections_now(of),
        voices=[agreed.pupil_voice, agreed.parent_voice],
        before=None,
        number=1,
        on=SINCE,
        issued_by=cast.senco.user.name,
    )
    document: Document = Document.objects.create(
        pupil=pupil,
        kind="sen_targets",
        title=f"{mark} targets",
        on=SINCE,
        is_issued=True,
        file=f"{mark}.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        added_by=cast.senco.user,
    )
    made: IssuedPlan = IssuedPlan.objects.create(
        plan=of,
        pupil=pupil,
        agreement=agreed,
        key="sen_targets",
        evidence="targets",
        number=1,
        content=frozen.content(),
        sha256=frozen.sha256,
        issued_on=SINCE,
        issued_by=cast.senco.user,
        document=document,
    )
    return made


def plan_print(cast: Cast, pupil: Pupil) -> PlanPrint:
    """A print of a copy for the class file, not given yet."""
    mark = marker(cast.school, pupil.forename.lower())
    made: PlanPrint = PlanPrint.objects.create(
        copy="class", made_by=cast.senco.user, file=f"{mark}.pdf", file_sha256="0" * 64, pages=1
    )
    issued = IssuedPlan.objects.filter(pupil=pupil).first() or issued_plan(cast, pupil)
    PlanCopy.objects.create(issued=issued, pupil=pupil, print=made)
    return made


OF_PLANS: dict[str, Callable[[Cast, Pupil], Any]] = {
    "plan": plan,
    "plan_section": plan_section,
    "plan_target": plan_target,
    "plan_strategy": plan_strategy,
    "target_out": out(plan_target),
    "strategy_out": out(plan_strategy),
    "progress_note": progress_note,
    "issued_plan": issued_plan,
    "plan_print": plan_print,
}


def template(cast: Cast) -> Any:
    """The last template of the school's own ladder; Northfield's and the other school's differ."""
    return SimpleNamespace(pk=templates_offered()[-1].address)


def template_section(cast: Cast) -> Any:
    """The last section of the first of them."""
    first = templates_offered()[0]
    return SimpleNamespace(pk=f"{first.address}--{first.parts[-1].key}")


def bank_line(cast: Cast) -> Any:
    """Something the school added to its bank."""
    words = f"Sits beside {cast.school.name}'s window"
    item = BankItem.objects.create(kind="strategy", area_id="CL", words=words)
    return SimpleNamespace(pk=f"strategy-{key_of(item.words)}")


OF_TEMPLATES: dict[str, Callable[[Cast], Any]] = {
    "template": template,
    "template_section": template_section,
    "bank_line": bank_line,
}
