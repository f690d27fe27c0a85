"""Is a member of staff a parent of this child? The rule, and the question asked once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused
from pupils.actions import answer_own_child
from pupils.models import AccessBlock, Contact, OwnChildAnswer, Pupil, StaffHome
from pupils.own_child import AdultFacts, StaffFacts, alike, phone_of, place_of
from pupils.own_children import Question, questions_for
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import AccessBlockFactory
from tests.people import SignIn
from tests.pupils.pages import address, plain
from tests.pupils.test_readers import MONDAY

monday = pytest.mark.usefixtures("monday")
HOME = "4 Mill Lane\nNether Wick\nZZ99 3AB"
DANA = StaffFacts("Dana Okoro", ("d.okoro@school.test", "dana@home.test"), "07700 900123", HOME)


@pytest.mark.parametrize(
    ("adult", "found"),
    [
        (AdultFacts("Dana", "Okoro"), ["the same name"]),
        (AdultFacts("dana", "OKORO"), ["the same name"]),
        (AdultFacts("Sam", "Okoro"), []),
        (AdultFacts("", "Dana Okoro"), []),
        (AdultFacts("Sam", "Hill", email="Dana@Home.test "), ["the same e-mail address"]),
        (AdultFacts("Sam", "Hill", phone="+44 7700 900123"), ["the same phone number"]),
        (AdultFacts("Sam", "Hill", phone="900123"), []),
        (AdultFacts("Sam", "Hill", address=HOME), []),
        (
            AdultFacts("Sam", "Okoro", address="4, Mill Lane, Wick, zz993ab"),
            ["the same surname and address"],
        ),
        (AdultFacts("Sam", "Okoro", address="14 Mill Lane\nZZ99 3AB"), []),
        (AdultFacts("Sam", "Okoro", address="4 Mill Lane\nZZ99 3AC"), []),
    ],
)
def test_what_two_people_have_in_common(adult: AdultFacts, found: list[str]) -> None:
    """Name, e-mail, phone, or surname and address; any way of writing them; never a part of it."""
    assert alike(DANA, adult) == found


@given(st.text(max_size=40), st.text(max_size=30), st.text(max_size=60), st.text(max_size=30))
def test_nothing_recorded_is_never_alike(name: str, phone: str, place: str, mail: str) -> None:
    """Two empty fields are no match, whatever stands in the others."""
    staff = StaffFacts(name, ("",), "", "")
    assert "the same name" in alike(staff, AdultFacts("x", "y")) or not alike(
        staff, AdultFacts("", "", mail if mail.strip() else "", phone, place)
    )
    assert not alike(StaffFacts(name, (mail,), phone, place), AdultFacts("", "", "", "", ""))


@given(st.integers(0, 10**9 - 1), st.sampled_from(["0{}", "+44{}", "0044 {}", "(0){}"]))
def test_a_number_is_the_same_however_it_is_written(number: int, written: str) -> None:
    """Spaces and the country's code do not make another number."""
    digits = f"7{number:09}"
    assert phone_of(written.format(f"{digits[:4]} {digits[4:]}")) == phone_of(f"0{digits}")


def test_an_address_without_a_postcode_is_compared_whole() -> None:
    """A street alone is an address; a word is none."""
    assert place_of("4 Mill Lane, Nether Wick") == place_of("4 mill lane nether wick")
    assert not any(place_of("Mill Lane"))


def make_parent(cast: Cast, child: Pupil, **facts: Any) -> Contact:
    """One more adult of a child."""
    with school_scope(cast.school, by=cast.office.user):
        row: Contact = Contact.objects.create(
            pupil=child, **{"forename": "", "surname": "Hill", "relationship": "PAM"} | facts
        )
        return row


def asked(cast: Cast, person: str = "senco") -> list[Question]:
    """What a member of the cast is asked."""
    with school_scope(cast.school):
        return questions_for(cast.staff[person], MONDAY)


def test_a_contact_with_the_name_of_a_colleague_is_asked_about(cast: Cast) -> None:
    """Asked of SENCO and head with what made us ask; nobody is kept away by it."""
    contact = make_parent(cast, cast.ayla, forename="Teacher", surname="Five")
    cast.teacher_5a.user.name = "Teacher Fivea"
    cast.teacher_5a.user.save()
    assert not asked(cast)
    with school_scope(cast.school):
        contact.surname = "Fivea"
        contact.save()
    (question,) = asked(cast)
    assert question == asked(cast, "head")[0]
    assert question.words == "Is Teacher Fivea (Class teacher) a parent of this child?"
    assert question.because == "The child's mother has the same name."
    assert not asked(cast, "dsl") + asked(cast, "office") + asked(cast, "teacher_4b")
    with school_scope(cast.school):
        assert not AccessBlock.objects.filter(pupil=cast.ayla).exists()


def test_home_details_raise_the_question(cast: Cast) -> None:
    """A private phone and address, and a sign-in address among the contacts."""
    with school_scope(cast.school):
        StaffHome.objects.create(user=cast.ta.user, phone="07700 900555", address=HOME)
    make_parent(cast, cast.ben, forename="Sam", surname="Ta", phone="+447700900555", address=HOME)
    make_parent(cast, cast.ayla, forename="", surname="Hill", email="DSL@northfield.test")
    found = {(one.pupil_id, one.name): one.alike for one in asked(cast)}
    assert found == {
        (cast.ben.pk, "Ta"): ["the same phone number", "the same surname and address"],
        (cast.ayla.pk, "Dsl"): ["the same e-mail address"],
    }


def test_who_is_not_asked_about(cast: Cast) -> None:
    """Not oneself, not a leaver of either kind, not an ended contact, not a child kept from us."""
    for child in (cast.ayla, cast.leaver):
        for name in ("Senco", "Gone", "Head"):
            make_parent(cast, child, forename="", surname="x", email=f"{name}@northfield.test")
    ended = make_parent(cast, cast.ben, forename="", email="head@northfield.test")
    with school_scope(cast.school):
        ended.ended_on = MONDAY
        ended.save()
    assert [one.name for one in asked(cast)] == ["Head"]
    assert [one.name for one in asked(cast, "head")] == ["Senco"]
    AccessBlockFactory(user=cast.head.user, pupil=cast.ayla)
    assert not asked(cast, "head")
    assert not asked(cast)


@monday
def test_it_is_asked_once(cast: Cast) -> None:
    """A no needs its reason and is remembered; a yes keeps the person away, once."""
    mail = cast.ta.user.email
    make_parent(cast, cast.ayla, email=mail)
    make_parent(cast, cast.ben, email=mail)
    with school_scope(cast.school, by=cast.senco.user):
        about: dict[str, Any] = {"by": cast.senco, "user": cast.ta.user}
        with pytest.raises(Refused, match="Say in a few words"):
            answer_own_child(pupil=cast.ayla, is_own=False, **about)
        answer_own_child(pupil=cast.ayla, is_own=False, why="Her cousin", **about)
        answer_own_child(pupil=cast.ben, is_own=True, **about)
        with pytest.raises(Refused, match="answered already"):
            answer_own_child(pupil=cast.ben, is_own=False, why="No", **about)
        (block,) = AccessBlock.objects.filter(user=cast.ta.user)
        assert (block.pupil, block.why) == (cast.ben, "Their own child")
        block.ends_on = MONDAY
        block.save()
        with pytest.raises(Refused, match="about themselves"):
            answer_own_child(by=cast.ta, pupil=cast.ayla, user=cast.ta.user, is_own=True)
    assert not asked(cast)


@monday
def test_the_page_asks_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    """A no without a reason comes back with the choice made; the answer leads to the next one."""
    make_parent(cast, cast.ayla, email=cast.ta.user.email)
    client, url = sign_in(cast.head), address("own_child_answer", cast.school, cast.ayla.pk)
    assert "Is Ta (Teaching assistant) a parent of this child?" in plain(client.get(url))
    typed = {"who": cast.ta.user_id, "answer": "no", "why": ""}
    response = client.post(url, typed)
    assert response.status_code == 422
    assert "how you know" in plain(response)
    assert response.context["form"]["answer"].value() == "no"
    response = client.post(url, typed | {"why": "Her cousin"}, follow=True)
    assert "Ta is not a parent of this child" in plain(response)
    with school_scope(cast.school):
        answer = OwnChildAnswer.objects.get()
    assert (answer.is_own, answer.why, answer.answered_by) == (False, "Her cousin", cast.head.user)
    assert "or it was answered already" in plain(client.get(url))
    assert client.post(url, typed | {"why": "Again"}).status_code == 422


@monday
def test_only_people_asked_about_can_be_answered(cast: Cast, sign_in: SignIn) -> None:
    """Anybody else's id, of this school or another, is refused."""
    make_parent(cast, cast.ayla, email=cast.ta.user.email)
    url = address("own_child_answer", cast.school, cast.ayla.pk)
    for user_id in (cast.dsl.user_id, cast.gone.user_id, 10**9):
        response = sign_in(cast.head).post(url, {"who": user_id, "answer": "yes"})
        assert response.status_code == 422
    with school_scope(cast.school):
        assert not OwnChildAnswer.objects.exists()


@monday
def test_home_details_meet_a_clash(cast: Cast, sign_in: SignIn) -> None:
    """Two who write at once both see both texts; details of a person who has left are not there."""
    client, url = sign_in(cast.head), address("staff_home_edit", cast.school, cast.ta.pk)
    assert client.post(url, {"phone": "07700 900111"}).status_code == 302
    assert client.post(url, {"phone": "07700 900222", "version": 1}).status_code == 302
    response = client.post(url, {"phone": "07700 900333", "version": 1})
    assert response.status_code == 409
    assert "07700 900222" in plain(response)
    assert "07700 900333" in response.content.decode()
    assert client.get(address("staff_home_edit", cast.school, cast.gone.pk)).status_code == 404
