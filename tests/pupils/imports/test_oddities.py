"""Files that are not what they should be: another school's, last year's, half empty, short."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Refused
from pupils.imports.choices import Choices
from pupils.imports.oddities import Facts, oddities_of
from pupils.models import Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.pupils.imports.files import children, sample_ctf
from tests.pupils.imports.loading import CTF, everything, load, planned

SOUND = Facts(school="8012000", rows=420, on_roll=420, matched=418, absent=2, with_year=418)


def keys(facts: Facts) -> list[str]:
    """What is odd, by key."""
    return [oddity.key for oddity in oddities_of(facts)]


def test_an_ordinary_week_is_not_odd() -> None:
    """Two leavers and two joiners of 420 say nothing about the file."""
    assert keys(SOUND) == []


@pytest.mark.parametrize(
    ("on_roll", "absent", "short"),
    [(420, 21, False), (420, 22, True), (60, 10, False), (60, 11, True), (1500, 75, False)],
)
def test_a_list_is_short_above_ten_and_a_twentieth(on_roll: int, absent: int, short: bool) -> None:
    """Both must be passed: more than 10 children, and more than 5% of those on roll."""
    facts = replace(SOUND, on_roll=on_roll, matched=on_roll - absent, absent=absent)
    assert ("short" in keys(facts)) == short


def test_a_short_list_says_how_many_it_has() -> None:
    """In plain words, with what it keeps from happening left to the page."""
    (odd,) = oddities_of(replace(SOUND, rows=212, matched=212, absent=208, with_year=0))
    assert odd.words == (
        "This file has 212 of the 420 children on roll. It looks like part of a list."
    )
    assert not odd.keeps_out


def test_whole_classes_that_are_missing_are_named() -> None:
    """A year group or class of which nobody is in the file."""
    (odd,) = oddities_of(replace(SOUND, empty_groups=("Year 6", "6A")))
    assert odd.words == "Nobody of Year 6 and 6A is in this file."


def test_another_schools_list_is_known_by_its_children() -> None:
    """Hardly anybody known on either side; the school that gave most UPNs is named."""
    facts = replace(SOUND, matched=3, absent=417, issuers={"8014000": 300, "8012000": 120})
    odd = oddities_of(facts)[0]
    assert odd.key == "other_school"
    assert "Most of their UPNs were given by LA 801, establishment 4000." in odd.words
    assert odd.keeps_out
    assert "other_school" not in keys(replace(facts, matched=100))


def test_a_new_intake_into_a_small_start_is_not_another_school() -> None:
    """Everyone here is in the file, and many more: the school is being filled."""
    assert keys(replace(SOUND, rows=420, on_roll=20, matched=20, absent=0, with_year=20)) == []


def test_a_transfer_to_another_school_is_refused_by_its_address() -> None:
    """A CTF says who sends it and to whom; one of the two must be this school."""
    transfer = Facts(school="8012000", is_transfer=True, sender="8014000", addressee="8015000")
    assert keys(transfer) == ["other_school"]
    assert keys(replace(transfer, addressee="8012000")) == []
    assert keys(replace(transfer, addressee="")) == []
    assert keys(replace(transfer, school="")) == []


def test_last_years_list_has_the_children_a_year_lower() -> None:
    """Most are exactly one year lower; the leavers in it are counted."""
    odd = oddities_of(replace(SOUND, a_year_lower=300, back=58))[0]
    assert odd.key == "last_year"
    assert odd.words.endswith("58 who have left are in it. It looks like last year's.")
    assert keys(replace(SOUND, a_year_lower=200)) == []


def test_a_column_that_used_to_be_filled_and_is_empty_is_named() -> None:
    """Only columns the file has count, and only where hardly anything is left."""
    facts = replace(SOUND, used={"SEN status": 60, "Class": 418}, filled={"SEN status": 0})
    odd = oddities_of(facts)[0]
    assert (odd.key, "SEN status" in odd.words) == ("half_empty", True)
    assert keys(replace(facts, filled={"SEN status": 6, "Class": 418})) == []


@given(
    on_roll=st.integers(0, 3000), rows=st.integers(0, 3000), share=st.floats(0, 1), fit=st.floats()
)
def test_whatever_is_counted_is_said_in_sentences(
    on_roll: int, rows: int, share: float, fit: float
) -> None:
    """No count breaks a sentence, and nothing is told from fewer than ten children."""
    matched = int(min(on_roll, rows) * share)
    facts = replace(
        SOUND, on_roll=on_roll, rows=rows, matched=matched, absent=on_roll - matched, with_year=0
    )
    found = oddities_of(facts)
    assert all(odd.words.endswith(".") and odd.anyway for odd in found)
    assert not found or on_roll >= 10


def lists(cast: Cast) -> None:
    """Forty children of one school, loaded; the cast's own three are in no file."""
    load(cast.school, children(40))


def test_a_list_of_last_year_is_not_loaded_unless_somebody_says_so(cast: Cast) -> None:
    """Nothing changes; accepted, it is loaded."""
    lists(cast)
    with school_scope(cast.school):
        for pupil in Pupil.objects.filter(surname__startswith="Example"):
            pupil.year_group += 1
            pupil.save()
    before = everything(cast.school)
    with pytest.raises(Refused, match="It looks like last year's"):
        load(cast.school, children(40))
    assert everything(cast.school) == before
    accepted = Choices(accepted=frozenset({"last_year"}))
    assert load(cast.school, children(40), choices=accepted).updated


def test_an_emptied_column_is_noticed_against_the_last_file(cast: Cast) -> None:
    """Blank statuses where the last file had them would put every child on the list to key in."""
    lists(cast)
    blank = children(40).replace(b",K,12/01/2026,SLCN", b",,,").replace(b",N,,", b",,,")
    (odd,) = [odd for odd in planned(cast.school, blank).oddities if odd.keeps_out]
    assert odd.words.startswith("Hardly anything stands under SEN status and Need")


def test_a_class_nobody_of_which_is_there_keeps_archiving_off(cast: Cast) -> None:
    """Chosen leavers are not archived by a list that looks cut, until that is accepted."""
    lists(cast)
    with school_scope(cast.school, writes=False):
        gone = Pupil.objects.get(surname="Example39")
    choices = Choices(leavers={gone.pk: gone.born_on.replace(year=2027)})
    plan = planned(cast.school, children(20), choices=choices)
    assert [odd.key for odd in plan.oddities] == ["short"]
    assert (plan.may_archive, plan.archived) == (False, ())
    choices = Choices(leavers=choices.leavers, accepted=frozenset({"short"}))
    assert len(planned(cast.school, children(20), choices=choices).archived) == 1


def test_our_own_ctf_is_a_list_and_not_a_transfer(cast: Cast) -> None:
    """A CTF that the school's own MIS wrote for itself shows who is not in it."""
    content = sample_ctf().replace("<LEA>801</LEA><Estab>4000</Estab>", "").encode()
    content = content.replace(
        b"<Surname>Specimen",
        b"<BasicDetails><NCyearActual>5</NCyearActual></BasicDetails><Surname>Specimen",
    )
    for estab, absent in (("4000", 0), ("2000", 3)):
        cast.school.la_number, cast.school.estab_number = "801", estab
        cast.school.save()
        assert len(planned(cast.school, content, CTF).leavers) == absent
