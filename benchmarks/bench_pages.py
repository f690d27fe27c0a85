"""The pages people open most, each against the floor in the same run (performance.md)."""

import gzip
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.conftest import Figures
from benchmarks.timing import medians
from pupils.models import Pupil
from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from tests.cast import Cast
from tests.databases import gather_statistics
from tests.factories.big import fill_school
from tests.factories.stages import give_ladder
from tests.people import SignIn
from tests.reports.test_register_figures import DUE

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("benchmarks.floor"),
    pytest.mark.budget(600),
]


@dataclass(frozen=True)
class Reader:
    """Somebody signed in, and where their school's pages begin."""

    client: Client
    start: str

    def figures_of(self, page: str) -> dict[str, float]:
        """Milliseconds, times the floor, queries and bytes of a page under the school's address."""
        url, floor = f"{self.start}{page}", f"{self.start}floor/"
        ours, least = medians(
            lambda: self.client.get(url), lambda: self.client.get(floor), times=25
        )
        with CaptureQueriesContext(connection) as caught:
            response = self.client.get(url)
        assert response.status_code == 200
        sent = [row for row in caught if row["sql"] not in {"BEGIN", "COMMIT"}]
        return {
            "ms": round(ours * 1000, 1),
            "times_floor": round(ours / least, 2),
            "queries": len(sent),
            "bytes": len(response.content),
            "bytes_gzip": len(gzip.compress(response.content)),
        }


@pytest.fixture
def senco(cast: Cast, sign_in: SignIn) -> Reader:
    """The SENCO of a school of 1,500, 250 of them on the register."""
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
    fill_school(cast.senco, pupils=1500, on_register=250)
    gather_statistics()
    return Reader(sign_in(cast.senco), f"/s/{cast.school.slug}/")


def bench_pages_of_1500(senco: Reader, cast: Cast, figures: Figures) -> None:
    """Register, its search, home, and one pupil's pages."""
    with school_scope(cast.school):
        pk = Pupil.objects.order_by("-pk").filter(stage_records__isnull=False).first().pk
    for name, page in {
        "register": "register/",
        "register, searched": "register/?q=madeup01",
        "register, by stage": "register/?sort=stage",
        "register, by what is due": f"register/{DUE}",
        "home of the SENCO": "",
        "pupil now": f"pupils/{pk}/",
        "pupil stage": f"pupils/{pk}/stage/",
        "ladder": "ladder/",
    }.items():
        figures[name] = senco.figures_of(page)


def bench_search_of_20000(cast: Cast, sign_in: SignIn, figures: Figures) -> None:
    """Find a child among 20,000."""
    give_ladder(cast.senco)
    fill_school(cast.senco, pupils=20_000, on_register=0)
    gather_statistics()
    reader = Reader(sign_in(cast.senco), f"/s/{cast.school.slug}/")
    figures["find among 20,000"] = reader.figures_of("find/?q=madeup0001")
