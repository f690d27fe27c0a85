"""Going live with a list: placed as every move is, back-dated, all or nothing, with its history."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupils.models import SenStatus
from schools.models import School
from schools.tenancy import school_scope
from stages.actions import place
from stages.models import Stage, StageRecord, StagingChoice, StagingDraft
from tests.cast import Cast
from tests.factories.pupils import SenStatusFactory
from tests.people import client_of
from tests.pupils.pages import plain
from tests.stages.staging import (
    BEGAN,
    at,
    begin,
    child,
    draft_of,
    review,
    rule,
    say_yes,
    statuses,
    typed_lines,
)

pytestmark = pytest.mark.django_db
YEAR_BEGAN = date(2026, 9, 1)


@pytest.fixture
def school(on_ladder: Cast) -> School:
    """Northfield with a ladder, not live yet."""
    on_ladder.school.go_live_on = None
    on_ladder.school.save()
    return on_ladder.school


@pytest.fixture
def client(on_ladder: Cast) -> Client:
    """The SENCO at her desk."""
    return client_of(on_ladder.senco)


def test_a_list_is_placed_by_status_since_each_status_began(
    school: School, client: Client, on_ladder: Cast
) -> None:
    """K to where support begins, E to the plan's stage, N untouched; the school is live then."""
    kim, eve, nat = child(school, "Kim"), child(school, "Eve", "E"), child(school, "Nat", "N")
    page = rule(client, begin(client, "status"))
    assert page.status_code == 200
    assert at(kim) is None
    done = say_yes(client, draft_of(school), page, on="2026-11-23")
    assert done.status_code == 302
    assert (at(kim), at(eve), at(nat)) == (("stage-3", BEGAN), ("stage-6", BEGAN), None)
    assert statuses(kim) == [("K", BEGAN, None)]
    assert statuses(eve) == [("E", BEGAN, None)]
    school.refresh_from_db()
    assert school.go_live_on == date(2026, 11, 23)
    with school_scope(school):
        record = StageRecord.objects.get(pupil=kim)
        assert record.reason == "On the school's list at go-live"
        assert record.from_go_live
        assert record.recorded_by == on_ladder.senco.user
        version = record.history.get()
        assert version.history_user == on_ladder.senco.user
        assert not StagingChoice.objects.exists()


def test_a_child_without_status_comes_onto_the_register_and_it_is_said(
    school: School, client: Client
) -> None:
    """N becomes K, loudly; history keeps the move, and the parents are still to be told."""
    nat = child(school, "Nat", "N")
    begin(client, "status")
    draft = draft_of(school)
    page = client.get(f"/s/northfield/go-live/{draft.pk}/rules/")
    keys = {value.key: name for name, value in page.context["form"].values.items()}
    page = rule(client, page, **{keys["N"]: "stage-3", "since": "day", "day": "2026-09-07"})
    assert "1 with no SEN status now come onto the SEN register: N becomes K." in plain(page)
    assert [line.child.pk for line in page.context["review"].lines if line.changes_code] == [nat.pk]
    say_yes(client, draft, page)
    assert statuses(nat) == [("K", date(2026, 9, 7), None)]
    untold = client.get("/s/northfield/register/?gap=untold")
    text = plain(untold)
    assert "Nat" in text
    assert "Kept" not in text


def test_a_status_that_ended_or_comes_later_is_kept_right(school: School, client: Client) -> None:
    """Placed before the N that a correction recorded, K takes its place from the day given."""
    nat = child(school, "Nat", "N")
    with school_scope(school):
        SenStatusFactory(pupil=nat, code="N", starts_on=date(2026, 10, 1), source="correction")
    begin(client, "status")
    draft = draft_of(school)
    page = client.get(f"/s/northfield/go-live/{draft.pk}/rules/")
    keys = {value.key: name for name, value in page.context["form"].values.items()}
    page = rule(client, page, **{keys["N"]: "stage-3", "since": "day", "day": "2026-09-07"})
    say_yes(client, draft, page)
    assert statuses(nat) == [("K", date(2026, 9, 7), None)]
    with school_scope(school):
        ended = SenStatus.objects.get(pupil=nat, code="N")
        assert ended.ends_on == ended.starts_on
        assert ended.history.count() == 2


def test_support_that_would_begin_earlier_is_said(school: School, client: Client) -> None:
    """A stage on the register since before K was recorded moves K's beginning, and says so."""
    kim = child(school, "Kim")
    page = begin(client, "status")
    page = rule(client, page, since="day", day="2025-09-08")
    assert "SEN support (K) then begins earlier than it is recorded now" in plain(page)
    say_yes(client, draft_of(school), page)
    assert statuses(kim) == [("K", date(2025, 9, 8), None)]


def test_a_child_who_joined_later_is_placed_from_then_on(school: School, client: Client) -> None:
    """Since the day asked for, or the day of joining where that is later."""
    kim = child(school, "Kim", joined_on=date(2026, 10, 5))
    page = rule(client, begin(client, "status"))
    say_yes(client, draft_of(school), page)
    assert at(kim) == ("stage-3", date(2026, 10, 5))


def test_what_cannot_be_placed_is_listed_with_why_and_stays(school: School, client: Client) -> None:
    """E stages need a plan; nobody is in the future, or there before birth or joining."""
    kim, eve, ann = child(school, "Kim"), child(school, "Eve", "E"), child(school, "Ann")
    rule(client, begin(client, "status"))
    draft = draft_of(school)
    page = review(client, draft)
    lines = typed_lines(page)
    lines |= {f"c{kim.pk}-stage": "stage-6"}
    lines |= {f"c{eve.pk}-stage": "stage-2"}
    lines |= {f"c{ann.pk}-since": "2027-01-01"}
    assert client.post(page.wsgi_request.path, lines).status_code == 302
    page = review(client, draft, "refused")
    why = {form.line.child.pk: form.line.problem for form in page.context["forms"]}
    assert why[kim.pk].startswith("Stage 6: ")
    assert "is for a child with an EHC plan in force" in why[kim.pk]
    assert why[eve.pk] == (
        "Eve has an EHC plan in force and stays on the register until it ceases."
    )
    assert why[ann.pk].startswith("1 January 2027 is in the future")
    say_yes(client, draft, page)
    assert (at(kim), at(eve), at(ann)) == (None, None, None)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2024-09-01", "1 September 2024 is before Kim joined the school on 2 September 2024."),
        ("2018-01-01", "1 January 2018 is before Kim was born."),
    ],
)
def test_a_day_before_the_child_was_here_is_refused(
    school: School, client: Client, day: str, sentence: str
) -> None:
    """The rules of every move (stages/rules.py), line by line."""
    kim = child(school, "Kim")
    rule(client, begin(client, "status"))
    draft = draft_of(school)
    page = review(client, draft)
    client.post(page.wsgi_request.path, typed_lines(page) | {f"c{kim.pk}-since": day})
    assert sentence in plain(review(client, draft, "refused"))


def test_what_changed_meanwhile_is_shown_and_nothing_is_saved(
    school: School, client: Client
) -> None:
    """A child who left since the page was opened: the yes is to another list, so it is refused."""
    kim = child(school, "Kim")
    page = rule(client, begin(client, "status"))
    with school_scope(school):
        kim.left_on = date(2026, 11, 20)
        kim.save()
    done = say_yes(client, draft_of(school), page)
    assert done.status_code == 422
    assert "Something changed here since you looked" in plain(done)
    with school_scope(school):
        assert not StageRecord.objects.exists()
    school.refresh_from_db()
    assert school.go_live_on is None


def test_two_people_confirm_the_same_draft(school: School, client: Client, on_ladder: Cast) -> None:
    """The second is told who did it and when; nobody is placed twice."""
    kim = child(school, "Kim")
    page = rule(client, begin(client, "status"))
    draft = draft_of(school)
    say_yes(client, draft, page)
    again = client.post(
        f"/s/northfield/go-live/{draft.pk}/confirm/",
        {"digest": page.context["confirm"].initial["digest"], "on": "2026-11-23"},
        follow=True,
    )
    assert "Senco placed these children already: nothing was changed now." in plain(again)
    with school_scope(school):
        assert StageRecord.objects.filter(pupil=kim).count() == 1


def test_a_second_run_places_only_those_not_yet_placed(
    school: School, client: Client, on_ladder: Cast
) -> None:
    """Those with a record are let be; the day the school went live stays."""
    kim = child(school, "Kim")
    with school_scope(school, by=on_ladder.senco.user):
        stage = Stage.objects.get(key="stage-4")
        place(pupil=kim, stage=stage, on=YEAR_BEGAN, by=on_ladder.senco, reason="Reviewed")
    page = rule(client, begin(client, "status"))
    say_yes(client, draft_of(school), page, on="2026-11-20")
    assert at(kim) == ("stage-4", YEAR_BEGAN)
    ann = child(school, "Ann")
    page = rule(client, begin(client, "status"))
    assert [line.child.pk for line in page.context["review"].lines] == [ann.pk]
    say_yes(client, draft_of(school), page)
    assert at(ann) == ("stage-3", BEGAN)
    school.refresh_from_db()
    assert school.go_live_on == date(2026, 11, 20)


def test_nobody_can_be_placed_by_an_empty_list(school: School, client: Client) -> None:
    """A yes to a list without children changes nothing."""
    page = begin(client, "status")
    values = page.context["form"].values
    page = rule(client, page, **dict.fromkeys(values, "_leave"))
    done = say_yes(client, draft_of(school), page)
    assert "Nobody would be placed" in plain(done)


def test_a_school_without_a_list_goes_live_all_the_same(school: School, client: Client) -> None:
    """Children then come onto the ladder one by one."""
    begin(client, "nobody")
    school.refresh_from_db()
    assert school.go_live_on == date(2026, 11, 23)
    with school_scope(school):
        assert not StagingDraft.objects.exists()


def test_250_children_in_as_many_queries_as_ten(school: School, client: Client) -> None:
    """The number of queries does not grow with the list, N that become K included."""

    def queries(count: int) -> int:
        for number in range(count):
            child(school, f"Child{number}", "KN"[number % 2])
        begin(client, "status")
        draft = draft_of(school)
        page = client.get(f"/s/northfield/go-live/{draft.pk}/rules/")
        keys = {value.key: name for name, value in page.context["form"].values.items()}
        page = rule(client, page, **{keys["N"]: "stage-3"})
        with CaptureQueriesContext(connection) as sent:
            assert say_yes(client, draft, page).status_code == 302
        return len(sent)

    few = queries(10)
    assert queries(250) <= few < 50
    with school_scope(school):
        assert StageRecord.objects.count() == 263
        assert StageRecord.history.count() == 263


def test_the_whole_list_is_saved_or_nothing(
    school: School, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last step fails, no child has been placed."""
    child(school, "Kim")
    page = rule(client, begin(client, "status"))

    def fail(**_: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("stages.actions.staging.go_live", fail)
    client.raise_request_exception = False
    assert say_yes(client, draft_of(school), page).status_code == 500
    with school_scope(school):
        assert not StageRecord.objects.exists()
        assert draft_of(school).is_open
