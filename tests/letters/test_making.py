"""Making letters: one an address, many as one print, never twice; frozen once made."""

from typing import Any

import pytest

from common.errors import Refused
from jobs.models import Job
from pupils.actions import archive_pupil, take_back
from pupils.letters.page import LetterPage
from pupils.models import Contact, Letter, LetterBatch
from schools.files import private_path
from schools.tenancy import school_scope
from stages.actions import (
    correct_record,
    make_letters_of,
    replace_letter,
    withdraw_record,
)
from stages.models import Notice, StageRecord
from stages.rules import NotAllowed
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.factories.stages import move, stage
from tests.letters.conftest import NOVEMBER, OCTOBER, add_adult
from tests.working import let_work


def make(school: Cast, *records: StageRecord) -> LetterBatch:
    """The print of letters about these moves."""
    batch, left_alone = make_letters_of(records=[row.pk for row in records], by=school.senco)
    assert batch is not None
    assert left_alone == 0
    return batch


def letters() -> list[Letter]:
    """Every letter, in the order of its print."""
    return list(Letter.objects.order_by("batch", "place"))


def test_a_letter_says_what_is_so(acting: Cast, joined: StageRecord) -> None:
    """The school's words about this child and this move, kept with the digest of all it says."""
    acting.school.senco_name = "Ms Example"
    batch = make(acting, joined)
    (letter,) = letters()
    page = LetterPage.from_content(letter.content)
    assert page.subject == "Ayla now has SEN support"
    assert "The support began on 14 September 2026." in page.text
    assert "is called Stage 3: SEN support." in page.text
    assert page.dear == f"Dear Sam {acting.ayla.surname},"
    assert page.address == ("12 Mill Lane", "Nether Wick", "ZZ99 1ZZ")
    assert "{" not in page.text
    assert (letter.sha256, letter.written_on) == (page.sha256, page.day)
    assert batch.job is not None
    assert batch.job.state == Job.State.WAITING
    assert Notice.objects.get().record == joined


def test_the_worker_prints_it_and_keeps_it_private(school: Cast, joined: StageRecord) -> None:
    """The file lies under a random name in the school's folder, with its digest."""
    with school_scope(school.school, by=school.senco.user):
        batch = make(school, joined)
    assert let_work(school.school) == 1
    with school_scope(school.school):
        batch = LetterBatch.objects.get(pk=batch.pk)
        assert (batch.is_printed, batch.pages, batch.unprintable) == (True, 1, "")
        assert batch.file.name.startswith(f"schools/{school.school.pk}/")
        assert "letters" not in batch.file.name
        assert private_path(batch, "letters.pdf") != batch.file.name
        before = batch.file_sha256
    assert let_work(school.school) == 0
    with school_scope(school.school):
        assert LetterBatch.objects.get(pk=batch.pk).file_sha256 == before


def test_adults_apart_get_a_letter_each(acting: Cast, joined: StageRecord) -> None:
    """Two at one address share one; one at another has their own, in their format; a no none."""
    add_adult(acting.ayla)
    add_adult(acting.ayla, forename="Ines", address="4 High Street", format_needs="Large print")
    add_adult(acting.ayla, forename="Omar", address="9 Low Road", sen_information="no")
    make(acting, joined)
    mark = acting.ayla.surname
    assert [(row.to_whom, row.large_print) for row in letters()] == [
        (f"Sam {mark} and Karl {mark}", False),
        (f"Ines {mark}", True),
    ]
    assert not any("Omar" in str(row.content) for row in letters())


def test_a_print_is_in_order_of_class_and_name(acting: Cast, joined: StageRecord) -> None:
    """Ben of 5A comes after both children of 4B, whoever moved first."""
    for child in (acting.ben, acting.kept):
        contact = child.contacts.get()
        contact.address = "1 Road"
        contact.save()
    others = [move(child, "stage-3", OCTOBER, acting.senco) for child in (acting.ben, acting.kept)]
    make(acting, *others, joined)
    assert [row.pupil.forename for row in letters()] == ["Ayla", "Kept", "Ben"]


def test_nothing_is_made_twice(acting: Cast, joined: StageRecord) -> None:
    """Two people make the same batch: the second makes what is left, and is told of the rest."""
    contact = acting.ben.contacts.get()
    contact.address = "1 Road"
    contact.save()
    other = move(acting.ben, "stage-3", OCTOBER, acting.senco)
    make(acting, joined)
    batch, left_alone = make_letters_of(records=[joined.pk, other.pk], by=acting.senco)
    assert batch is not None
    assert left_alone == 1
    assert [row.pupil.forename for row in letters()] == ["Ayla", "Ben"]
    assert make_letters_of(records=[joined.pk, other.pk], by=acting.senco) == (None, 2)


@pytest.mark.parametrize("change", ["nobody", "left", "withdrawn", "no letter", "office"])
def test_what_cannot_be_made_is_refused(acting: Cast, joined: StageRecord, change: str) -> None:
    """Nobody to send it to, a child who left, a move that is no more: a sentence, nothing made."""
    by, wanted, words = acting.senco, joined, ""
    if change == "nobody":
        contact = acting.ayla.contacts.get()
        contact.sen_information = Contact.SenInformation.NO
        contact.save()
        words = "nobody can be sent a letter. Sam"
    elif change == "left":
        archive_pupil(pupil=acting.ayla, on=NOVEMBER, went_to="", expected=acting.ayla.version)
        words = "has left"
    elif change == "withdrawn":
        withdraw_record(record=joined, expected=1, because="Wrong", by=acting.senco)
        words = "corrected meanwhile"
    elif change == "no letter":
        noor: Any = PupilFactory(school=acting.school)
        wanted = move(noor, "stage-1", OCTOBER, acting.senco)
        words = "asks for no letter"
    else:
        by, words = acting.office, "Only the SENCO"
    with pytest.raises((Refused, NotAllowed), match=words):
        make_letters_of(records=[wanted.pk], by=by)
    assert letters() == []
    assert LetterBatch.objects.count() == 0


def test_a_newer_letter_takes_the_place_of_the_old(acting: Cast, joined: StageRecord) -> None:
    """With today's names and addresses; the old one stays, word for word."""
    make(acting, joined)
    (old,) = letters()
    said = dict(old.content)
    contact = acting.ayla.contacts.get()
    contact.address = "4 High Street"
    contact.save()
    replace_letter(letter=old, by=acting.senco)
    old, new = letters()
    assert old.content == said
    assert new.replaces == old
    assert new.content["address"] == ["4 High Street"]
    assert list(Letter.objects.all().living()) == [new]
    with pytest.raises(Refused, match="replaced by a newer one"):
        replace_letter(letter=old, by=acting.senco)


def test_a_letter_nobody_can_get_any_more_is_not_renewed(acting: Cast, joined: StageRecord) -> None:
    """Its adult moved out of reach: another adult's address is no place for it."""
    make(acting, joined)
    (letter,) = letters()
    contact = acting.ayla.contacts.get()
    contact.ended_on = NOVEMBER
    contact.save()
    add_adult(acting.ayla)
    with pytest.raises(Refused, match="Take it back instead"):
        replace_letter(letter=letter, by=acting.senco)


def test_a_letter_is_taken_back_with_a_reason(acting: Cast, joined: StageRecord) -> None:
    """It stays, with who and why, and the move is due again."""
    make(acting, joined)
    (letter,) = letters()
    with pytest.raises(Refused, match="Say why"):
        take_back(letter=letter, because=" ", by=acting.senco.user)
    taken = take_back(letter=letter, because="Wrong address", by=acting.senco.user)
    assert taken.withdrawn_by == acting.senco.user
    assert make_letters_of(records=[joined.pk], by=acting.senco)[0] is not None
    with pytest.raises(Refused, match="was taken back"):
        take_back(letter=letter, because="Again", by=acting.senco.user)


def test_a_letter_of_a_corrected_move_is_not_renewed(acting: Cast, joined: StageRecord) -> None:
    """The move it told of is no more: the letter says so, and a new one is due."""
    make(acting, joined)
    (letter,) = letters()
    correct_record(
        record=joined, expected=1, because="Stage", by=acting.senco, stage=stage("stage-4")
    )
    with pytest.raises(Refused, match="withdrawn or corrected"):
        replace_letter(letter=letter, by=acting.senco)
