"""Planning and loading files in tests, in one school, on 12 March 2027."""

import io
from typing import Any

from accounts.models import User
from pupils.imports.apply import apply_incoming
from pupils.imports.files import dry_run, read_file
from pupils.imports.plan import Plan
from pupils.models import ClassPlacement, Contact, Need, Pupil, PupilImport, SenStatus
from schools.models import School
from schools.tenancy import school_scope
from tests.pupils.imports.files import TODAY

SHEET = PupilImport.Kind.SPREADSHEET
CTF = PupilImport.Kind.CTF


def planned(school: School, content: bytes, kind: str = SHEET, **options: Any) -> Plan:
    """What a file would change."""
    with school_scope(school, writes=False):
        return dry_run(io.BytesIO(content), kind, TODAY, **options)


def load(
    school: School, content: bytes, kind: str = SHEET, *, by: User | None = None, **options: Any
) -> Plan:
    """Carry a file out."""
    incoming = read_file(io.BytesIO(content), kind, TODAY)
    with school_scope(school, by=by, request_id="test-load"):
        return apply_incoming(incoming, TODAY, **options)


def everything(school: School) -> dict[str, list[tuple[Any, ...]]]:
    """Every row about the school's pupils, with its version: equal when nothing was changed."""
    with school_scope(school, writes=False):
        return {
            model.__name__: list(model.objects.order_by("pk").values_list())
            for model in (Pupil, ClassPlacement, SenStatus, Need, Contact)
        }


def records(school: School, upn: str) -> dict[str, Any]:
    """What is recorded about one pupil, in words short enough to compare."""
    with school_scope(school, writes=False):
        pupil = Pupil.objects.get(upn=upn)
        statuses = SenStatus.objects.filter(pupil=pupil).order_by("starts_on", "pk")
        needs = Need.objects.filter(pupil=pupil, ends_on=None).order_by("rank")
        classes = ClassPlacement.objects.filter(pupil=pupil).order_by("starts_on", "pk")
        return {
            "pupil": pupil,
            "statuses": [(s.code, s.starts_on, s.ends_on, s.source) for s in statuses],
            "needs": [(n.rank, n.type_id, n.starts_on) for n in needs],
            "classes": [(c.class_group.name, c.starts_on, c.ends_on) for c in classes],
        }
