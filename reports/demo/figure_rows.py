"""Figures of a fictional school's MIS on two days: attendance, suspensions, attainment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pupils.models import AttainmentScale, Pupil, SenStatus, Snapshot, SnapshotFile
from pupils.models.snapshots import SnapshotKind
from reports.demo.chance import one_of, stream, uid
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from schools.usual_dates import usual_half_terms

SCHOOLS = 1
"""So many schools load figures; two hundred thousand rows of them would show nothing more."""
SCALE = ("Below", "Working towards", "Expected", "Greater depth")
SUBJECTS = ("Maths", "Reading", "Writing")
LOADED_AFTER = timedelta(days=3)
# How often each word falls, without and with special educational needs.
USUAL, WITH_SEN = (6, 22, 52, 20), (38, 42, 18, 2)
STEPS = ((0, 0.72), (1, 0.2), (-1, 0.08))


@dataclass(frozen=True)
class Figure:
    """One figure of a child on a day."""

    kind: str
    measure: str
    value: str


def write_figures(plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """Everyone who was there on the last days of the last two half-terms; the scale before it."""
    if plan.place >= SCHOOLS:
        return
    AttainmentScale.objects.create(words=list(SCALE))
    first, last = _taken_on(days)
    kinds = SnapshotKind.values
    files = {(kind, on): _file(kind, on, people) for kind in kinds for on in (first, last)}
    with_sen = set(SenStatus.objects.on_register().still_open().values_list("pupil", flat=True))
    rows: list[Snapshot] = []
    for pupil in Pupil.objects.on_roll().order_by("uid"):
        chance = stream(plan.seed, plan.slug, "figures", pupil.uid)
        told = _figures(chance, has_sen=pupil.pk in with_sen)
        for on, figures in zip((first, last), told, strict=True):
            if pupil.joined_on is None or pupil.joined_on < on:
                rows += [_row(pupil, figure, files[figure.kind, on]) for figure in figures]
    _count(rows)
    Snapshot.objects.all().recorded_bulk_create(rows)


def _taken_on(days: Days) -> Sequence[date]:
    spans = [span for begins in days.years for span in usual_half_terms(begins)]
    return [span.ends_on for span in spans if span.ends_on + LOADED_AFTER < days.on][-2:]


def _file(kind: str, on: date, people: PeopleRows) -> SnapshotFile:
    by, at = people.office().user, moment(on + LOADED_AFTER, 100)
    made: SnapshotFile = SnapshotFile.objects.create(
        kind=kind,
        taken_on=on,
        file_name=f"{kind} {on:%B %Y}.csv".lower(),
        state=SnapshotFile.State.LOADED,
        uploaded_by=by,
        uploaded_at=at - timedelta(minutes=2),
        loaded_by=by,
        loaded_at=at,
    )
    return made


def _row(pupil: Pupil, figure: Figure, held: SnapshotFile) -> Snapshot:
    row = Snapshot(
        uid=uid("figure", pupil.uid, figure.kind, figure.measure, held.taken_on),
        pupil=pupil,
        kind=figure.kind,
        measure=figure.measure,
        taken_on=held.taken_on,
        value=figure.value,
        source=held,
        loaded_by=held.uploaded_by,
    )
    assert held.loaded_at is not None  # loaded, as `_file` says
    stamp(row, held.loaded_at, held.uploaded_by, "Loaded from a file")
    return row


def _count(rows: Sequence[Snapshot]) -> None:
    held = {row.source.pk: row.source for row in rows}
    for row in rows:
        held[row.source.pk].count += 1
    SnapshotFile.objects.bulk_update(held.values(), ["count"])


def _figures(chance: Random, *, has_sen: bool) -> tuple[list[Figure], list[Figure]]:
    """A child's figures on the first day and on the last."""
    first: list[Figure] = []
    last: list[Figure] = []
    for kind, measure, before, after in _pairs(chance, has_sen):
        first.append(Figure(kind, measure, before))
        last.append(Figure(kind, measure, after))
    return first, last


def _pairs(chance: Random, has_sen: bool) -> Iterator[tuple[str, str, str, str]]:
    present = min(100.0, chance.gauss(92.5 if has_sen else 95.2, 3.2))
    since = min(100.0, present + chance.gauss(-0.3, 1.4))
    yield SnapshotKind.ATTENDANCE, "", _percent(present), _percent(since)
    if chance.random() < (0.06 if has_sen else 0.004):
        days = chance.choice((0.5, 1, 1.5, 2))
        yield SnapshotKind.SUSPENSIONS, "", "0", f"{days:g}"
    usual = one_of(chance, zip(range(4), WITH_SEN if has_sen else USUAL, strict=True))
    for subject in SUBJECTS:
        before = _on_scale(usual + one_of(chance, STEPS))
        after = _on_scale(before + one_of(chance, STEPS))
        yield SnapshotKind.ATTAINMENT, subject, SCALE[before], SCALE[after]


def _percent(number: float) -> str:
    """As the load keeps it: to a tenth, without zeros after the point."""
    return f"{max(number, 0):.1f}".removesuffix(".0")


def _on_scale(place: int) -> int:
    return min(max(place, 0), len(SCALE) - 1)
