"""Which moves make a letter to the parents due (Code of Practice 6.48; CFA 2014 s68)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupils.models import Contact, Letter, LetterKind, Pupil, SenStatus
from reports.letters.due import due_letters
from schools.tenancy import school_scope
from stages.actions import (
    correct_record,
    give_letter,
    leave,
    make_letters_of,
    place,
    start_overlay,
    withdraw_record,
)
from stages.letters import due, kind_of, letter_kind, usual_since
from stages.models import StageRecord
from tests.cast import Cast
from tests.factories.pupils import PupilFactory
from tests.factories.stages import give_ladder, move, stage
from tests.letters.conftest import NOVEMBER, OCTOBER, SEPTEMBER

FIRST = date(2026, 9, 1)


def kinds(school: Cast, since: date = FIRST) -> list[tuple[str, str]]:
    """Who is due which letter, in order of the moves."""
    rows = due(school.senco, since).select_related("pupil", "stage").order_by("starts_on", "pk")
    return [(row.pupil.forename, letter_kind(row)) for row in rows]


@given(was_on=st.booleans(), is_on=st.booleans(), before=st.sampled_from("NKE"))
def test_a_child_with_a_plan_is_due_none(was_on: bool, is_on: bool, before: str) -> None:
    """s68 is for children without an EHC plan; joining, changing and leaving are each one kind."""
    assert kind_of(was_on=was_on, is_on=is_on, code_before=before, code="E") == ""
    kind = kind_of(was_on=was_on, is_on=is_on, code_before=before, code="K" if is_on else "N")
    if is_on:
        assert kind == (LetterKind.CHANGING if was_on else LetterKind.JOINING)
    else:
        assert bool(kind) == (was_on or before == "K")


def test_joining_changing_and_leaving(acting: Cast) -> None:
    """Below the register nothing is due; onto it, on it and off it something is."""
    noor: Any = PupilFactory(school=acting.school, forename="Noor")
    move(noor, "stage-2", date(2026, 9, 7), acting.senco)
    assert kinds(acting) == []
    move(noor, "stage-3", SEPTEMBER, acting.senco)
    move(noor, "stage-4", OCTOBER, acting.senco)
    leave(pupil=noor, on=NOVEMBER, by=acting.senco, reason="The gap is closed")
    assert [kind for _, kind in kinds(acting)] == ["joining", "changing", "leaving"]
    assert [kind for _, kind in kinds(acting, OCTOBER)] == ["changing", "leaving"]


def test_support_that_was_imported_ends_with_a_letter(acting: Cast) -> None:
    """K without a stage, then a stage below the register: SEN support has ended."""
    move(acting.ayla, "stage-2", OCTOBER, acting.senco)
    assert kinds(acting) == [("Ayla", "leaving")]


def test_a_plan_in_force_is_due_none(acting: Cast) -> None:
    """A child with an EHC plan moves without a letter."""
    status = SenStatus.objects.get(pupil=acting.ben)
    status.ends_on = SEPTEMBER
    status.save()
    SenStatus.objects.create(pupil=acting.ben, code="E", starts_on=SEPTEMBER, source="ehc_plan")
    move(acting.ben, "stage-6", OCTOBER, acting.senco)
    assert kinds(acting) == []


@pytest.mark.parametrize(
    ("how", "still"), [("letter", False), ("meeting", True), ("phone", True), ("not_yet", True)]
)
def test_told_in_writing_is_told(acting: Cast, how: str, still: bool) -> None:
    """A meeting or a call does not take the place of the letter; a letter by hand does."""
    on = None if how == "not_yet" else OCTOBER
    told: Any = {"parent_told_how": how, "parent_told_on": on}
    place(
        pupil=acting.ayla, stage=stage("stage-3"), on=OCTOBER, by=acting.senco, reason="x", **told
    )
    assert bool(kinds(acting)) == still


def test_nothing_is_due_of_leavers_blocked_children_or_what_is_beside(acting: Cast) -> None:
    """Who has left is told nothing more; whoever is kept from a child is not told of it."""
    move(acting.kept, "stage-3", OCTOBER, acting.senco)
    assert due(acting.teacher_4b, FIRST).count() == 0
    assert kinds(acting) == [("Kept", "joining")]
    kept = Pupil.objects.get(pk=acting.kept.pk)
    kept.left_on = NOVEMBER
    kept.save()
    assert kinds(acting) == []


def test_what_sits_beside_a_stage_is_no_move(cast: Cast) -> None:
    """An outside agency beside the stage changes no SEN support."""
    give_ladder(cast.senco, "all-saints")
    with school_scope(cast.school, by=cast.senco.user):
        start_overlay(
            pupil=cast.ben,
            stage=stage("step-5"),
            agency="Thrive",
            on=OCTOBER,
            by=cast.senco,
            reason="Worries",
        )
        assert kinds(cast) == []


def test_a_withdrawn_move_is_due_none(acting: Cast, joined: StageRecord) -> None:
    """What was recorded in error needs no letter."""
    assert kinds(acting) == [("Ayla", "joining")]
    withdraw_record(record=joined, expected=1, because="Wrong child", by=acting.senco)
    assert kinds(acting) == []


def test_a_move_that_held_for_no_time_is_due_none(acting: Cast, joined: StageRecord) -> None:
    """Moved twice on one day: only where the child ended up is told, and from where it began."""
    move(acting.ayla, "stage-4", OCTOBER, acting.senco)
    move(acting.ayla, "stage-5", OCTOBER, acting.senco)
    assert kinds(acting) == [("Ayla", "joining"), ("Ayla", "changing")]


def test_a_letter_about_the_wrong_stage_is_due_again(acting: Cast, joined: StageRecord) -> None:
    """Corrected to another stage after the letter was given: the parents know the wrong one.
    Corrected in anything else, what they were told is still true.
    """
    make_letters_of(records=[joined.pk], by=acting.senco)
    letter = Letter.objects.get()
    contacts = list(Contact.objects.filter(pk__in=letter.contact_ids))
    give_letter(
        letter=letter, contacts=contacts, how="posted", on=date(2026, 11, 23), by=acting.senco
    )
    assert kinds(acting) == []
    told = StageRecord.objects.get(pk=joined.pk)
    same = correct_record(
        record=told, expected=told.version, because="Day", by=acting.senco, starts_on=OCTOBER
    )
    assert kinds(acting) == []
    correct_record(
        record=same,
        expected=same.version,
        because="Stage",
        by=acting.senco,
        stage=stage("stage-4"),
    )
    assert kinds(acting) == [("Ayla", "joining")]


def test_a_list_taken_over_is_due_none(acting: Cast, joined: StageRecord) -> None:
    """The record that go-live made of the school's own list moved nobody; the next move does."""
    joined.taken_over_on = OCTOBER
    joined.save()
    assert kinds(acting) == []
    move(acting.ayla, "stage-4", NOVEMBER, acting.senco)
    assert kinds(acting) == [("Ayla", "changing")]


def test_nothing_is_due_before_the_school_went_live(acting: Cast) -> None:
    """Letters count from this academic year, and never from before the go-live date."""
    assert usual_since(acting.school) == FIRST
    acting.school.go_live_on = OCTOBER
    assert usual_since(acting.school) == OCTOBER
    acting.school.go_live_on = date(2024, 9, 1)
    assert usual_since(acting.school) == FIRST


def test_the_same_queries_for_any_number(acting: Cast, django_assert_num_queries: Any) -> None:
    """The list of what is due takes as many queries for one child as for twenty."""
    for count in (1, 19):
        for _ in range(count):
            child: Any = PupilFactory(school=acting.school)
            move(child, "stage-3", OCTOBER, acting.senco)
        with django_assert_num_queries(4):
            found = due_letters(acting.senco, FIRST)
    assert len(found) == 20
