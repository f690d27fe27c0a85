"""The register's columns and filters of what is due: what they say, to whom, and how they sort."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse

from common.dates import long_date, short_date
from reports.due.columns import DUES
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.standings import in_days, item, stand
from tests.people import SignIn
from tests.reports.test_register import address
from tests.reports.test_register_figures import queries_of

COLUMNS = "&".join(f"col={key}" for key in ("due", "overdue", "missing", "runs_out"))
VOICE, MEETING = "Pupil voice", "Meeting with parents"


@pytest.fixture
def standing(cast: Cast) -> Cast:
    """Ayla has two things overdue, Ben one due next week, and a kept child something expected."""
    school = cast.school
    late = (item(VOICE, -30), item(MEETING, -3), item("Review", 60, opens=30))
    stand(school, cast.ayla, *late, missing=2, runs_out_on=in_days(10))
    stand(school, cast.ben, item(MEETING, 7), item(VOICE, 100), runs_out_on=in_days(100))
    stand(school, cast.kept, item("Planning", -5, required=False), item(VOICE, 15))
    return cast


def found(cast: Cast, page: Any) -> list[str]:
    """The children a page lists, in its order."""
    text = page.content.decode()
    names = {name: text.find(f"{pupil.surname}, ") for name, pupil in cast.children.items()}
    return sorted((name for name in names if names[name] >= 0), key=names.__getitem__)


def cells(page: Any, surname: str) -> str:
    """The row of a child, as HTML."""
    text: str = page.content.decode()
    start = text.index(f"{surname}, ", text.index("<tbody>"))
    return text[start : text.index("</tr>", start)]


@pytest.mark.parametrize(
    ("query", "children"),
    [
        ("?due=overdue", {"ayla"}),
        ("?due=14", {"ayla", "ben", "kept"}),
        ("?due=out", {"ayla"}),
        ("?due=missing", {"ayla"}),
        ("?due=banana", {"ayla", "ben", "kept"}),
        ("?asked=pupil-voice", {"ayla", "ben", "kept"}),
        ("?asked=pupil-voice&due=overdue", {"ayla"}),
        ("?asked=meeting-with-parents&due=14", {"ayla", "ben"}),
        ("?asked=planning&due=overdue", set()),
        ("?asked=banana", set()),
        ("?due=14&year=5", {"ben"}),
    ],
)
def test_what_is_due_is_a_filter_in_the_address(
    standing: Cast, sign_in: SignIn, query: str, children: set[str]
) -> None:
    """Overdue is what is required and late today; what is asked for is found beside the first."""
    page = sign_in(standing.senco).get(address(standing, query))
    assert set(found(standing, page)) == children


@pytest.mark.parametrize(
    ("sort", "first"), [("due", "ayla"), ("overdue", "ayla"), ("-due", "ben"), ("runs_out", "ayla")]
)
def test_the_list_sorts_by_what_is_due(
    standing: Cast, sign_in: SignIn, sort: str, first: str
) -> None:
    """Late the longest first; who has nothing of it last, either way."""
    page = sign_in(standing.senco).get(address(standing, f"?sort={sort}"))
    assert found(standing, page)[0] == first


def test_cells_say_by_when_and_since_when(standing: Cast, sign_in: SignIn) -> None:
    """Words, with the colour of their kind; counts are right today, whenever they were reckoned."""
    page = sign_in(standing.senco).get(address(standing, f"?{COLUMNS}"))
    ayla, ben = cells(page, standing.ayla.surname), cells(page, standing.ben.surname)
    since = in_days(-30)
    assert f'<span class="chip chip-late">since {short_date(since)}</span> {VOICE}' in ayla
    assert f"2, since {long_date(since)}" in ayla
    assert f">{long_date(in_days(10))}" in ayla
    assert "<td class=number>2<" in ayla
    assert f'<span class="chip chip-due">by {short_date(in_days(7))}</span> {MEETING}' in ben
    expected = cells(page, standing.kept.surname)
    assert f'<span class="chip chip-due">by {short_date(in_days(-5))}</span> Planning' in expected
    assert "chip-late" not in expected


def test_what_is_only_expected_is_not_said_to_be_overdue(cast: Cast, sign_in: SignIn) -> None:
    """An earlier day of something expected does not lend its name to what is late."""
    stand(cast.school, cast.ayla, item("Planning", -9, required=False), item(VOICE, -2))
    page = sign_in(cast.senco).get(address(cast, f"?{COLUMNS}"))
    ayla = cells(page, cast.ayla.surname)
    assert f">since {short_date(in_days(-2))}<" in ayla
    assert "Planning" not in ayla


def test_the_office_is_not_told_what_a_stage_asks(standing: Cast, sign_in: SignIn) -> None:
    """Neither in a column, nor by an order, nor by who is left when it filters."""
    page = sign_in(standing.office).get(address(standing, f"?{COLUMNS}&due=overdue&sort=-due"))
    labels = {heading["label"] for heading in page.context["headings"]}
    assert not labels & {"Next due", "Overdue", "Missing", "Runs out"}
    assert found(standing, page) == found(standing, sign_in(standing.office).get(address(standing)))
    assert "Due: " not in page.content.decode()


def test_due_columns_and_filters_cost_no_query_more(standing: Cast, sign_in: SignIn) -> None:
    """They are read with the rows; the one thing asked of all is looked up for list and pill."""
    client = sign_in(standing.senco)
    plain = queries_of(client, address(standing))
    for which in DUES:
        asked = queries_of(client, address(standing, f"?{COLUMNS}&due={which}&sort=overdue"))
        assert len(asked) == len(plain)
    assert len(queries_of(client, address(standing, "?asked=pupil-voice"))) == len(plain) + 2


def test_a_saved_view_keeps_what_is_due(standing: Cast, sign_in: SignIn) -> None:
    """Filters, order and columns of it are kept as the others are."""
    client = sign_in(standing.senco)
    asked = "due=overdue&asked=pupil-voice&sort=overdue&col=due"
    add = reverse("reports:saved_view_add", kwargs={"school": standing.school.slug})
    answer: Any = client.post(f"{add}?{asked}", {"name": "Chase"})
    page = client.get(answer.url)
    assert found(standing, page) == ["ayla"]
    assert "View: Chase" in page.content.decode()
    assert f"Asked: {VOICE}" in page.content.decode()


def test_the_export_says_it_in_words(standing: Cast, sign_in: SignIn, settings: Any) -> None:
    """Next due, how many overdue, what is missing, when the stage runs out."""
    settings.SECOND_FACTOR_REQUIRED = False  # given a minute ago
    url = reverse("reports:register_export", kwargs={"school": standing.school.slug})
    text = sign_in(standing.senco).get(f"{url}?{COLUMNS}&q=ayla").content.decode("utf-8-sig")
    row = next(csv.DictReader(StringIO(text)))
    since = long_date(in_days(-30))
    assert row["Next due"] == f"{VOICE}, overdue since {since}"
    assert row["Overdue"] == f"2, since {since}"
    assert (row["Missing"], row["Stage runs out on"]) == ("2", in_days(10).isoformat())


def test_a_standing_of_last_week_still_tells_what_is_late(cast: Cast, sign_in: SignIn) -> None:
    """A night that did not run shows old counts, but never hides what is late."""
    row = stand(cast.school, cast.ayla, item(VOICE, -1), overdue=0)
    with school_scope(cast.school):
        row.reckoned_on = in_days(-7)
        row.save()
    page = sign_in(cast.senco).get(address(cast, f"?due=overdue&{COLUMNS}"))
    assert f"1, since {long_date(in_days(-1))}" in cells(page, cast.ayla.surname)
