"""Recording that something asked was done, or why not, and taking that back: the pages."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from stages.actions.evidence import note_for_all
from stages.forms import EvidenceForm
from stages.ladder import RequirementSpec
from stages.models import EvidenceNote
from stages.vocabulary import Evidence
from tests.cast import Cast
from tests.factories.stages import move
from tests.people import client_of
from tests.pupils.pages import plain

SEPTEMBER = date(2026, 9, 14)
TYPED = {"on": "2026-11-20", "words": "Template filled in with her mother, in the blue folder"}


@pytest.fixture
def placed(on_ladder: Cast) -> Cast:
    """Ayla at stage 2 since September."""
    with school_scope(on_ladder.school, by=on_ladder.senco.user):
        save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
        move(on_ladder.ayla, "stage-2", SEPTEMBER, on_ladder.senco)
    return on_ladder


def address(cast: Cast, query: str = "?asked=s2-concern", child: str = "ayla") -> str:
    """Where evidence about a child is recorded."""
    where = {"school": cast.school.slug, "pk": cast.children[child].pk}
    return reverse("stages:evidence_add", kwargs=where) + query


def notes(cast: Cast) -> list[Any]:
    """What was recorded."""
    with school_scope(cast.school, writes=False):
        return list(EvidenceNote.objects.order_by("pk"))


def test_done_is_recorded_and_told(placed: Cast) -> None:
    """The day is filled in; words and a press make the note, which the page then shows as proof."""
    client = client_of(placed.teacher_4b)
    form = client.get(address(placed)).context["form"]
    assert form["on"].value() == date(2026, 11, 23)
    page = client.post(address(placed), TYPED, follow=True)
    assert "Recorded: Initial concern template" in plain(page)
    assert "in the blue folder 20 November 2026" in plain(page)
    (note,) = notes(placed)
    assert (note.requirement, note.why_not, note.recorded_by) == (
        "s2-concern",
        False,
        placed.teacher_4b.user,
    )


def test_why_not_is_recorded_as_a_reason(placed: Cast) -> None:
    """The page shows a reason as a reason."""
    client = client_of(placed.senco)
    typed = TYPED | {"words": "Her parents asked to wait"}
    page = client.post(address(placed, "?asked=s2-concern&why=1"), typed, follow=True)
    assert "Reason recorded" in plain(page)
    assert "Not done: Her parents asked to wait" in plain(page)
    assert notes(placed)[0].why_not


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "2026-11-24"}, "24 November 2026 is in the future: record it on the day or later."),
        ({"on": "2008-01-01"}, "1 January 2008 is before Ayla was born."),
        ({"words": "  "}, "This field is required."),
        ({"on": "yesterday"}, "Enter a valid date."),
    ],
)
def test_bad_input_is_answered_in_one_sentence(
    placed: Cast, typed: dict[str, str], said: str
) -> None:
    """422, the sentence, what was typed kept, nothing saved."""
    page = client_of(placed.senco).post(address(placed), TYPED | typed)
    assert page.status_code == 422
    assert said in plain(page)
    assert (TYPED | typed)["on"] in page.content.decode()
    assert notes(placed) == []


@pytest.mark.parametrize("query", ["?asked=s3-nothing", "?asked=s1-early", "?asked="])
def test_what_is_not_asked_of_this_child_is_not_there(placed: Cast, query: str) -> None:
    """A key of nothing, of another stage, or none: 404 for opening and for sending."""
    client = client_of(placed.senco)
    assert client.get(address(placed, query)).status_code == 404
    assert client.post(address(placed, query), TYPED).status_code == 404
    assert notes(placed) == []


def test_a_child_at_no_stage_is_asked_nothing(placed: Cast) -> None:
    """The page says so, and a key is 404."""
    client = client_of(placed.senco)
    assert "Nothing is asked" in plain(client.get(address(placed, "", "ben")))
    assert client.get(address(placed, child="ben")).status_code == 404


def test_without_saying_what_one_chooses_first(placed: Cast) -> None:
    """Opened without a key, the page asks what it is about, and goes on to it."""
    client = client_of(placed.senco)
    choices = client.get(address(placed, "")).context["form"].fields["asked"].choices
    offered = [key for key, _ in choices]
    assert "s2-pupil-voice" in offered
    assert "all-transition" not in offered  # in July: a record of today would answer nothing
    assert client.post(address(placed, ""), {}).status_code == 422
    assert client.post(address(placed, ""), {"asked": "s1-early"}).status_code == 422
    answer = client.post(address(placed, ""), {"asked": "s2-pupil-voice"})
    assert answer["Location"] == address(placed, "?asked=s2-pupil-voice")


def test_one_record_answers_all_it_serves(placed: Cast) -> None:
    """What one record would answer too is ticked; what is taken away is not answered."""
    client, url = client_of(placed.senco), address(placed, "?asked=s2-six-weekly")
    form = client.get(url).context["form"]
    assert form["serves"].value() == ["s2-parents-review"]
    client.post(url, TYPED)
    client.post(url, TYPED | {"serves": ["s2-parents-review"]})
    found = [note.requirement for note in notes(placed)]
    assert found == ["s2-six-weekly", "s2-six-weekly", "s2-parents-review"]


def test_each_recipient_is_a_record_of_its_own(placed: Cast) -> None:
    """Copies: each who is ticked is recorded one by one, and someone must be chosen."""
    copies = RequirementSpec("copies", Evidence.COPY, "Copies", given_to=("SEN TA", "Parents"))
    form = EvidenceForm(TYPED, asked=[copies], why_not=False)
    assert form.errors == {"given_to": ["Choose who it was given to."]}
    form = EvidenceForm(TYPED | {"given_to": ["SEN TA", "Head"]}, asked=[copies], why_not=False)
    assert form.errors == {"given_to": ["The ladder does not name Head."]}
    form = EvidenceForm(TYPED | {"given_to": ["SEN TA", "Parents"]}, asked=[copies], why_not=False)
    assert form.is_valid()
    with school_scope(placed.school, by=placed.senco.user):
        note_for_all(pupil=placed.ayla, asked=form.answered(), by=placed.senco, **form.note())
    assert [note.given_to for note in notes(placed)] == ["SEN TA", "Parents"]
    assert "given_to" not in EvidenceForm(asked=[copies], why_not=True).fields


def test_taking_back(placed: Cast) -> None:
    """Its writer and the SENCO may, with a reason; another teacher is refused; once only."""
    client_of(placed.teacher_4b).post(address(placed), TYPED)
    (note,) = notes(placed)
    url = reverse("stages:evidence_withdraw", args=[placed.school.slug, note.pk])
    senco: Client = client_of(placed.senco)
    assert "Template filled in" in plain(senco.get(url))
    assert senco.post(url, {"because": ""}).status_code == 422
    assert client_of(placed.teacher_5a).post(url, {"because": "No"}).status_code == 404
    page = senco.post(url, {"because": "The wrong child"}, follow=True)
    assert "It is taken back." in plain(page)
    assert "blue folder" not in plain(page).replace("It is taken back.", "")
    (note,) = notes(placed)
    assert (note.withdrawn_by, note.withdrawn_because) == (placed.senco.user, "The wrong child")
    assert senco.post(url, {"because": "Again"}).status_code == 404


def test_a_colleague_who_did_not_write_it_is_refused(placed: Cast) -> None:
    """A teacher of the child may not take back what the SENCO recorded: 403."""
    client_of(placed.senco).post(address(placed), TYPED)
    url = reverse("stages:evidence_withdraw", args=[placed.school.slug, notes(placed)[0].pk])
    assert client_of(placed.teacher_4b).post(url, {"because": "No"}).status_code == 403
    assert notes(placed)[0].withdrawn_at is None


def test_the_trail_tells_it_in_words(placed: Cast) -> None:
    """Who recorded what of whom, and who took it back."""
    client = client_of(placed.senco)
    client.post(address(placed), TYPED)
    url = reverse("stages:evidence_withdraw", args=[placed.school.slug, notes(placed)[0].pk])
    client.post(url, {"because": "The wrong child"})
    trail = plain(client.get(reverse("reports:audit_trail", args=[placed.school.slug])))
    assert f"recorded for {placed.ayla.name} as done: Initial concern template" in trail
    assert f"took back what was recorded for {placed.ayla.name} : Initial concern" in trail
