"""The pages of a draft: resumable, changed child by child, nobody's choice lost."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from pupils.models import AccessEntry
from schools.models import School
from schools.tenancy import school_scope
from stages.models import StagingChoice
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.factories.pupils import AccessBlockFactory, NeedFactory
from tests.people import client_of
from tests.pupils.pages import plain
from tests.stages.staging import (
    begin,
    child,
    draft_of,
    review,
    rule,
    say_yes,
    typed_lines,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(on_ladder: Cast) -> School:
    """Northfield with a ladder."""
    return on_ladder.school


@pytest.fixture
def client(on_ladder: Cast) -> Client:
    """The SENCO at her desk."""
    return client_of(on_ladder.senco)


def chosen(school: School) -> dict[int, tuple[str, date | None]]:
    """What was chosen by hand."""
    with school_scope(school):
        rows = StagingChoice.objects.all()
        return {row.pupil_id: (row.stage_key, row.since) for row in rows}


def without_token(page: str) -> str:
    """The page without the token against forged requests, which is new each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_draft_is_kept_and_gone_on_with(school: School, client: Client) -> None:
    """What was said and chosen is there tomorrow, for a colleague too; there is one draft."""
    kim = child(school, "Kim")
    rule(client, begin(client, "status"), since="day", day="2026-09-14")
    draft = draft_of(school)
    page = review(client, draft)
    client.post(page.wsgi_request.path, typed_lines(page) | {f"c{kim.pk}-stage": "stage-4"})
    colleague = client_of(MembershipFactory(school=school, roles=frozenset({Role.SENCO})))
    assert "A draft is open" in plain(colleague.get("/s/northfield/go-live/"))
    line = next(
        line for line in review(colleague, draft).context["review"].lines if line.child.pk == kim.pk
    )
    assert (line.stage.key, line.since, line.by_hand) == ("stage-4", date(2026, 9, 14), True)
    again = begin(colleague, "need")
    assert "Senco has begun already: go on with that draft." in plain(again)


def test_new_rules_leave_what_was_chosen_by_hand(school: School, client: Client) -> None:
    """Changing the rules moves everyone but those somebody decided about."""
    kim, ann = child(school, "Kim"), child(school, "Ann")
    rule(client, begin(client, "status"))
    draft = draft_of(school)
    page = review(client, draft)
    client.post(page.wsgi_request.path, typed_lines(page) | {f"c{kim.pk}-stage": ""})
    page = client.get(f"/s/northfield/go-live/{draft.pk}/rules/")
    keys = {value.key: name for name, value in page.context["form"].values.items()}
    page = rule(client, page, **{keys["K"]: "stage-4"})
    found = {line.child.pk: line.stage.key for line in page.context["review"].lines}
    assert found[ann.pk] == "stage-4"
    assert kim.pk not in found
    assert [f.line.child.pk for f in review(client, draft, "out").context["forms"]] == [kim.pk]


def test_a_stage_without_a_day_is_asked_again(school: School, client: Client) -> None:
    """422, the rest of what was typed stands, and nothing is kept."""
    kim, ann = child(school, "Kim"), child(school, "Ann")
    rule(client, begin(client, "status"))
    page = review(client, draft_of(school))
    typed = typed_lines(page) | {f"c{kim.pk}-since": "", f"c{ann.pk}-stage": "stage-5"}
    answer = client.post(page.wsgi_request.path, typed)
    assert answer.status_code == 422
    assert "Since when, Kim Made: Say since when." in plain(answer)
    form = next(f for f in answer.context["forms"] if f.line.child.pk == ann.pk)
    assert form["stage"].value() == "stage-5"
    assert chosen(school) == {}


def test_two_people_change_one_line(school: School, client: Client) -> None:
    """The second sees what the first chose and keeps what they typed; saving again decides."""
    kim = child(school, "Kim")
    rule(client, begin(client, "status"))
    page = review(client, draft_of(school))
    typed = typed_lines(page)
    client.post(page.wsgi_request.path, typed | {f"c{kim.pk}-stage": "stage-4"})
    answer = client.post(page.wsgi_request.path, typed | {f"c{kim.pk}-stage": "stage-5"})
    assert answer.status_code == 409
    assert "Senco chose meanwhile: Stage 4" in plain(answer)
    assert chosen(school)[kim.pk][0] == "stage-4"
    again = typed_lines(answer) | {f"c{kim.pk}-stage": "stage-5"}
    assert client.post(page.wsgi_request.path, again).status_code == 302
    assert chosen(school)[kim.pk][0] == "stage-5"


def test_a_change_is_kept_while_one_looks(school: School, client: Client) -> None:
    """By htmx: kept at once, and the part that says what will follow is the page's own."""
    kim = child(school, "Kim")
    rule(client, begin(client, "status"))
    draft = draft_of(school)
    page = review(client, draft)
    typed = typed_lines(page)
    part = client.post(
        page.wsgi_request.path,
        typed | {f"c{kim.pk}-stage": "stage-4"},
        headers={"HX-Request": "true"},
    )
    assert part.status_code == 200
    assert chosen(school)[kim.pk][0] == "stage-4"
    whole = review(client, draft).content.decode()
    follows, _, fresh = part.content.decode().strip().partition("</section>")
    assert without_token(follows) in without_token(whole)
    assert f'name="c{kim.pk}-was"' in fresh
    again = typed | {f"c{kim.pk}-stage": "stage-5", f"c{kim.pk}-was": "stage-4|2025-11-03"}
    client.post(page.wsgi_request.path, again, headers={"HX-Request": "true"})
    assert chosen(school)[kim.pk][0] == "stage-5"


def test_by_need_and_by_year_only_the_list_itself_is_placed(school: School, client: Client) -> None:
    """Rules by need or year group are for children with K or E, unless the SENCO says otherwise."""
    kim, eve, nat = child(school, "Kim"), child(school, "Eve", "E"), child(school, "Nat", "N")
    with school_scope(school):
        for pupil in (kim, nat):
            NeedFactory(pupil=pupil, type_id="SLCN")
    page = begin(client, "need")
    labels = [str(field.label) for field in page.context["form"]]
    assert any(label.startswith("SLCN: 1 child") or "Speech" in label for label in labels)
    page = rule(client, page)
    found = {line.child.pk: line.stage.key for line in page.context["review"].lines}
    assert (found[kim.pk], found[eve.pk]) == ("stage-3", "stage-6")
    assert nat.pk not in found
    rules = client.get(f"/s/northfield/go-live/{draft_of(school).pk}/rules/")
    page = rule(client, rules, with_none="on")
    assert nat.pk in {line.child.pk for line in page.context["review"].lines}


def test_a_child_one_may_not_see_is_not_in_the_draft(
    school: School, client: Client, on_ladder: Cast
) -> None:
    """A SENCO kept from a child neither sees nor places the child."""
    kim = child(school, "Kim")
    with school_scope(school):
        AccessBlockFactory(user=on_ladder.senco.user, pupil=kim)
    page = rule(client, begin(client, "status"))
    for show in ("placed", "none", "out", "refused"):
        assert "Kim" not in plain(review(client, draft_of(school), show))
    say_yes(client, draft_of(school), page)
    assert kim.pk not in {line.child.pk for line in page.context["review"].lines}


def test_the_page_enters_who_was_shown(school: School, client: Client) -> None:
    """One access entry a page, with the children on it."""
    kim = child(school, "Kim")
    rule(client, begin(client, "status"))
    with school_scope(school):
        before = AccessEntry.objects.count()
    review(client, draft_of(school))
    with school_scope(school):
        assert AccessEntry.objects.count() == before + 1
        assert kim.pk in AccessEntry.objects.latest("pk").pupil_ids


def test_a_draft_can_be_put_aside(school: School, client: Client) -> None:
    """It says first what is let go of; then nobody was placed and another way can be begun."""
    child(school, "Kim")
    rule(client, begin(client, "status"))
    draft = draft_of(school)
    address = f"/s/northfield/go-live/{draft.pk}/discard/"
    assert "Nobody is placed by it." in plain(client.get(address))
    assert client.post(address).status_code == 302
    answer: Any = client.get(f"/s/northfield/go-live/{draft.pk}/", follow=True)
    assert "put this draft aside already" in plain(answer)
    assert begin(client, "year").status_code == 200


@pytest.mark.parametrize("day", ["2027-01-01", "yesterday", ""])
def test_rules_ask_for_a_day_that_can_be(school: School, client: Client, day: str) -> None:
    """A day in the future, or none, is asked again and keeps what was typed."""
    child(school, "Kim")
    page = begin(client, "status")
    answer = rule(client, page, day=day, since="day")
    assert answer.status_code == 422
    assert not draft_of(school).has_rules
    assert answer.context["form"]["since"].value() == "day"
