"""The same pages with the rows of 300 schools in the tables (performance.md, Goals).

Times beside the floor of the same run, and queries, for a school of 1,500 alone and then among 300;
and no query of a page may read a whole large table of all schools.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.bench_pages import Reader, senco
from benchmarks.conftest import Figures
from benchmarks.many_schools import schools
from pupils.models import Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.databases import gather_statistics
from tests.reports.test_register_figures import DUE

__all__ = ["senco"]
SCHOOLS, PUPILS, ON_REGISTER = 300, 60, 20
LARGE = 5_000  # rows; a table of fewer may be read whole
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("benchmarks.floor"),
    pytest.mark.budget(900),
]


def bench_pages_among_300_schools(senco: Reader, cast: Cast, figures: Figures) -> None:
    """Register, find, home and one pupil's pages, before and after the others came."""
    with school_scope(cast.school):
        pk = Pupil.objects.order_by("-pk").filter(stage_records__isnull=False).first().pk
    pages = {
        "register": "register/",
        "register, by what is due": f"register/{DUE}",
        "find": "find/?q=madeup01",
        "home of the SENCO": "",
        "pupil now": f"pupils/{pk}/",
        "pupil stage": f"pupils/{pk}/stage/",
    }
    for name, page in pages.items():
        figures[f"alone: {name}"] = senco.figures_of(page)
    for _ in schools(SCHOOLS - 1, pupils=PUPILS, on_register=ON_REGISTER):
        pass
    gather_statistics()
    read_whole: dict[str, list[str]] = {}
    for name, page in pages.items():
        figures[f"of 300: {name}"] = senco.figures_of(page)
        read_whole[name] = list(_read_whole(cast, senco.client, f"{senco.start}{page}"))
        before, after = (figures[f"{where}: {name}"]["queries"] for where in ("alone", "of 300"))
        assert before == after
    assert not any(read_whole.values()), read_whole


def _read_whole(cast: Cast, client: Client, url: str) -> Iterator[str]:
    """The large tables that a page's queries read from end to end, each with its query."""
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    with school_scope(cast.school), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > %s", [LARGE])
        large = {row[0] for row in cursor.fetchall()}
        for query in caught:
            if query["sql"].startswith("SELECT") and " FROM " in query["sql"]:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {query['sql']}")
                answer = cursor.fetchone()[0]
                plan = json.loads(answer) if isinstance(answer, str) else answer
                for table in _scanned(plan[0]["Plan"]):
                    if table in large:
                        yield f"{table}: {query['sql'][:600]}"


def _scanned(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _scanned(below)
