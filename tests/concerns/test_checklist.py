"""The school's own checklist: changed version by version, answered with a concern, evidence."""

from typing import Any

import pytest
from django.urls import reverse

from common.errors import Refused
from pupils.actions import checklist_in_use, save_checklist, say_who_reads
from pupils.models import Checklist, Concern
from pupils.models.checklists import Question
from reports.concerns.checklist_starts import starts
from schools.tenancy import school_scope
from stages.presets import presets
from stages.sources import pieces_of
from stages.vocabulary import Evidence
from tests.cast import Cast
from tests.people import client_of
from tests.pupils.pages import fields_of, plain

QUESTIONS = (
    Question("", "Talking", "Finds the words", "scale"),
    Question("", "Talking", "Is hearing checked?", "yes_no"),
    Question("", "Around it", "What goes well?", "words"),
)


def at(route: str, pk: int | None = None) -> str:
    """The address of a page."""
    where: dict[str, Any] = {"school": "northfield"} | ({"pk": pk} if pk else {})
    return reverse(f"reports:{route}", kwargs=where)


def save(school: Cast, *questions: Question, expected: int = 0) -> Checklist:
    """Make the next version as the SENCO."""
    return save_checklist(
        school=school.school,
        name="Our checklist",
        questions=questions or QUESTIONS,
        expected=expected,
        by=school.senco.user,
    )


@pytest.fixture
def listed(school: Cast) -> Cast:
    """A school with a checklist of three questions."""
    with school_scope(school.school, by=school.senco.user):
        save(school)
    return school


def answered(cast: Cast, **typed: str) -> Concern:
    """The TA raises a concern about Ayla with the checklist answered."""
    client = client_of(cast.ta)
    form = fields_of(client.get(at("concern_add", cast.ayla.pk)))
    sent = form | {"seen": "Rubs both eyes", "parents_know": "yes"} | typed
    answer = client.post(at("concern_add", cast.ayla.pk), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    with school_scope(cast.school, writes=False):
        return Concern.objects.get()


def test_it_starts_from_what_the_ladders_document_names(school: Cast) -> None:
    """Offered, that of the own ladder first; nothing is saved before the person says so."""
    client = client_of(school.senco)
    page = client.get(at("checklist_edit"))
    assert [key for key, _ in page.context["starts"]] == ["eight-steps", "send-overview"]
    url = f"{at('checklist_edit')}?start=eight-steps"
    begun = client.get(url)
    assert "Initial concerns checklist" in begun.content.decode()
    with school_scope(school.school, writes=False):
        assert not Checklist.objects.exists()
    assert client.post(url, fields_of(begun)).status_code == 302
    with school_scope(school.school, writes=False):
        made = Checklist.objects.get()
    assert (made.number, made.name) == (1, "Initial concerns checklist")
    assert len(made.asked) == len(starts()[0].questions)
    assert len({one.key for one in made.asked}) == len(made.asked)


def test_every_start_is_of_a_preset_and_its_questions_differ() -> None:
    """A start belongs to a ladder we ship, and asks nothing twice."""
    keys = {preset.key for preset in presets()}
    for start in starts():
        assert start.key in keys
        words = [question.words for question in start.questions]
        assert len(set(words)) == len(words)


def test_it_is_changed_on_its_page(listed: Cast) -> None:
    """A row emptied is taken out, an empty one filled is new and goes on under the last heading."""
    client = client_of(listed.office)
    form = fields_of(client.get(at("checklist_edit")))
    sent = form | {"words_1": "", "words_3": "What helps?", "sort_3": "words"}
    assert client.post(at("checklist_edit"), sent).status_code == 302
    with school_scope(listed.school, writes=False):
        old, new = Checklist.objects.order_by("number")
    assert [one.words for one in new.asked] == ["Finds the words", "What goes well?", "What helps?"]
    assert new.asked[2].heading == "Around it"
    assert [one.key for one in new.asked] == [old.asked[0].key, old.asked[2].key, "q4"]
    assert len(old.asked) == 3


def test_bad_input_keeps_what_was_typed(listed: Cast) -> None:
    """The same question twice, or a page that is out of date: a sentence, and no version."""
    client = client_of(listed.senco)
    form = fields_of(client.get(at("checklist_edit")))
    twice = client.post(at("checklist_edit"), form | {"words_3": "finds THE words"})
    assert twice.status_code == 422
    assert "stands there twice" in plain(twice)
    assert "finds THE words" in twice.content.decode()
    late = client.post(at("checklist_edit"), form | {"expected": "0"})
    assert "changed the checklist meanwhile" in plain(late)
    assert client.delete(at("checklist_edit")).status_code == 405
    assert client_of(listed.teacher_4b).get(at("checklist_edit")).status_code == 403
    with school_scope(listed.school, writes=False):
        assert Checklist.objects.count() == 1


def test_what_is_refused_and_what_makes_no_version(listed: Cast) -> None:
    """Too many questions, an answer of no sort; the same again is the same version."""
    many = [Question("", "", f"Question {n}", "scale") for n in range(61)]
    with school_scope(listed.school, by=listed.senco.user):
        with pytest.raises(Refused, match="At most 60"):
            save(listed, *many, expected=1)
        with pytest.raises(Refused, match="how each question"):
            save(listed, Question("", "", "Colour?", "colour"), expected=1)
        same = Checklist.objects.get()
        assert save(listed, *same.asked, expected=1) == same
        assert checklist_in_use() == same
        save_checklist(
            school=listed.school, name="x", questions=[], expected=1, by=listed.senco.user
        )
        assert checklist_in_use() is None


def test_answers_are_kept_with_their_questions(listed: Cast) -> None:
    """Whatever becomes of the checklist afterwards."""
    row = answered(listed, is_q1="2", note_q1="Not in maths", note_q3="Draws")
    told = plain(client_of(listed.senco).get(at("concern_detail", row.pk)))
    with school_scope(listed.school, by=listed.senco.user):
        save(listed, Question("", "", "Something else", "words"), expected=1)
    later = plain(client_of(listed.senco).get(at("concern_detail", row.pk)))
    for page in (told, later):
        assert "Our checklist" in page
        assert "Finds the words" in page
        assert "Often" in page
        assert "Not in maths" in page
        assert "Draws" in page
        assert "Is hearing checked?" not in page


def test_a_draft_keeps_its_answers(listed: Cast) -> None:
    """Kept as they are typed, and there again when the form is opened."""
    client = client_of(listed.ta)
    kept = {"seen": "Rubs", "is_q2": "no", "version": "0"}
    assert client.post(at("concern_keep", listed.ayla.pk), kept).status_code == 302
    page = client.get(at("concern_add", listed.ayla.pk))
    assert page.context["form"]["is_q2"].value() == "no"
    assert page.context["form"].has_answers


def test_an_answered_checklist_is_evidence(listed: Cast) -> None:
    """Of the ladder's own kind, given to the SENCO; none without an answer, or concealed."""

    def kinds() -> dict[Evidence, Any]:
        found = pieces_of([listed.ayla.pk]).get(listed.ayla.pk, [])
        return {piece.kind: piece for piece in found}

    row = answered(listed, is_q1="3")
    with school_scope(listed.school, by=listed.dsl.user):
        piece = kinds()[Evidence.CHECKLIST]
        assert (piece.of, piece.said, piece.given_to) == (
            "initial_concerns",
            "Our checklist",
            "SENCO",
        )
        say_who_reads(concern=row, openness="concealed", expected=row.version)
        assert Evidence.CHECKLIST not in kinds()


def test_without_an_answer_it_is_none(listed: Cast) -> None:
    """A form that offers a checklist is not an answered one."""
    row = answered(listed)
    assert (row.checklist_name, row.checklist_answers) == ("", [])
