"""The plans a school can begin: its own templates, and a start for each kind its ladder names.

Nothing is copied when a ladder is adopted or changed: a kind the ladder names is there at once,
for schools of long ago too, and becomes a row when somebody begins a plan of it or changes it.
"""

from provision.models import PlanTemplate
from provision.starts import Start, start_for
from stages.contexts.lines import ladder_in_use


def templates_offered(*, with_retired: bool = False) -> list[PlanTemplate]:
    """Every template, those of the ladder first and in its order; unsaved ones have no `pk`."""
    rows = {(row.evidence, row.key): row for row in PlanTemplate.objects.order_by("name")}
    ladder = ladder_in_use()
    found: list[PlanTemplate] = []
    for kind in ladder.kinds if ladder else ():
        start = start_for(kind)
        if start is not None:
            row = rows.pop((start.evidence.value, start.key), None)
            found.append(row or _unsaved(start))
    found += rows.values()
    return [row for row in found if with_retired or row.retired_at is None]


def template_called(address: str, *, with_retired: bool = False) -> PlanTemplate | None:
    """The template at an address (`PlanTemplate.address`), or `None`."""
    offered = templates_offered(with_retired=with_retired)
    return next((row for row in offered if row.address == address), None)


def _unsaved(start: Start) -> PlanTemplate:
    return PlanTemplate(
        evidence=start.evidence.value,
        key=start.key,
        name=start.name,
        short=start.short,
        note=start.note,
        is_proposal=start.is_proposal,
        sections=[section.as_json() for section in start.sections],
    )
