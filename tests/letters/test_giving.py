"""What was given to whom, and the stage record that says how the parent was told: one truth."""

from datetime import date
from typing import Any

import pytest

from common.errors import Refused
from pupils.models import Contact, Given, Letter
from schools.records import EditClash
from stages.actions import (
    give_letter,
    give_letters,
    make_letters_of,
    place,
    replace_letter,
    talk_instead,
    withdraw_given,
    withdraw_record,
)
from stages.letters import due
from stages.models import StageRecord
from stages.rules import NotAllowed
from tests.cast import Cast
from tests.factories.stages import move, stage
from tests.letters.conftest import OCTOBER, SEPTEMBER, add_adult

TODAY, SUNDAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 24)


@pytest.fixture
def letter(acting: Cast, joined: StageRecord) -> Letter:
    """The letter about Ayla's joining, made today."""
    make_letters_of(records=[joined.pk], by=acting.senco)
    found: Letter = Letter.objects.get()
    return found


def addressed(letter: Letter) -> list[Contact]:
    """Whom a letter is addressed to."""
    return list(Contact.objects.filter(pk__in=letter.contact_ids).order_by("pk"))


def give(letter: Letter, by: Any, **changes: Any) -> list[Given]:
    """Post the letter today to all it is addressed to, unless said otherwise."""
    usual: dict[str, Any] = {"contacts": addressed(letter), "how": "posted", "on": TODAY}
    return give_letter(letter=letter, by=by, **(usual | changes))


def told() -> tuple[str, date | None]:
    """How and when Ayla's stage record says the parent was told."""
    record = StageRecord.objects.get()
    return record.parent_told_how, record.parent_told_on


@pytest.mark.parametrize("how", ["posted", "handed", "read_aloud"])
def test_paper_counts_as_telling_the_parent(acting: Cast, letter: Letter, how: str) -> None:
    """The office records it; the stage record says by letter and when, and history says who."""
    give(letter, acting.office, how=how)
    assert told() == ("letter", TODAY)
    last = StageRecord.history.order_by("-history_id").first()
    assert (last.history_change_reason, last.version) == ("A letter was given", 2)
    row = Given.objects.get()
    assert (row.to_whom, row.recorded_by) == (
        f"Sam {acting.ayla.surname}",
        acting.office.user,
    )


def test_what_was_recorded_of_a_meeting_stays(acting: Cast) -> None:
    """The parent was first told in the meeting: the letter is added, and changes nothing of it."""
    record = place(
        pupil=acting.ayla,
        stage=stage("stage-3"),
        on=SEPTEMBER,
        by=acting.senco,
        reason="Agreed",
        parent_told_how="meeting",
        parent_told_on=OCTOBER,
    )
    make_letters_of(records=[record.pk], by=acting.senco)
    (given,) = give(Letter.objects.get(), acting.senco)
    assert told() == ("meeting", OCTOBER)
    withdraw_given(given=given, because="Not posted", by=acting.senco)
    assert told() == ("meeting", OCTOBER)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"on": TOMORROW}, "24 November 2026 is in the future"),
        ({"on": SUNDAY}, "made on 23 November 2026: it cannot have been given before"),
        ({"how": "phone"}, "Say how the letter was given"),
        ({"how": "x"}, "Say how the letter was given"),
        ({"contacts": []}, "Choose to whom"),
    ],
)
def test_what_cannot_have_been_is_refused(
    acting: Cast, letter: Letter, changes: dict[str, Any], says: str
) -> None:
    """A day to come, a day before the letter was made, no way and nobody: nothing is recorded."""
    with pytest.raises(Refused, match=says):
        give(letter, acting.senco, **changes)
    assert Given.objects.count() == 0
    assert told() == ("not_yet", None)


def test_who_may_not_be_sent_it_is_not_given_it(acting: Cast, letter: Letter) -> None:
    """Made yesterday, forbidden today; somebody it is not addressed to; the same one twice."""
    stranger = add_adult(acting.ayla)
    with pytest.raises(Refused, match="not addressed to Karl"):
        give(letter, acting.senco, contacts=[stranger])
    (contact,) = addressed(letter)
    contact.sen_information = Contact.SenInformation.NO
    contact.save()
    with pytest.raises(Refused, match=r"may not be given this letter now\. Not to be sent"):
        give(letter, acting.senco)
    contact.sen_information = Contact.SenInformation.YES
    contact.save()
    give(letter, acting.senco)
    with pytest.raises(Refused, match="recorded already that Sam"):
        give(letter, acting.senco)


@pytest.mark.parametrize("who", ["head", "teacher_4b", "ta", "dsl"])
def test_others_record_nothing(acting: Cast, letter: Letter, who: str) -> None:
    """Only the SENCO and the office (permissions.md)."""
    with pytest.raises(NotAllowed):
        give(letter, acting.staff[who])


def test_a_letter_of_a_withdrawn_move_cannot_be_given(
    acting: Cast, joined: StageRecord, letter: Letter
) -> None:
    """The letter says so; nothing is recorded."""
    withdraw_record(record=joined, expected=1, because="Wrong child", by=acting.senco)
    with pytest.raises(Refused, match="withdrawn or corrected"):
        give(letter, acting.senco)


def test_the_old_letter_cannot_be_given_when_there_is_a_newer(acting: Cast, letter: Letter) -> None:
    """What was given before stays as it was; the newer one is given by itself."""
    give(letter, acting.senco)
    replace_letter(letter=letter, by=acting.senco)
    with pytest.raises(Refused, match="replaced by a newer one"):
        give(letter, acting.senco)
    give(Letter.objects.get(replaces=letter), acting.senco)
    assert Given.objects.standing().count() == 2


def test_a_mistaken_giving_is_withdrawn_never_erased(acting: Cast, letter: Letter) -> None:
    """The row stays with who and why; the stage record says not yet told again; it can be given
    once more, and a second withdrawal of the same is a clash.
    """
    (given,) = give(letter, acting.senco)
    with pytest.raises(Refused, match="Say why"):
        withdraw_given(given=given, because="  ", by=acting.senco)
    withdraw_given(given=given, because="Still in the tray", by=acting.office)
    row = Given.objects.get()
    assert (row.withdrawn_by, row.withdrawn_because) == (acting.office.user, "Still in the tray")
    assert told() == ("not_yet", None)
    with pytest.raises(EditClash):
        withdraw_given(given=given, because="Again", by=acting.senco)
    give(letter, acting.senco)
    assert told() == ("letter", TODAY)


def test_one_of_two_withdrawn_leaves_the_other(acting: Cast, joined: StageRecord) -> None:
    """Two adults were given a letter; one of them was not after all: the parent is still told."""
    add_adult(acting.ayla, address="4 High Street")
    make_letters_of(records=[joined.pk], by=acting.senco)
    first, second = Letter.objects.order_by("place")
    (given,) = give(first, acting.senco)
    give(second, acting.senco)
    withdraw_given(given=given, because="Came back", by=acting.senco)
    assert told() == ("letter", TODAY)


def test_a_batch_is_given_all_or_none(acting: Cast, joined: StageRecord) -> None:
    """At the first that cannot be given the child is named, and nothing of it is recorded."""
    contact = acting.ben.contacts.get()
    contact.address = "1 Road"
    contact.save()
    other = move(acting.ben, "stage-3", OCTOBER, acting.senco)
    make_letters_of(records=[joined.pk, other.pk], by=acting.senco)
    letters = list(Letter.objects.select_related("pupil"))
    contact.sen_information = Contact.SenInformation.NO
    contact.save()
    with pytest.raises(Refused, match=r"^Ben .*may not be given"):
        give_letters(letters=letters, how="posted", on=TODAY, by=acting.office)
    assert Given.objects.count() == 0
    contact.sen_information = Contact.SenInformation.YES
    contact.save()
    assert give_letters(letters=letters, how="posted", on=TODAY, by=acting.office) == 2


def test_a_conversation_takes_the_place_of_a_letter(acting: Cast, joined: StageRecord) -> None:
    """Nobody may be sent a letter: what was said to whom is recorded, and no letter is due."""
    talk: dict[str, Any] = {"record": joined, "how": "phone", "on": TODAY, "note": "Agrees"}
    with pytest.raises(Refused, match="Say who was spoken to"):
        talk_instead(contact=None, to_whom=" ", by=acting.senco, **talk)
    given = talk_instead(contact=None, to_whom="An aunt", by=acting.senco, **talk)
    assert (given.to_whom, given.note, told()) == ("An aunt", "Agrees", ("phone", TODAY))
    assert due(acting.senco, SEPTEMBER).count() == 0
    withdraw_given(given=given, because="Wrong child", by=acting.senco)
    assert told() == ("not_yet", None)
    assert due(acting.senco, SEPTEMBER).count() == 1
    with pytest.raises(Refused, match="in person or by phone"):
        talk_instead(contact=None, to_whom="x", by=acting.senco, **(talk | {"how": "posted"}))
