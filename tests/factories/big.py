"""A school as large as a figure asks for, made in a few queries."""

from datetime import date, timedelta

from accounts.models import Membership
from pupils.models import ClassPlacement, Need, Pupil, SenStatus, StaffLink
from schools.models import ClassGroup
from schools.tenancy import school_scope
from stages.models import Stage, StageRecord
from tests.factories.schools import AcademicYearFactory

BEGAN = date(2026, 9, 1)
NEEDS = ("SLCN", "SEMH", "ASD", "SPLD", "MLD", "HI")


def fill_school(senco: Membership, *, pupils: int, on_register: int) -> list[Pupil]:
    """Give a school with a ladder so many pupils in classes of thirty, so many of them with SEN."""
    school = senco.school
    assert school is not None
    year = AcademicYearFactory(school=school, name=f"{pupils}", starts_on=BEGAN)
    with school_scope(school, by=senco.user):
        classes = _classes(school.pk, year.pk, max(1, pupils // 30))
        made = Pupil.objects.recorded_bulk_create(_pupil(n) for n in range(pupils))
        ClassPlacement.objects.recorded_bulk_create(
            ClassPlacement(pupil=pupil, class_group=classes[n % len(classes)], starts_on=BEGAN)
            for n, pupil in enumerate(made)
        )
        _put_on_register(made[:on_register], senco)
    return made


def _classes(school_id: int, year_id: int, how_many: int) -> list[ClassGroup]:
    return [
        ClassGroup.objects.create(
            school_id=school_id,
            academic_year_id=year_id,
            name=f"{n % 7}{chr(65 + n // 7)}",
            year_group=n % 7,
        )
        for n in range(how_many)
    ]


def _pupil(n: int) -> Pupil:
    return Pupil(
        forename=f"Child{n % 40}",
        surname=f"Madeup{n * 7919 % 20011:05d}",
        born_on=date(2018, 1, 1) + timedelta(days=n % 300),
        year_group=n % 7,
        joined_on=date(2022, 9, 1),
    )


def _put_on_register(pupils: list[Pupil], senco: Membership) -> None:
    stages = list(Stage.objects.filter(on_register=True, needs_ehc_plan=False).order_by("order"))
    SenStatus.objects.recorded_bulk_create(
        SenStatus(pupil=pupil, code="K", source="stage_move", starts_on=date(2025, 10, 1))
        for pupil in pupils
    )
    Need.objects.recorded_bulk_create(
        Need(pupil=pupil, type_id=NEEDS[n % 6], rank=1, starts_on=date(2025, 10, 1))
        for n, pupil in enumerate(pupils)
    )
    StageRecord.objects.recorded_bulk_create(
        StageRecord(
            pupil=pupil,
            stage=stages[n % len(stages)],
            starts_on=date(2025, 10, 1) + timedelta(days=n % 400),
            reason="Progress was reviewed",
            recorded_by=senco.user,
        )
        for n, pupil in enumerate(pupils)
    )
    StaffLink.objects.recorded_bulk_create(
        StaffLink(pupil=pupil, membership=senco, kind="key_worker", starts_on=BEGAN)
        for pupil in pupils[::3]
    )
