"""What goes from one plan into the next: the profile, what helps, and what is not met yet."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import User
from provision.models import Plan, PlanSection, ProgressNote, Strategy, Target
from provision.sections import VOICES

_SECTION = ("text", "source", "source_page", "whose_words", "written_at", "written_by_id")
_TARGET = ("area_id", "what", "measure", "value_aim", "unit", "who", "how_often")
_STRATEGY = ("words", "who", "how_often", "source", "source_page", "whose_words")


def carry_over(before: Plan, following: Plan, sections: Sequence[PlanSection], by: User) -> None:
    """Fill the next plan from the one before; ten queries whatever there is."""
    said = {row.key: row for row in PlanSection.objects.filter(plan=before)}
    for section in sections:
        old = said.get(section.key)
        if old is not None and section.sort not in VOICES and section.sort == old.sort:
            for name in _SECTION:
                setattr(section, name, getattr(old, name))
    PlanSection.objects.recorded_bulk_create(sections)
    carried = _targets(before, following, by)
    Target.objects.recorded_bulk_create(carried.values())
    Strategy.objects.recorded_bulk_create(_strategies(before, following, carried, by))


def _targets(before: Plan, following: Plan, by: User) -> dict[int, Target]:
    """The targets that go on, by the number of the one they come from."""
    rows = Target.objects.standing().filter(plan=before).order_by("place", "pk")
    going_on = [row for row in rows if row.is_carried_on]
    notes = ProgressNote.objects.standing().filter(target__in=going_on)
    last = {note.target_id: note for note in notes.order_by("on", "pk")}
    figures = {
        note.target_id: note.value for note in notes.order_by("on", "pk") if note.value is not None
    }
    found = {}
    for place, row in enumerate(going_on, start=1):
        note = last.get(row.pk)
        found[row.pk] = Target(
            plan=following,
            pupil=following.pupil,
            place=place,
            baseline=(note.words if note and note.words else row.baseline),
            value_from=figures.get(row.pk, row.value_from),
            carried_from=row,
            by_on=following.review_by,
            written_at=timezone.now(),
            written_by=by,
            **{name: getattr(row, name) for name in _TARGET},
        )
    return found


def _strategies(
    before: Plan, following: Plan, carried: dict[int, Target], by: User
) -> list[Strategy]:
    """What helps: of the whole plan, and of the targets that go on."""
    rows = Strategy.objects.standing().filter(plan=before).order_by("place", "pk")
    return [
        Strategy(
            plan=following,
            pupil=following.pupil,
            target=carried[row.target_id] if row.target_id else None,
            place=row.place,
            written_at=timezone.now(),
            written_by=by,
            **{name: getattr(row, name) for name in _STRATEGY},
        )
        for row in rows
        if row.target_id is None or row.target_id in carried
    ]
