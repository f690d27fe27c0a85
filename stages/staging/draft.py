"""From a draft as it is kept to its plan: the one way that pages and the yes to it take."""

from datetime import date

from accounts.models import Membership
from common.errors import Refused
from pupils.imports.known import gather
from pupils.models import Pupil
from stages.models import LadderVersion, Stage, StagingChoice, StagingDraft
from stages.staging.children import children_of
from stages.staging.plan import Plan, make_plan
from stages.staging.rules import Rules, Said, rules_from
from stages.staging.sheet import Sheet, read_sheet

By = StagingDraft.How


def open_draft() -> StagingDraft | None:
    """The school's one draft that is not placed or put aside yet."""
    rows = StagingDraft.objects.filter(state=StagingDraft.State.OPEN)
    found: StagingDraft | None = rows.select_related("started_by").first()
    return found


def stages_to_place() -> list[Stage]:
    """Where a record can be, in the ladder's order: of stages that run together, the first."""
    version = LadderVersion.objects.in_use().first()
    rows = Stage.objects.filter(ladder_version=version, overlay=False, universal=False)
    found: list[Stage] = []
    for stage in rows.order_by("order"):
        if not (stage.together and any(each.together == stage.together for each in found)):
            found.append(stage)
    return found


def rules_of(draft: StagingDraft) -> Rules:
    """The rules a draft keeps. Raises `Refused` before there are any."""
    if not draft.has_rules:
        raise Refused("Say first how the children are placed.")
    return rules_from(draft.rules)


def sheet_of(draft: StagingDraft, by: Membership, day: date) -> Sheet | None:
    """The spreadsheet of a draft, for this person; `None` when it goes by something else.

    Raises `Refused` when the file is gone or is of no child here any more.
    """
    if draft.how != By.COLUMN:
        return None
    try:
        with draft.file.open("rb") as file:
            content = file.read()
    except (OSError, ValueError) as fault:
        raise Refused("The file is no longer kept here: put this draft aside.") from fault
    return sheet_from(content, by, day)


def sheet_from(content: bytes, by: Membership, day: date) -> Sheet:
    """What a file says about the children this person may see. Raises `Unreadable`."""
    seen = set(Pupil.objects.visible_to(by, day=day).values_list("pk", flat=True))
    return read_sheet(content, gather(day), seen, day)


def plan_of(
    draft: StagingDraft, by: Membership, day: date, *, to_change: bool = False
) -> tuple[Plan, Sheet | None]:
    """What a draft would do now, and its spreadsheet. Raises `Refused` as `sheet_of` does."""
    rules, sheet = rules_of(draft), sheet_of(draft, by, day)
    said: dict[int, Said] = {}
    if sheet:
        said = sheet.said(rules.column, rules.since_column)
    choices = {row.pupil_id: row for row in StagingChoice.objects.filter(draft=draft)}
    named = choices.keys() | said.keys()
    children = children_of(by, day, named=named, to_change=to_change)
    stages = stages_to_place()
    plan = make_plan(children, rules, stages, choices=choices, said=said, today=day)
    return plan, sheet
