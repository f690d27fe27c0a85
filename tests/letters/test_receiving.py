"""Who may be sent a letter about a child's SEN, which adults share one, what is to be checked."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupils.letters.checks import contact_problems
from pupils.letters.households import recipients
from pupils.letters.receiving import receiving, wants_large_print
from pupils.models import Contact
from tests.letters.adults import MILL_LANE, TODAY, adult

Kin, May = Contact.Relationship, Contact.SenInformation
ORDER: dict[str, Any] = {"sen_information": May.ORDER, "court_order_note": "Order of 2025."}


@pytest.mark.parametrize(
    ("fields", "may", "says"),
    [
        ({}, True, "Has parental responsibility."),
        ({"has_parental_responsibility": False}, True, "no parental responsibility recorded"),
        (
            {"has_parental_responsibility": False, "relationship": Kin.STEP_FATHER},
            True,
            "Cares for the child.",
        ),
        (
            {
                "has_parental_responsibility": False,
                "relationship": Kin.STEP_FATHER,
                "lives_with_pupil": False,
            },
            False,
            "Neither a parent nor a carer",
        ),
        (
            {"has_parental_responsibility": False, "relationship": Kin.DOCTOR},
            False,
            "Neither a parent nor a carer",
        ),
        ({"relationship": Kin.SOCIAL_WORKER, "address": ""}, False, "No address and no e-mail"),
        ({"address": "", "email": "sam@home.example"}, True, "Has parental responsibility."),
        ({"address": " \n ", "email": ""}, False, "No address and no e-mail"),
        ({"sen_information": May.NO}, False, "Not to be sent SEN information."),
        ({"ended_on": TODAY}, False, "No longer a contact since 23 November 2026."),
        ({"ended_on": date(2026, 11, 24)}, True, "Has parental responsibility."),
        (ORDER, False, "does not allow letters about SEN"),
        (ORDER | {"order_allows_letters": True}, True, "Has parental responsibility."),
        (ORDER | {"order_until": TODAY, "order_allows_letters": True}, True, "Has parental"),
        (
            ORDER | {"order_until": date(2026, 11, 22), "order_allows_letters": True},
            False,
            "The court order ran until 22 November 2026",
        ),
    ],
)
def test_who_may_be_sent_a_letter(fields: dict[str, Any], may: bool, says: str) -> None:
    """A parent or carer, not kept from it by school or court, who can be reached; in words."""
    verdict = receiving(adult(**fields), TODAY)
    assert verdict.may == may
    assert says in verdict.why


def test_what_to_beware_of_is_said() -> None:
    """An order that allows letters is read out, and so is missing parental responsibility."""
    assert receiving(adult(**ORDER, order_allows_letters=True), TODAY).beware == (
        "Court order: Order of 2025."
    )
    nobody = receiving(adult(has_parental_responsibility=False), TODAY)
    assert nobody.beware == "No parental responsibility recorded."
    assert receiving(adult(), TODAY).beware == ""


@given(
    may=st.sampled_from(May.values),
    allows=st.booleans(),
    until=st.none() | st.dates(),
    responsible=st.booleans(),
    kin=st.sampled_from(Kin.values),
    at_home=st.booleans(),
    ended=st.none() | st.dates(),
    address=st.sampled_from(["", MILL_LANE]),
)
def test_nobody_kept_away_is_ever_sent_anything(
    may: str,
    allows: bool,
    until: date | None,
    responsible: bool,
    kin: str,
    at_home: bool,
    ended: date | None,
    address: str,
) -> None:
    """Whatever else is so: a no, an order that forbids or has run out, an ended contact is none."""
    contact = adult(
        sen_information=may,
        court_order_note="Note",
        order_allows_letters=allows,
        order_until=until,
        has_parental_responsibility=responsible,
        relationship=kin,
        lives_with_pupil=at_home,
        ended_on=ended,
        address=address,
    )
    verdict = receiving(contact, TODAY)
    assert verdict.why
    if verdict.may:
        assert may != May.NO
        assert may == May.YES or (allows and (until is None or until >= TODAY))
        assert ended is None or ended > TODAY
        assert address


def test_adults_at_one_address_share_a_letter() -> None:
    """Case, commas and spaces make no second address; another address makes a second letter."""
    found = recipients(
        [
            adult(1),
            adult(2, forename="Karl", address="12, mill lane, nether wick ZZ991ZZ"),
            adult(3, forename="Ines", address="4 High Street", format_needs="LARGE PRINT please"),
        ],
        TODAY,
    )
    assert [home.to_whom for home in found.households] == [
        "Sam Madeup and Karl Madeup",
        "Ines Madeup",
    ]
    assert [home.large_print for home in found.households] == [False, True]
    assert found.nobody_because == ""


def test_without_an_address_each_has_a_letter_to_be_handed_over() -> None:
    """Two adults known by e-mail alone may live anywhere: they never share."""
    two = [adult(pk, address="", email=f"{pk}@home.example") for pk in (1, 2)]
    homes = recipients(two, TODAY).households
    assert [home.where for home in homes] == ["To be handed over", "To be handed over"]


def test_who_gets_none_is_said_with_why() -> None:
    """One no of two at an address: the other's letter is not addressed to both."""
    found = recipients([adult(1), adult(2, forename="Karl", sen_information=May.NO)], TODAY)
    assert [home.to_whom for home in found.households] == ["Sam Madeup"]
    assert [(row.contact.pk, row.why) for row in found.left_out] == [
        (2, "Not to be sent SEN information.")
    ]
    nobody = recipients([adult(sen_information=May.NO)], TODAY)
    assert nobody.nobody_because == "Sam Madeup: Not to be sent SEN information."
    assert recipients([], TODAY).nobody_because == "No adult is recorded for this child."


def test_languages_are_a_hint() -> None:
    """Staff see which language an adult reads; English is none."""
    rows = [adult(1, language="Polish"), adult(2, language="English"), adult(3, language="Dari")]
    (home,) = recipients(rows, TODAY).households
    assert home.language == "Dari, Polish"
    assert not wants_large_print(adult(format_needs="Read aloud"))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], ["No adult is recorded."]),
        ([adult()], []),
        ([adult(ended_on=TODAY)], ["No adult is recorded."]),
        (
            [adult(has_parental_responsibility=False)],
            ["Nobody is recorded with parental responsibility."],
        ),
        ([adult(sen_information=May.NO)], ["Nobody may be sent SEN information."]),
        (
            [adult(1), adult(2, address="Elsewhere", **ORDER)],
            ["Sam Madeup: a court order without a day to look at it again."],
        ),
        (
            [adult(1), adult(2, address="", **ORDER, order_review_on=TODAY)],
            ["Sam Madeup: the court order was to be looked at again by now."],
        ),
        (
            [adult(1), adult(2, address="", **ORDER, order_until=date(2026, 1, 31))],
            ["Sam Madeup: the court order ran until 31 January 2026."],
        ),
        (
            [adult(1), adult(2, forename="Karl", sen_information=May.NO)],
            ["Sam Madeup and Karl Madeup share an address, not their settings."],
        ),
    ],
)
def test_what_a_senco_should_look_at(rows: list[Contact], says: list[str]) -> None:
    """Statutory.md 9.7, and two at one address of whom one is told and the other is not."""
    assert contact_problems(rows, TODAY) == says
