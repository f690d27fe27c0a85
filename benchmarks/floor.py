"""The floor the register is measured against: the least a page of fifty children can do.

Signed in, scoped, its access entry written, rows by `.values()` in one query, a plain table
(performance.md). It is served only in benchmarks and tests.
"""

from pathlib import Path

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import include, path
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from pupils.access_log import log_list
from pupils.models import Pupil, StaffLink

TEMPLATE = Engine().from_string((Path(__file__).parent / "templates" / "floor.html").read_text())
COLUMNS = (
    "id",
    "surname",
    "forename",
    "year_group",
    "placed__class_group__name",
    "record__stage__name",
    "status__code",
    "need__type__short_name",
    "record__starts_on",
    "worker",
)


@requires(Permission.VIEW_REGISTER)
@require_safe
def floor(request: StaffRequest) -> HttpResponse:
    """Fifty children with SEN as a plain table of the register's own columns."""
    open_ones = {
        name: FilteredRelation(relation, condition=Q(**{f"{relation}__ends_on__isnull": True}))
        for name, relation in {
            "placed": "class_placements",
            "record": "stage_records",
            "status": "sen_statuses",
            "need": "needs",
        }.items()
    }
    workers = StaffLink.objects.still_open().filter(pupil=OuterRef("pk"), kind="key_worker")
    worker = Subquery(workers.values("membership__user__name")[:1])
    pupils = Pupil.objects.visible_to(request.membership).annotate(**open_ones, worker=worker)
    rows = pupils.filter(status__code__in=["K", "E"]).order_by("surname", "forename")
    found = list(rows.values(*COLUMNS)[:50])
    log_list(request, [row["id"] for row in found])
    return HttpResponse(TEMPLATE.render(Context({"rows": found})))


urlpatterns = [
    path("s/<slug:school>/floor/", floor, name="floor"),
    path("", include("senregister.urls")),
]
