"""Templates: kept once they are used or changed; changed section by section. No plan changes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from common.errors import Refused
from provision.models import PlanTemplate
from provision.sections import ROWS, SectionsError, SectionSpec, refuse_faults
from schools.records import EditClash

MOST_SECTIONS = 30


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


@transaction.atomic
def edit_template(
    *, template: PlanTemplate, name: str, short: str, note: str, expected: int
) -> PlanTemplate:
    """Name a template and say what it is for. Raises `EditClash`."""
    row = _held(template, expected)
    row.name, row.short, row.note = name.strip(), short.strip(), note.strip()
    return _saved(row)


@transaction.atomic
def put_section(
    *, template: PlanTemplate, section: SectionSpec, key: str, expected: int
) -> PlanTemplate:
    """Change the section with this key, or add one at the end (an empty key).

    What sort of content a section has stays as it was made. Raises `EditClash`, and `Refused`
    where the sections would make no plan.
    """
    row = _held(template, expected)
    parts = row.parts
    if section.sort in ROWS:  # a TA works with both
        section = replace(section, on_ta_copy=True)
    if not key:
        if len(parts) >= MOST_SECTIONS:
            raise Refused(f"A plan has at most {MOST_SECTIONS} sections.")
        return _with(row, [*parts, replace(section, key=_new_key(section.heading, parts))])
    if all(part.key != key for part in parts):
        raise Refused("That section is not there any more.")
    new = [replace(section, key=key, sort=part.sort) if part.key == key else part for part in parts]
    return _with(row, new)


@transaction.atomic
def move_section_up(*, template: PlanTemplate, key: str) -> PlanTemplate:
    """Let a section change places with the one before it; the first stays the first."""
    row = _held(template, None)
    parts = row.parts
    place = next((n for n, part in enumerate(parts) if part.key == key), 0)
    if place == 0:
        return row
    parts[place - 1], parts[place] = parts[place], parts[place - 1]
    return _with(row, parts)


@transaction.atomic
def remove_section(*, template: PlanTemplate, key: str) -> PlanTemplate:
    """Leave a section out of plans begun from now on. Raises `Refused` for the last one."""
    row = _held(template, None)
    parts = [part for part in row.parts if part.key != key]
    if not parts:
        raise Refused("A plan has a section at least.")
    return _with(row, parts)


@transaction.atomic
def retire_template(*, template: PlanTemplate, retired: bool) -> PlanTemplate:
    """Let no new plan be begun from a template, or let it again; plans that go on stay."""
    row = _held(template, None)
    row.retired_at = timezone.now() if retired else None
    return _saved(row)


def _held(template: PlanTemplate, expected: int | None) -> PlanTemplate:
    """The school's own row, held; `expected` is 0 for one opened before there was a row."""
    was_new = template._state.adding
    kept = keep_template(template)
    row: PlanTemplate = PlanTemplate.objects.select_for_update().get(pk=kept.pk)
    opened = row.version if was_new and expected == 0 and row.version == 1 else expected
    if opened is not None and opened != row.version:
        raise EditClash(row)
    return row


def _with(row: PlanTemplate, parts: Sequence[SectionSpec]) -> PlanTemplate:
    try:
        refuse_faults(parts)
    except SectionsError as fault:
        raise Refused(str(fault)) from None
    row.sections = [part.as_json() for part in parts]
    return _saved(row)


def _saved(row: PlanTemplate) -> PlanTemplate:
    row.version += 1
    row.save()
    return row


def _new_key(heading: str, parts: Sequence[SectionSpec]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")[:30] or "part"
    known = {part.key for part in parts}
    numbers = (f"{base}_{number}" for number in range(2, 100))
    return base if base not in known else next(key for key in numbers if key not in known)
