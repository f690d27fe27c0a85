"""The pages of letters: what is due, making, the print, giving, a child's letters, the words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pupils.models import AccessBlock, Contact, Given, Letter, LetterBatch, LetterText
from schools.tenancy import school_scope
from stages.actions import make_letters_of, withdraw_record
from stages.models import StageRecord
from tests.cast import Cast
from tests.factories.stages import move
from tests.letters.conftest import OCTOBER, add_adult
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain
from tests.working import let_work

MISTAKEN, CLASH = 422, 409


def url(school: Cast, name: str, pk: int | None = None) -> str:
    """The address of a page of letters."""
    where: dict[str, Any] = {"school": school.school.slug}
    return reverse(f"reports:{name}", kwargs=where | ({"pk": pk} if pk else {}))


@pytest.fixture
def senco(school: Cast, joined: StageRecord, sign_in: SignIn) -> Client:
    """The SENCO at the desk; Ayla's letter is due."""
    return sign_in(school.senco)


def make(senco: Client, school: Cast, *records: StageRecord) -> LetterBatch:
    """Press the button of the list; gives the print."""
    sent = {"record": [row.pk for row in records]}
    answer: Any = senco.post(url(school, "letters_make"), sent)
    assert answer.status_code == 302, plain(answer)
    with school_scope(school.school):
        batch: LetterBatch = LetterBatch.objects.latest("pk")
    assert answer.url == url(school, "batch_detail", batch.pk)
    return batch


def test_home_and_the_stage_page_say_that_a_letter_is_due(
    school: Cast, joined: StageRecord, senco: Client, sign_in: SignIn
) -> None:
    """The SENCO on home; on the stage page whoever may see letters, but only the SENCO makes."""
    assert "1 letter to parents due" in plain(senco.get(url(school, "home")))
    stage = plain(senco.get(url(school, "pupil_stage", school.ayla.pk)))
    assert "Letter to parents due. Joining SEN support, 14 September 2026." in stage
    assert "Make the letter" in stage
    teacher = plain(sign_in(school.teacher_4b).get(url(school, "pupil_stage", school.ayla.pk)))
    assert "Letter to parents due." in teacher
    assert "Make the letter" not in teacher
    helper = plain(sign_in(school.ta).get(url(school, "pupil_stage", school.ayla.pk)))
    assert "Letter to parents" not in helper


def test_from_due_to_given(school: Cast, joined: StageRecord, senco: Client) -> None:
    """List, print, file, giving: each page leads to the next, and home is quiet at the end."""
    listed = senco.get(url(school, "letter_list"))
    assert "Joining SEN support" in plain(listed)
    batch = make(senco, school, joined)
    page = senco.get(url(school, "batch_detail", batch.pk))
    assert "Making the file" in plain(page)
    let_work(school.school)
    page = senco.get(url(school, "batch_detail", batch.pk))
    assert "Download for printing" in plain(page)
    file = senco.get(url(school, "batch_pdf", batch.pk))
    assert file.content[:5] == b"%PDF-"
    assert file["Content-Disposition"].startswith("attachment; filename=")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]
    with school_scope(school.school):
        letter = Letter.objects.get()
    sent = fields_of(page) | {"batch": batch.pk, "letter": [letter.pk]}
    done = senco.post(url(school, "letters_give"), sent, follow=True)
    assert "1 letter is recorded as given" in plain(done)
    child = plain(senco.get(url(school, "pupil_letters", school.ayla.pk)))
    assert "Posted, 23 November 2026 To Sam" in child
    assert "to parents due" not in plain(senco.get(url(school, "home")))


def test_htmx_asks_until_the_file_is_there(
    school: Cast, joined: StageRecord, senco: Client
) -> None:
    """While it is printed the fragment is the progress; then the page is loaded again."""
    batch = make(senco, school, joined)
    where = url(school, "batch_detail", batch.pk)
    waiting = senco.get(where, headers={"HX-Request": "true"})
    assert "hx-get" in waiting.content.decode()
    let_work(school.school)
    assert senco.get(where, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_print_that_failed_says_so_and_can_be_asked_again(
    school: Cast, joined: StageRecord, senco: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letters are kept; another job makes the file."""
    monkeypatch.setattr("common.pdf.MOST_PAGES", 0)
    batch = make(senco, school, joined)
    let_work(school.school)
    page = plain(senco.get(url(school, "batch_detail", batch.pk)))
    assert "The file was not made. The print has more than 0 pages." in page
    assert senco.get(url(school, "batch_pdf", batch.pk)).status_code == 404
    monkeypatch.undo()
    senco.post(url(school, "batch_print", batch.pk))
    let_work(school.school)
    assert "Download" in plain(senco.get(url(school, "batch_detail", batch.pk)))


def test_a_lost_file_is_no_page(school: Cast, joined: StageRecord, senco: Client) -> None:
    """A file that is gone from storage is 404, not a fault."""
    batch = make(senco, school, joined)
    let_work(school.school)
    with school_scope(school.school):
        batch = LetterBatch.objects.get(pk=batch.pk)
        batch.file.storage.delete(batch.file.name)
    assert senco.get(url(school, "batch_pdf", batch.pk)).status_code == 404


def test_nobody_to_send_it_to(school: Cast, joined: StageRecord, senco: Client) -> None:
    """The list says why and offers to record a conversation; a posted choice is refused, kept."""
    with school_scope(school.school, by=school.senco.user):
        contact = school.ayla.contacts.get()
        contact.sen_information = Contact.SenInformation.ORDER
        contact.court_order_note = "No contact."
        contact.save()
    page = plain(senco.get(url(school, "letter_list")))
    assert "Nobody can be sent a letter" in page
    assert "A court order applies, and does not allow letters about SEN." in page
    refused = senco.post(url(school, "letters_make"), {"record": [joined.pk]})
    assert refused.status_code == MISTAKEN
    assert "Nothing was made" in plain(refused)
    talk = url(school, "talk_add", joined.pk)
    sent = {"who": "else", "to_whom": "", "how": "phone", "on": "2026-11-23", "note": "Zqnote"}
    wrong = senco.post(talk, sent)
    assert wrong.status_code == MISTAKEN
    assert "Say who was spoken to" in plain(wrong)
    assert "Zqnote" in wrong.content.decode()
    done = senco.post(talk, sent | {"to_whom": "An aunt"}, follow=True)
    assert "Conversation by phone, 23 November 2026 To An aunt." in plain(done)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"on": "2026-11-24"}, "24 November 2026 is in the future"),
        ({"on": "2026-11-20"}, "it cannot have been given before"),
        ({"on": "x"}, "Enter a real day"),
        ({"how": "phone"}, "Select a valid choice"),
        ({"letter": []}, "Choose at least one letter"),
    ],
)
def test_a_giving_that_cannot_have_been(
    school: Cast, joined: StageRecord, senco: Client, sent: dict[str, Any], says: str
) -> None:
    """Said beside the field, nothing recorded, the choice kept."""
    make(senco, school, joined)
    with school_scope(school.school):
        letter = Letter.objects.get()
    usual = {"how": "posted", "on": "2026-11-23", "letter": [letter.pk]}
    answer = senco.post(url(school, "letters_give"), usual | sent)
    assert answer.status_code == MISTAKEN
    assert says in plain(answer)
    with school_scope(school.school):
        assert Given.objects.count() == 0


def test_the_second_of_two_is_told(school: Cast, joined: StageRecord, senco: Client) -> None:
    """Somebody else made it meanwhile: no second letter, and the page says so."""
    make(senco, school, joined)
    again = senco.post(url(school, "letters_make"), {"only": joined.pk}, follow=True)
    assert "1 letter was made by somebody else meanwhile, and not made twice." in plain(again)
    with school_scope(school.school):
        assert Letter.objects.count() == 1


@pytest.mark.parametrize("chosen", [["999999"], ["x"], ["-1"], [""]])
def test_a_forged_choice_is_not_found(school: Cast, senco: Client, chosen: list[str]) -> None:
    """Numbers of nothing, and no numbers."""
    for name, field in (("letters_make", "record"), ("letters_give", "letter")):
        sent = {field: chosen, "how": "posted", "on": "2026-11-23"}
        assert senco.post(url(school, name), sent).status_code == 404


def test_choosing_nobody_is_said(school: Cast, senco: Client) -> None:
    """A press of the button without a choice changes nothing."""
    answer = senco.post(url(school, "letters_make"), {})
    assert (answer.status_code, "Choose at least one child" in plain(answer)) == (MISTAKEN, True)


def test_a_letter_of_a_withdrawn_move_says_so(
    school: Cast, joined: StageRecord, senco: Client
) -> None:
    """It is not offered to be given, and its page says why."""
    make(senco, school, joined)
    with school_scope(school.school, by=school.senco.user):
        withdraw_record(record=joined, expected=1, because="Wrong child", by=school.senco)
        letter = Letter.objects.get()
    page = plain(senco.get(url(school, "letter_detail", letter.pk)))
    assert "The move it tells of was withdrawn or corrected." in page
    assert "can no longer be given" in page
    assert "Every letter that was made is recorded as given" in plain(
        senco.get(url(school, "letter_list"))
    )
    give = url(school, "letter_give", letter.pk)
    answer = senco.post(give, {"to": letter.contact_ids, "how": "posted", "on": "2026-11-23"})
    assert (answer.status_code, "make a new letter" in plain(answer)) == (MISTAKEN, True)


def test_a_print_with_a_child_one_may_not_see(
    school: Cast, joined: StageRecord, senco: Client, sign_in: SignIn
) -> None:
    """Office staff are parents too: they see the other letters, and never the file."""
    with school_scope(school.school, by=school.senco.user):
        add_adult(school.kept)
        other = move(school.kept, "stage-3", OCTOBER, school.senco)
        batch, _ = make_letters_of(records=[joined.pk, other.pk], by=school.senco)
        assert batch is not None
    let_work(school.school)
    office = sign_in(school.office)
    assert office.get(url(school, "batch_pdf", batch.pk)).status_code == 200
    with school_scope(school.school, by=school.senco.user):
        AccessBlock.objects.create(
            user=school.office.user, pupil=school.kept, why="Aunt", starts_on=OCTOBER
        )
    page = office.get(url(school, "batch_detail", batch.pk))
    assert "a child whose record you may not see" in plain(page)
    assert school.kept.surname not in plain(page)
    assert office.get(url(school, "batch_pdf", batch.pk)).status_code == 404
    with school_scope(school.school):
        hidden = Letter.objects.get(pupil=school.kept)
    sent = {"letter": [hidden.pk], "how": "posted", "on": "2026-11-23"}
    assert office.post(url(school, "letters_give"), sent).status_code == 404


def test_adults_apart_on_the_childs_page(
    school: Cast, joined: StageRecord, senco: Client, sign_in: SignIn
) -> None:
    """Who would get a letter, who gets none and why; the same for a teacher, without buttons."""
    with school_scope(school.school, by=school.senco.user):
        add_adult(school.ayla, address="4 High Street", format_needs="Large print")
        add_adult(school.ayla, forename="Omar", sen_information="no")
    for who in ("senco", "teacher_4b", "head", "dsl", "office"):
        client = sign_in(school.staff[who])
        page = plain(client.get(url(school, "pupil_letters", school.ayla.pk)))
        assert "4 High Street Large print" in page
        assert "gets none. Not to be sent SEN information." in page
        assert ("Make the letter" in page) == (who == "senco")


def test_every_letter_can_be_read_by_who_may_see_the_child(
    school: Cast, joined: StageRecord, senco: Client, sign_in: SignIn
) -> None:
    """As it was written, with its digest and what was given."""
    make(senco, school, joined)
    with school_scope(school.school):
        letter = Letter.objects.get()
    page = plain(sign_in(school.teacher_4b).get(url(school, "letter_detail", letter.pk)))
    assert "Ayla now has SEN support" in page
    assert letter.sha256 in page
    assert "Record as given" not in page
    other = sign_in(school.teacher_5a).get(url(school, "letter_detail", letter.pk))
    assert other.status_code == 404


def texts_page(client: Client, school: Cast) -> tuple[str, dict[str, Any]]:
    """The form of the words, as opened."""
    where = url(school, "letter_texts")
    return where, fields_of(client.get(where))


def test_the_school_changes_its_words(school: Cast, joined: StageRecord, senco: Client) -> None:
    """Saved words are those of the next letter; what was not changed has no row of its own."""
    where, sent = texts_page(senco, school)
    sent |= {"joining_subject": "Good news of {forename}", "service_text": "Ring 01632 960111."}
    assert "are saved" in plain(senco.post(where, sent, follow=True))
    make(senco, school, joined)
    with school_scope(school.school):
        kinds = set(LetterText.objects.values_list("kind", flat=True))
        content = Letter.objects.get().content
    assert kinds == {"joining", "service"}
    assert content["subject"] == "Good news of Ayla"
    assert "Ring 01632 960111." in content["text"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"joining_text": "Dear {mum}"}, "{mum} stands for nothing here"),
        ({"joining_subject": "{stage_before}"}, "{stage_before} stands for nothing here"),
        ({"leaving_text": ""}, "This field is required"),
        ({"service_text": "{forename}"}, "{forename} stands for nothing here"),
    ],
)
def test_words_that_cannot_work_are_refused(
    school: Cast, senco: Client, change: dict[str, str], says: str
) -> None:
    """An unknown placeholder or an empty letter: said, nothing saved, what was typed is kept."""
    where, sent = texts_page(senco, school)
    answer = senco.post(where, sent | {"changing_subject": "Zqkept"} | change)
    assert answer.status_code == MISTAKEN
    assert says in plain(answer)
    assert "Zqkept" in answer.content.decode()
    with school_scope(school.school):
        assert LetterText.objects.count() == 0


def test_a_preview_saves_nothing(school: Cast, senco: Client) -> None:
    """The letter of a made-up child in the words typed; with a mistake there is no preview."""
    where, sent = texts_page(senco, school)
    sent |= {"joining_text": "Zqtyped about {forename}.", "preview": "joining"}
    page = plain(senco.post(where, sent))
    assert "Zqtyped about Alex." in page
    assert "Nothing is saved yet" in page
    wrong = senco.post(where, sent | {"joining_text": "{mum}"})
    assert (wrong.status_code, "Preview, for a made-up" in plain(wrong)) == (MISTAKEN, False)
    with school_scope(school.school):
        assert LetterText.objects.count() == 0


def test_two_people_change_the_words(school: Cast, senco: Client, sign_in: SignIn) -> None:
    """The second sees both texts, and can save on top of the first."""
    office = sign_in(school.office)
    where, sent = texts_page(senco, school)
    _, others = texts_page(office, school)
    assert senco.post(where, sent | {"joining_subject": "Zqfirst"}).status_code == 302
    clash = office.post(where, others | {"joining_subject": "Zqsecond"})
    assert clash.status_code == CLASH
    assert "Zqfirst" in plain(clash)
    again = fields_of(clash) | {"joining_subject": "Zqsecond"}
    assert office.post(where, again).status_code == 302
    with school_scope(school.school):
        assert LetterText.objects.get(kind="joining").subject == "Zqsecond"
