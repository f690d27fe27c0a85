"""The bank: chosen from while writing a plan, added to and hidden from by the school."""

from typing import Any

import pytest
from django.urls import reverse

from provision.banks import bank
from provision.choosing import bank_lines, key_of
from provision.models import BankItem, Plan
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.provision import plan
from tests.people import client_of
from tests.provision.test_writing import url
from tests.pupils.pages import words

HELPS = bank().strategies[0]


def bank_url(route: str, pk: str = "") -> str:
    """The address of a page of the bank at Northfield."""
    where = {"school": "northfield"} | ({"pk": pk} if pk else {})
    return reverse(f"provision:{route}", kwargs=where)


@pytest.fixture
def begun(school: Cast) -> Plan:
    """Ayla's IEP, begun by her teacher."""
    with school_scope(school.school, by=school.teacher_4b.user):
        return plan(school.ayla, school.teacher_4b)


def test_the_bank_is_searched_by_words_and_area(school: Cast) -> None:
    """All of the words, in any order, in an area or in all; what fits the child's needs first."""
    with school_scope(school.school, writes=False):
        everything = bank_lines("strategy")
        assert len(everything) == len(bank().strategies)
        some = bank_lines("strategy", words="TABLE the")
        assert some
        assert all("table" in line.words.lower() for line in some)
        assert {line.area for line in bank_lines("target", area="CI")} == {"CI"}
        assert not bank_lines("target", words="zebra xylophone")
        first = bank_lines("strategy", types=["VI"])[0]
        assert "VI" in first.types


def test_a_strategy_is_in_the_plan_with_one_press(school: Cast, begun: Plan) -> None:
    """From the plan to the bank and back to its place on the paper."""
    client = client_of(school.teacher_4b)
    page = url("bank_pick", begun.pk)
    assert page in words(client.get(url("plan_detail", begun.pk)))
    assert HELPS.words in words(client.get(page)).replace("&#x27;", "'")
    answer = client.post(page, {"key": key_of(HELPS.words)})
    with school_scope(school.school, writes=False):
        (row,) = begun.strategies.all()
    assert row.words == HELPS.words
    assert answer["Location"].endswith(f"#strategy-{row.pk}")


def test_a_target_opens_since_its_start_is_to_be_said(school: Cast, begun: Plan) -> None:
    """With its measure, how often, area, and the day of the review."""
    client, chosen = client_of(school.teacher_4b), bank().targets[0]
    page = url("bank_pick", begun.pk) + "?kind=target"
    assert client.get(page).context["kind"] == "target"
    answer = client.post(page, {"key": key_of(chosen.what)}, follow=True)
    form: Any = answer.context["editing"].form
    assert form["what"].value() == chosen.what
    assert form["measure"].value() == chosen.measure
    assert form["by_on"].value() == begun.review_by
    gone = client.post(page, {"key": "none"}, follow=True)
    assert "not in the bank any more" in words(gone)


def test_the_school_adds_its_own_and_hides_others(school: Cast, begun: Plan) -> None:
    """Its own come first; what is hidden is for nobody to choose until it is shown again."""
    senco, teacher = client_of(school.senco), client_of(school.teacher_4b)
    own = {"kind": "strategy", "area": "CL", "words": "A reading ruler, blue"}
    assert senco.post(bank_url("bank_add"), own).status_code == 302
    again = senco.post(bank_url("bank_add"), own)
    assert again.status_code == 422
    assert "has that already" in words(again)
    assert senco.post(bank_url("bank_add"), own | {"words": "🙂"}).status_code == 422
    with school_scope(school.school, writes=False):
        assert bank_lines("strategy")[0].words == "A reading ruler, blue"
    pk = f"strategy-{key_of(HELPS.words)}"
    senco.post(bank_url("bank_hide", pk))
    page = url("bank_pick", begun.pk)
    assert key_of(HELPS.words) not in words(teacher.get(page))
    teacher.post(page, {"key": key_of(HELPS.words)})
    with school_scope(school.school, writes=False):
        assert not begun.strategies.exists()
    assert "Hidden" in words(senco.get(bank_url("bank_list")))
    senco.post(bank_url("bank_hide", pk))
    assert key_of(HELPS.words) in words(teacher.get(page))
    assert senco.post(bank_url("bank_hide", "strategy-none")).status_code == 404


def test_one_schools_bank_is_not_anothers(school: Cast, other: Cast) -> None:
    """What one school added the other does not see."""
    with school_scope(other.school, by=other.senco.user):
        BankItem.objects.create(kind="strategy", area_id="CL", words="Theirs alone")
    with school_scope(school.school, writes=False):
        assert "Theirs alone" not in [line.words for line in bank_lines("strategy")]
