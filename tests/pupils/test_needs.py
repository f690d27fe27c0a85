"""A child's needs, all on one form (statutory.md 2.2 and 2.3)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from pupils.models import Need, NeedType
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import NeedFactory, PupilFactory
from tests.people import SignIn
from tests.pupils.pages import address, plain

pytestmark = pytest.mark.usefixtures("monday")


def opened(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send for the needs just opened."""
    response = client.get(url)
    formset = response.context["formset"]
    forms = [response.context["opened"], formset.management_form, *formset.forms]
    sent = {
        bound.html_name: str(bound.value() if bound.value() is not None else "")
        for form in forms
        for bound in form
    }
    return sent | {"version": str(response.context["opened"]["version"].value())}


def line(number: int, **fields: str) -> dict[str, str]:
    """The fields of one line of the form."""
    return {f"needs-{number}-{name}": value for name, value in fields.items()}


def needs_of(cast: Cast) -> list[tuple[str, int, str, bool]]:
    """Ayla's needs: code, rank, who identified it, whether it is still a need."""
    with school_scope(cast.school):
        rows = Need.objects.filter(pupil=cast.ayla).order_by("ends_on", "rank", "type_id")
        return [(row.type_id, row.rank, row.identified_by, row.ends_on is None) for row in rows]


@pytest.fixture
def url(cast: Cast) -> str:
    """The form of Ayla's needs."""
    return address("need_edit", cast.school, cast.ayla.pk)


def test_needs_are_added_reordered_and_ended(cast: Cast, sign_in: SignIn, url: str) -> None:
    """Ranks can change places; a need that is no more keeps its row, with its last day."""
    NeedFactory(pupil=cast.ayla, type_id="SPLD", rank=2)
    NeedFactory(pupil=cast.ayla, type_id="HI", rank=3)
    client = sign_in(cast.senco)
    sent = opened(client, url) | line(0, rank="2", identified_by="speech therapist")
    sent |= line(1, rank="1") | line(2, ends_on="2026-10-01")
    sent |= line(3, type="ASD", rank="3", starts_on="2026-11-02")
    assert client.post(url, sent).status_code == 302
    assert needs_of(cast) == [
        ("HI", 3, "", False),
        ("SPLD", 1, "", True),
        ("SLCN", 2, "speech therapist", True),
        ("ASD", 3, "", True),
    ]
    with school_scope(cast.school):
        history = Need.history.filter(pupil=cast.ayla, type_id="SPLD").order_by("history_id")
        assert [row.rank for row in history] == [2, 1]
        assert history.last().history_user_id == cast.senco.user_id


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (line(0, rank="2"), "One need must have rank 1: it is the primary need."),
        (
            line(1, type="ASD", rank="1", starts_on="2026-11-02"),
            "Two needs have rank 1.",
        ),
        (
            line(1, type="SLCN", rank="2", starts_on="2026-11-02"),
            "Speech, language and communication needs is in the list twice.",
        ),
        (line(1, type="ASD", rank="2", starts_on="2026-11-24"), "a date in the future"),
        (line(1, type="ASD", rank="2", starts_on="2017-11-24"), "before the birth"),
        (line(0, ends_on="2024-01-01"), "it cannot end before it began"),
        (line(1, type="BESD", rank="2", starts_on="2026-11-02"), "Select a valid choice"),
        (line(1, type="ASD", rank="", starts_on="2026-11-02"), "Rank: This field is required."),
        (line(1, type="", rank="2"), "Type of need: This field is required."),
        (line(0, rank="0"), "greater than or equal to 1"),
    ],
)
def test_a_list_that_is_wrong_is_refused_whole(
    cast: Cast, sign_in: SignIn, url: str, change: dict[str, str], says: str
) -> None:
    """One primary need, no rank or type twice, days that can be: else nothing is saved."""
    client, before = sign_in(cast.senco), needs_of(cast)
    sent = opened(client, url) | line(2, identified_by="Zqtyped") | change
    sent |= line(2, type="MLD", rank="9", starts_on="2026-11-02")
    response = client.post(url, sent)
    assert response.status_code == 422
    assert says in plain(response)
    assert "Zqtyped" in response.content.decode()
    assert needs_of(cast) == before


def test_unassessed_only_with_sen_support(cast: Cast, sign_in: SignIn, url: str) -> None:
    """NSA goes with K (census rule 2175), and with no other status."""
    client = sign_in(cast.senco)
    added = line(1, type="NSA", rank="2", starts_on="2026-11-02")
    assert client.post(url, opened(client, url) | added).status_code == 302
    child = PupilFactory(school=cast.school)
    theirs = address("need_edit", cast.school, child.pk)
    added = line(0, type="NSA", rank="1", starts_on="2026-11-02")
    response = client.post(theirs, opened(client, theirs) | added)
    assert "only for a child at SEN support (K); this child's status is N." in plain(response)


def test_two_people_editing_needs_are_told(cast: Cast, sign_in: SignIn, url: str) -> None:
    """Needs changed meanwhile: both lists are shown, mine stays in the form, saving again works."""
    client = sign_in(cast.senco)
    mine = opened(client, url) | line(0, identified_by="Zqmine")
    with school_scope(cast.school, by=cast.head.user):
        need = Need.objects.get(pupil=cast.ayla)
        need.identified_by = "Zqtheirs"
        need.save()
    response = client.post(url, mine)
    assert response.status_code == 409
    assert "Head saved this first" in plain(response)
    assert "from 1 September 2025, identified by Zqtheirs" in plain(response)
    assert "Zqmine" in response.content.decode()
    again = mine | {"version": str(response.context["opened"]["version"].value())}
    assert client.post(url, again).status_code == 302
    assert needs_of(cast) == [("SLCN", 1, "Zqmine", True)]


def test_need_left_out_by_a_forged_form_is_refused(cast: Cast, sign_in: SignIn, url: str) -> None:
    """A need cannot be dropped by leaving its line away."""
    client = sign_in(cast.senco)
    sent = opened(client, url) | line(0, type="ASD", rank="1", starts_on="2026-11-02")
    response = client.post(url, sent)
    assert "A need of this child is missing from the list." in plain(response)
    assert needs_of(cast) == [("SLCN", 1, "Zqnorthfieldayla clinic", True)]


def test_too_many_lines_are_refused(cast: Cast, sign_in: SignIn, url: str) -> None:
    """A form of a thousand needs is not read."""
    client = sign_in(cast.senco)
    response = client.post(url, opened(client, url) | {"needs-TOTAL_FORMS": "1000"})
    assert response.status_code == 422


def test_ended_type_of_need_is_not_offered(cast: Cast, sign_in: SignIn, url: str) -> None:
    """Types of need have dates; one not in use is offered only to a child who has it."""
    NeedType.objects.filter(pk="DS").update(starts_on=date(2027, 1, 1))
    assert "Down syndrome" not in plain(sign_in(cast.senco).get(url))
