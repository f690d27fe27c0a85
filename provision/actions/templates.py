"""Templates: kept once they are used or changed."""

from django.db import transaction

from provision.models import PlanTemplate


@transaction.atomic
def keep_template(template: PlanTemplate) -> PlanTemplate:
    """The school's own row of a template; made from the start where it has none yet."""
    if not template._state.adding:
        return template
    row, _new = PlanTemplate.objects.get_or_create(
        evidence=template.evidence,
        key=template.key,
        defaults={
            name: getattr(template, name)
            for name in ("name", "short", "note", "is_proposal", "sections")
        },
    )
    kept: PlanTemplate = row
    return kept
