"""What is due on home pages: whose, in which order and words, put off with a reason, counted."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.dates import long_date
from pupils.models import AccessEntry
from schools.tenancy import school_scope
from stages.due import when_words
from stages.models import Snooze
from tests.cast import Cast
from tests.factories.big import fill_school
from tests.factories.stages import give_ladder
from tests.factories.standings import in_days, item, stand
from tests.people import SignIn
from tests.pupils.pages import plain

VOICE, MAP, NOTES, DATA = "Pupil voice", "Provision map", "Daily notes", "Summary of data"


@pytest.fixture
def asked(cast: Cast) -> Cast:
    """Of Ayla something is asked of each role; of Ben of his teacher and the SENCO."""
    stand(
        cast.school,
        cast.ayla,
        item(VOICE, 9),
        item(MAP, -30, "senco"),
        item(NOTES, 2, "ta"),
        item(DATA, 3, "data_manager"),
        item("Review", 40, "senior_leaders", "class_teacher"),
        item("Target meeting", 60, opens=30),
    )
    stand(cast.school, cast.ben, item(VOICE, -2), item(MAP, -4, "senco"), item(NOTES, 5, "ta"))
    return cast


def url(cast: Cast, name: str, *args: int) -> str:
    """An address of what is due."""
    return reverse(f"reports:{name}", args=[cast.school.slug, *args])


def dues(page: Any) -> list[tuple[str, str]]:
    """What a page shows as due: of whom and what, in its order."""
    return [(line.name.split()[0], line.item.what) for line in page.context["due"].shown]


@pytest.mark.parametrize(
    ("person", "wanted"),
    [
        ("teacher_4b", [("Ayla", VOICE), ("Ayla", "Review")]),
        ("teacher_5a", [("Ben", VOICE)]),
        ("senco", [("Ayla", MAP), ("Ben", MAP)]),
        ("ta", [("Ayla", NOTES)]),
        ("office", [("Ayla", DATA)]),
        ("head", [("Ayla", "Review")]),
        ("dsl", []),
    ],
)
def test_each_role_finds_what_it_sees_to_by_day(
    asked: Cast, sign_in: SignIn, person: str, wanted: list[tuple[str, str]]
) -> None:
    """A teacher and a TA of their own children, the SENCO, head and office of every child."""
    client = sign_in(asked.staff[person])
    assert dues(client.get(url(asked, "home"))) == wanted
    assert dues(client.get(url(asked, "due_list"))) == wanted


def test_home_leads_to_the_child_in_one_tap_and_enters_who_is_shown(
    asked: Cast, sign_in: SignIn
) -> None:
    """By when in words; a link to the Stage page; one access entry with the children."""
    page = sign_in(asked.senco).get(url(asked, "home"))
    text = page.content.decode()
    assert url(asked, "pupil_stage", asked.ayla.pk) in text
    since = in_days(-30)
    assert f"since {since.day} {since:%B}" in text
    with school_scope(asked.school):
        entry = AccessEntry.objects.get()
    assert {asked.ayla.pk, asked.ben.pk} <= set(entry.pupil_ids)


def test_the_office_is_led_to_the_details(asked: Cast, sign_in: SignIn) -> None:
    """Who may not see the Stage page is led to the first page they may."""
    text = sign_in(asked.office).get(url(asked, "home")).content.decode()
    assert DATA in text
    assert url(asked, "pupil_stage", asked.ayla.pk) not in text
    assert reverse("pupils:pupil_detail", args=[asked.school.slug, asked.ayla.pk]) in text


@pytest.mark.parametrize("person", ["senco", "head"])
def test_counts_by_kind_lead_to_exactly_those_children(
    asked: Cast, sign_in: SignIn, person: str
) -> None:
    """Each count is a link to the register that lists as many."""
    client = sign_in(asked.staff[person])
    page = client.get(url(asked, "home"))
    kinds = {line.words: line for line in page.context["kinds"]}
    assert {name: (len(one.late), len(one.soon)) for name, one in kinds.items()} == {
        MAP: (2, 2),
        VOICE: (1, 2),
        NOTES: (0, 2),
        DATA: (0, 1),
    }
    assert list(kinds)[:2] == [MAP, VOICE]
    for line in kinds.values():
        assert client.get(f"{line.url}&due=14").context["total"] == len(line.soon)
        assert client.get(f"{line.url}&due=overdue").context["total"] == len(line.late)
    lines = [line for _heading, group in page.context["groups"] for line in group]
    late = next(one for one in lines if "overdue" in one.words)
    assert client.get(late.url).context["total"] == late.count == 2


def test_a_teacher_is_not_shown_the_school_by_kind(asked: Cast, sign_in: SignIn) -> None:
    """Counts of every child are for those who answer for all of them."""
    page = sign_in(asked.teacher_4b).get(url(asked, "home"))
    assert page.context["kinds"] == []
    assert "something overdue" not in page.content.decode()


def snoozing(cast: Cast, client: Client, **typed: str) -> Any:
    """The teacher of 4B puts Ayla's pupil voice off."""
    line = client.get(url(cast, "home")).context["due"].shown[0]
    usual = {"reason": "She is away until Monday", "until": in_days(5).isoformat()}
    where = url(cast, "due_snooze", line.standing) + f"?asked={line.kind}"
    return client.post(where, {**usual, **typed}, follow=True)


def test_what_is_put_off_leaves_ones_own_sight_only(asked: Cast, sign_in: SignIn) -> None:
    """It says until when and why, can be shown again, and stays due for everyone."""
    client = sign_in(asked.teacher_4b)
    page = snoozing(asked, client)
    assert "It stays due." in page.content.decode()
    assert dues(page) == [("Ayla", "Review")]
    assert "She is away until Monday" in plain(page)
    kinds = sign_in(asked.senco).get(url(asked, "home")).context["kinds"]
    assert {len(line.soon) for line in kinds if line.words == VOICE} == {2}
    put_off = page.context["due"].put_off[0].snoozed
    page = client.post(url(asked, "due_wake", put_off.pk), follow=True)
    assert dues(page)[0] == ("Ayla", VOICE)
    with school_scope(asked.school):
        assert not Snooze.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"reason": " "}, "Say why it can wait."),
        ({"until": in_days(0).isoformat()}, "Choose a day from tomorrow to"),
        ({"until": in_days(91).isoformat()}, "Choose a day from tomorrow to"),
        ({"until": "31 2 2027"}, "Enter a real day"),
    ],
)
def test_putting_off_needs_a_reason_and_a_day(
    asked: Cast, sign_in: SignIn, typed: dict[str, str], says: str
) -> None:
    """What is wrong is said, what was typed stays, nothing is put off."""
    answer = snoozing(asked, sign_in(asked.teacher_4b), **typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with school_scope(asked.school):
        assert not Snooze.objects.exists()


def test_nobody_puts_off_or_wakes_what_is_anothers(asked: Cast, sign_in: SignIn) -> None:
    """The TA's things are not the teacher's; the teacher's own are woken by the teacher only."""
    teacher = sign_in(asked.teacher_4b)
    line = teacher.get(url(asked, "home")).context["due"].shown[0]
    where = url(asked, "due_snooze", line.standing)
    assert teacher.get(f"{where}?asked=daily-notes").status_code == 404
    page = snoozing(asked, teacher)
    row = page.context["due"].put_off[0].snoozed
    assert sign_in(asked.senco).post(url(asked, "due_wake", row.pk)).status_code == 404


@pytest.mark.parametrize(
    ("due_on", "late", "words"),
    [
        (date(2026, 10, 19), True, "since 19 October"),
        (date(2025, 10, 19), True, "since 19 October 2025"),
        (date(2026, 11, 23), False, "today"),
        (date(2026, 12, 4), False, "by Friday 4 December"),
        (date(2027, 1, 4), False, "by Monday 4 January 2027"),
        (date(2026, 11, 20), False, "expected by 20 November"),
    ],
)
def test_days_are_told_in_words(due_on: date, late: bool, words: str) -> None:
    """As a colleague would say it."""
    assert when_words(due_on, date(2026, 11, 23), is_late=late) == words


def test_home_shows_six_and_the_list_all(cast: Cast, sign_in: SignIn) -> None:
    """`All 12` leads to the list, which pages at fifty and filters in its address."""
    many = [item(f"Thing {n:02d}", n - 4, "senco") for n in range(12)]
    stand(cast.school, cast.ayla, *many)
    client = sign_in(cast.senco)
    page = client.get(url(cast, "home"))
    assert len(page.context["due_shown"]) == 6
    assert "All 12 by day" in plain(page)
    assert len(client.get(url(cast, "due_list")).context["page"]) == 12
    assert len(client.get(url(cast, "due_list") + "?show=overdue").context["page"]) == 4
    assert len(client.get(url(cast, "due_list") + "?show=14").context["page"]) == 8
    assert len(client.get(url(cast, "due_list") + "?show=banana&page=x").context["page"]) == 12


@pytest.mark.budget(60)
@pytest.mark.parametrize("person", ["senco", "teacher_4b", "head"])
def test_home_asks_the_same_few_queries(cast: Cast, sign_in: SignIn, person: str) -> None:
    """Two at most for what is due, and as many in all for a few children as for many."""
    give_ladder(cast.senco)
    client = sign_in(cast.staff[person])

    def sent() -> list[str]:
        client.get(url(cast, "home"))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url(cast, "home")).status_code == 200
        return [row["sql"] for row in caught if row["sql"] not in {"BEGIN", "COMMIT"}]

    for child in (cast.ayla, cast.ben):
        stand(cast.school, child, item(VOICE, 1), item(MAP, -1, "senco"))
    fill_school(cast.senco, pupils=20, on_register=10)
    few = sent()
    fill_school(cast.senco, pupils=300, on_register=100)
    stand(cast.school, cast.kept, *(item(f"Thing {n}", n, "senco") for n in range(20)))
    many = sent()
    assert len(few) == len(many), "\n".join(many)
    about = [sql for sql in many if 'FROM "stages_standing"' in sql or "stages_snooze" in sql]
    assert len(about) <= 2, "\n".join(about)


def test_a_day_that_passed_wakes_by_itself(asked: Cast, sign_in: SignIn) -> None:
    """On the day that was chosen it stands with the others again."""
    with school_scope(asked.school):
        Snooze.objects.create(
            pupil=asked.ayla,
            requirement="pupil-voice",
            user=asked.teacher_4b.user,
            until=in_days(0),
            reason=f"Until {long_date(in_days(0))}",
        )
    assert ("Ayla", VOICE) in dues(sign_in(asked.teacher_4b).get(url(asked, "home")))
