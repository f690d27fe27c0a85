"""Home: how many queries it sends to each role, and how it groups what waits (performance.md)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.asks import Answer, Ask, Group, home_also_asks, saying
from accounts.models import Membership
from pupils.models import Pupil
from reports.home_asks import count_all, in_groups, told
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.big import fill_school
from tests.factories.stages import give_ladder
from tests.factories.standings import item, stand
from tests.people import SignIn
from tests.reports.test_register_figures import queries_of

MOST_QUERIES = 15
ROLES = ["senco", "head", "teacher_4b", "year_leader", "ta", "dsl", "office"]


@pytest.mark.budget(60)
@pytest.mark.django_db(transaction=True)
def test_fifteen_queries_at_most_for_every_role(cast: Cast, sign_in: SignIn) -> None:
    """Sign-in, scope and access entry counted; something due, and a school of children."""
    give_ladder(cast.senco)
    stand(cast.school, cast.ayla, item("Pupil voice", 1), item("Provision map", -1, "senco"))
    fill_school(cast.senco, pupils=20, on_register=10)
    url = reverse("reports:home", args=[cast.school.slug])
    sent = {role: queries_of(sign_in(cast.staff[role]), url) for role in ROLES}
    counts = {role: len(queries) for role, queries in sent.items()}
    assert max(counts.values()) <= MOST_QUERIES, f"{counts}\n" + "\n".join(sent["senco"])


def test_one_query_counts_everything(
    cast: Cast, django_assert_num_queries: "pytest.FixtureRequest"
) -> None:
    """Each queryset in its place; what holds for nobody says nothing, and is not called."""

    def never(_count: int) -> list[Answer]:
        raise AssertionError

    with school_scope(cast.school):
        seen = Pupil.objects.visible_to(cast.senco)
        asks = [
            Ask(seen.on_roll(), saying("child", "children", "/", Group.DO)),
            Ask(seen.filter(pk=cast.ayla.pk), saying("child", "children", "/", Group.DO)),
            Ask(seen.none(), never),
        ]
        with django_assert_num_queries(1):  # type: ignore[operator]
            counts = count_all(cast.school, [ask.rows for ask in asks])
    assert counts == [3, 1, 0]
    assert [(one.count, one.words) for one in told(asks, counts)] == [(3, "children"), (1, "child")]


def test_groups_in_the_order_they_are_read() -> None:
    """Today before decisions; what is late first; nothing of what there is none of."""
    lines = [
        Answer(2, "gaps", "/", "due", Group.MEND),
        Answer(1, "new", "/", "due", Group.DECIDE),
        Answer(1, "held", "/", "late", Group.DECIDE),
        Answer(0, "none", "/", "due", Group.DO),
        Answer(1, "meeting", "/", "due", Group.TODAY),
    ]
    found = [(heading, [line.words for line in group]) for heading, group in in_groups(lines)]
    assert found == [
        ("Today", ["meeting"]),
        ("To decide", ["held", "new"]),
        ("Missing in the records", ["gaps"]),
    ]


def test_a_higher_room_adds_its_line(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a room registers stands on the home page of whom it asks."""
    monkeypatch.setattr("accounts.asks._finders", [])

    def finder(reader: Membership, day: date) -> list[Ask]:
        rows = Pupil.objects.own_of(reader, day=day)
        return [Ask(rows, saying("plan to agree", "plans to agree", "/plans/", Group.DO))]

    home_also_asks(finder)
    home_also_asks(finder)
    text = sign_in(cast.teacher_4b).get(reverse("reports:home", args=[cast.school.slug]))
    assert text.content.decode().count("plan to agree") == 1
