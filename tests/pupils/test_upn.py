"""The UPN check: the published vectors, properties, and agreement with another implementation."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb import upn as other_upn

from pupils.upn import ALPHABET, check, check_letter, tidy_upn

PERMANENT = [
    "B801200005001",
    "R674123101121",
    "P207000016049",
    "X838200026001",
    "H941400126123",
    "C202000000001",
]
TEMPORARY = ["M80120000500A", "L80120000501Z", "A93820002601K"]

DIGITS = st.text("0123456789", min_size=11, max_size=11)
BODIES = st.builds(str.__add__, DIGITS, st.sampled_from("0123456789" + ALPHABET))


@pytest.mark.parametrize("upn", PERMANENT)
def test_published_permanent_upns_are_valid(upn: str) -> None:
    """The permanent vectors of statutory.md 2.6 are valid and not temporary."""
    found = check(upn)
    assert (found.valid, found.temporary, found.expected_letter) == (True, False, upn[0])
    assert found.problem == ""


@pytest.mark.parametrize("upn", TEMPORARY)
def test_published_temporary_upns_are_valid(upn: str) -> None:
    """The temporary vectors of statutory.md 2.6 are valid and temporary."""
    found = check(upn)
    assert (found.valid, found.temporary, found.expected_letter) == (True, True, upn[0])


def test_the_published_worked_example_that_is_wrong_is_told_its_letter() -> None:
    """207000016049 sums to 266, which is P; a help page that says Q is wrong (statutory.md 2.6)."""
    found = check("Q207000016049")
    assert not found.valid
    assert found.expected_letter == "P"
    assert found.problem == "The first letter of this UPN should be P, not Q."


@given(BODIES)
def test_exactly_one_letter_fits_a_body(body: str) -> None:
    """Of all capital letters exactly one makes a UPN, and every other is told which."""
    fitting = [letter for letter in string.ascii_uppercase if check(letter + body).valid]
    assert fitting == [check_letter(body)]
    assert {check(letter + body).expected_letter for letter in "AIOSZ7"} == set(fitting)


@given(BODIES, st.integers(0, 11), st.sampled_from("0123456789"))
def test_a_mistyped_digit_is_seen(body: str, place: int, digit: str) -> None:
    """Any single wrong digit changes the check letter: 23 is prime and above every weight."""
    changed = body[:place] + digit + body[place + 1 :]
    if body[place].isdigit() and changed != body:
        assert not check(check_letter(body) + changed).valid


@given(BODIES, st.integers(0, 9))
def test_two_digits_in_the_wrong_order_are_seen(body: str, place: int) -> None:
    """Two neighbouring digits swapped change the check letter."""
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    if swapped != body:
        assert not check(check_letter(body) + swapped).valid


@given(st.text(max_size=20))
def test_any_text_is_answered(text: str) -> None:
    """Whatever is typed gets an answer: valid, or a sentence that says what is wrong."""
    found = check(text)
    assert found.valid == (found.problem == "")
    assert found.valid <= (found.expected_letter is not None)


@given(BODIES)
def test_how_it_is_typed_does_not_matter(body: str) -> None:
    """Lower case, spaces and hyphens are no fault of the UPN."""
    upn = check_letter(body) + body
    typed = f" {upn[:4].lower()}-{upn[4:8]} {upn[8:].lower()}\n"
    assert tidy_upn(typed) == upn
    assert check(typed) == check(upn)


@given(BODIES)
def test_agrees_with_another_implementation(body: str) -> None:
    """The check letter is the one python-stdnum works out (it knows fewer local authorities)."""
    assert other_upn.calc_check_digit("A" + body) == check_letter(body)
    if other_upn.is_valid(check_letter(body) + body):
        assert check(check_letter(body) + body).valid


@pytest.mark.parametrize(
    "typed",
    ["", "B80120000500", "B8012000050011", "B80120000500O", "BB01200005001", "B80120000500١"],
)
def test_what_is_no_upn_has_no_expected_letter(typed: str) -> None:
    """The wrong length, a letter among the digits, O at the end, or digits of another script."""
    found = check(typed)
    assert (found.valid, found.expected_letter) == (False, None)
    assert found.problem.startswith("A UPN ")
