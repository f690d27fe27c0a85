"""The register's figures: queries, bytes and time (issue: first light; performance.md)."""

import gzip
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.timing import medians
from reports.columns import COLUMNS
from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from tests.cast import Cast
from tests.databases import gather_statistics
from tests.factories.big import fill_school
from tests.factories.stages import give_ladder
from tests.people import SignIn

pytestmark = pytest.mark.django_db(transaction=True)
MOST_QUERIES = 12
DUE = "?due=14&col=class&col=stage&col=due&col=overdue&col=missing&col=runs_out&sort=overdue"
ALL = f"?due=14&status=K&sort=overdue&{'&'.join(f'col={column.key}' for column in COLUMNS)}"


def queries_of(client: Client, url: str) -> list[str]:
    """The statements a page sends, the second time it is asked for."""
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in caught if query["sql"] not in {"BEGIN", "COMMIT"}]


@pytest.mark.budget(60)
def test_register_asks_the_same_few_queries_at_10_and_1500(cast: Cast, sign_in: SignIn) -> None:
    """At most 12 queries for 50 a page, whatever the number of pupils."""
    give_ladder(cast.senco)
    client = sign_in(cast.senco)
    url = f"/s/{cast.school.slug}/register/"
    fill_school(cast.senco, pupils=10, on_register=10)
    few = queries_of(client, url)
    fill_school(cast.senco, pupils=1500, on_register=250)
    many = queries_of(client, url)
    assert len(few) == len(many) <= MOST_QUERIES, "\n".join(many)


@pytest.mark.budget(60)
@pytest.mark.urls("benchmarks.floor")
def test_register_of_1500_is_small_and_within_twice_the_floor(cast: Cast, sign_in: SignIn) -> None:
    """At most twice the floor, by what is due as well; under 10 kB compressed.

    Under 50 kB as usual and with what is due, filtered and sorted; under 70 kB with all of the 24
    columns, whose words alone are 15.
    """
    give_ladder(cast.senco)
    with school_scope(cast.school, by=cast.senco.user):
        save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
    fill_school(cast.senco, pupils=1500, on_register=250)
    gather_statistics()
    client, home = sign_in(cast.senco), f"/s/{cast.school.slug}"
    for asked, most in (("", 50_000), (DUE, 50_000), (ALL, 70_000)):
        page = client.get(f"{home}/register/{asked}").content
        assert page.count(b"chip-late") > 40  # something is overdue of most: cells at their longest
        assert page.count(b"<tr>") == 51
        assert len(page) < most, (asked, len(page))
        assert len(gzip.compress(page)) < 10_000
    for asked in ("", DUE):
        url = f"{home}/register/{asked}"
        assert client.get(url).content.count(b"<tr>") == 51
        ours, floor = medians(
            partial(client.get, url), partial(client.get, f"{home}/floor/"), times=15
        )
        figures = f"{asked}: {ours * 1000:.1f} ms, the floor {floor * 1000:.1f} ms"
        assert ours / floor <= 2, figures


@pytest.mark.budget(90)
def test_search_of_20000_pupils_is_one_query(cast: Cast, sign_in: SignIn) -> None:
    """Search asks one query besides sign-in, scope and its access entry."""
    fill_school(cast.senco, pupils=20_000, on_register=0)
    asked = queries_of(sign_in(cast.senco), f"/s/{cast.school.slug}/find/?q=madeup0001")
    about_pupils = [sql for sql in asked if "pupils_pupil" in sql and sql.startswith("SELECT")]
    assert len(about_pupils) == 1
    assert len(asked) <= 6, "\n".join(asked)
