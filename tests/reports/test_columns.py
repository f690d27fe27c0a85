"""Columns of the register: which are shown to whom, what they say, how they sort and go out."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse

from reports.column_letters import LETTERS
from reports.columns import COLUMNS
from reports.register import EXPORT_HEADINGS
from schools.tenancy import school_scope
from tests.access.world import roles_of
from tests.cast import Cast
from tests.people import SignIn, client_of
from tests.reports.test_register_figures import queries_of

ALL = "&".join(f"col={column.key}" for column in COLUMNS)


def register(cast: Cast, query: str = "") -> str:
    """The register's address."""
    return f"{reverse('reports:register', kwargs={'school': cast.school.slug})}?{query}"


def shown(cast: Cast, person: str, query: str) -> list[str]:
    """The headings a person gets, after the child's."""
    page = client_of(cast.staff[person]).get(register(cast, query))
    return [heading["label"] for heading in page.context["headings"]][1:]


def test_the_usual_columns_where_none_or_nonsense_is_asked_for(cast: Cast) -> None:
    """An address from last year still opens."""
    usual = [column.label for column in COLUMNS if column.usual]
    assert shown(cast, "senco", "") == shown(cast, "senco", "col=banana") == usual
    assert shown(cast, "senco", "col=need&col=year") == ["Year", "Main need"]


@pytest.mark.parametrize("person", ["senco", "teacher_4b", "office", "dsl", "ta"])
def test_what_stands_on_the_details_page_is_shown_to_its_readers_only(
    cast: Cast, person: str
) -> None:
    """A TA sees no date of birth, UPN or pupil premium in the register either."""
    beyond = {column.label for column in COLUMNS if column.asks.name == "VIEW_CONTACTS"}
    assert beyond & set(shown(cast, person, ALL)) == (
        set() if roles_of(cast.staff[person]) == "ta" else beyond
    )


def test_nobody_sorts_by_what_they_may_not_see(cast: Cast, sign_in: SignIn) -> None:
    """The order would tell."""
    client = sign_in(cast.ta)
    queries = queries_of(client, register(cast, "sort=born"))
    orders = [sql.rpartition("ORDER BY")[2] for sql in queries if "pupils_pupil" in sql]
    assert orders
    assert not [order for order in orders if "born_on" in order]


@pytest.mark.parametrize("key", [column.key for column in COLUMNS])
def test_every_column_sorts_both_ways(cast: Cast, sign_in: SignIn, key: str) -> None:
    """Empty cells come last either way, and the same children are listed."""
    client = sign_in(cast.senco)
    for sort in (key, f"-{key}"):
        page = client.get(register(cast, f"show=all&col={key}&sort={sort}"))
        assert page.context["total"] == 3
        assert page.content.count(b'aria-sort="') == 1


def test_every_column_has_a_letter_of_its_own_in_links(cast: Cast, sign_in: SignIn) -> None:
    """By letter or in full the same columns are shown; links name them by letter."""
    assert list(LETTERS) == [column.key for column in COLUMNS]
    assert len(set(LETTERS.values())) == len(COLUMNS)
    assert shown(cast, "senco", "cols=yn") == shown(cast, "senco", "col=need&col=year")
    page = sign_in(cast.senco).get(register(cast, "show=all&col=need&col=year")).content.decode()
    assert "cols=yn" in page
    assert "col=" not in page.replace("cols=", "")


def test_cells_say_what_is_recorded(cast: Cast, sign_in: SignIn) -> None:
    """Dates in words, yes or nothing, the second need by its short name."""
    with school_scope(cast.school):
        cast.ayla.has_pupil_premium, cast.ayla.home_language = True, "Welsh"
        cast.ayla.save()
    page = sign_in(cast.senco).get(register(cast, f"q=ayla&{ALL}")).content.decode()
    row = page[page.index("<th scope=row") : page.index("</tr>", page.index("<th scope=row"))]
    assert "<td>Welsh<" in row
    assert "<td>Yes<" in row
    assert f"<td>{cast.ayla.upn}<" in row


def test_all_columns_cost_no_query_more(cast: Cast, sign_in: SignIn) -> None:
    """What is shown more is selected with the rows."""
    client = sign_in(cast.senco)
    assert len(queries_of(client, register(cast, ALL))) == len(queries_of(client, register(cast)))


def test_the_export_takes_chosen_columns_and_ticked_children(
    cast: Cast, sign_in: SignIn, settings: Any
) -> None:
    """The usual headings first, so that it imports again; only those who are ticked."""
    settings.SECOND_FACTOR_REQUIRED = False  # given a minute ago
    url = reverse("reports:register_export", kwargs={"school": cast.school.slug})
    answer = sign_in(cast.senco).get(f"{url}?col=language&col=year&pupil={cast.ben.pk}")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Surname"] for row in rows] == [cast.ben.surname]
    assert list(rows[0]) == [*EXPORT_HEADINGS, "Home language"]
