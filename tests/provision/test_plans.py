"""Plans: begun, written section by section, carried into the next, taken back."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from common.errors import Refused
from provision.actions import (
    StrategyWords,
    TargetWords,
    begin_plan,
    note_progress,
    put_back,
    save_strategy,
    save_target,
    say_outcome,
    start_next,
    take_out,
    withdraw_plan,
    write_section,
)
from provision.models import Plan, PlanSection, ProgressNote, Strategy, Target
from schools.records import EditClash
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.provision import plan, section, strategy, target, template

JANUARY = date(2027, 1, 4)
EASTER = date(2027, 3, 25)


def test_one_plan_of_a_template_goes_on_at_a_time(school: Cast, writing: Any) -> None:
    """A second is refused; of another kind it is not, nor after the first was taken back."""
    first = plan(school.ayla, school.teacher_4b)
    with pytest.raises(Refused, match="already"):
        plan(school.ayla, school.teacher_4b)
    plan(school.ayla, school.teacher_4b, "plan-one_page_profile")
    withdraw_plan(plan=first, because="The wrong child", by=school.teacher_4b.user)
    plan(school.ayla, school.teacher_4b)


def test_a_leaver_gets_no_plan(school: Cast, writing: Any) -> None:
    """The record of a child who left is closed."""
    with pytest.raises(Refused, match="left"):
        plan(school.leaver, school.senco)


def test_a_review_comes_after_the_plan_begins(school: Cast, writing: Any) -> None:
    """Dates the wrong way round are refused."""
    with pytest.raises(Refused, match="reviewed after"):
        begin_plan(
            pupil=school.ayla,
            template=template(),
            starts_on=JANUARY,
            review_by=date(2026, 12, 1),
            by=school.senco.user,
        )


def test_each_section_is_signed_and_versioned_by_itself(school: Cast, writing: Any) -> None:
    """Two people who write different sections do not meet; in one, the second sees a clash."""
    begun = plan(school.ayla, school.teacher_4b)
    first, second = begun.sections.order_by("place")[:2]
    write_section(section=first, text="Kind", by=school.teacher_4b.user, expected=1)
    write_section(section=second, text="Phonics", by=school.senco.user, expected=1)
    with pytest.raises(EditClash) as clash:
        write_section(section=first, text="Funny", by=school.senco.user, expected=1)
    assert clash.value.current.text == "Kind"
    rows = PlanSection.objects.filter(plan=begun, written_by__isnull=False).order_by("place")
    assert [row.written_by for row in rows] == [school.teacher_4b.user, school.senco.user]
    assert rows[0].history.count() == 2


def test_writing_what_is_there_changes_nothing(school: Cast, writing: Any) -> None:
    """A page that sends the same again makes no version, whatever version it was opened on."""
    begun = plan(school.ayla, school.teacher_4b)
    row = section(begun, "strengths", "Kind", school.teacher_4b)
    again = write_section(section=row, text="Kind", by=school.senco.user, expected=1)
    assert (again.version, again.written_by) == (row.version, school.teacher_4b.user)


def test_a_target_is_kept_once_under_its_number(school: Cast, writing: Any) -> None:
    """A page that sends a new target twice makes one; an emoji alone is no target."""
    begun, uid = plan(school.ayla, school.teacher_4b), uuid4()
    given: dict[str, Any] = {"plan": begun, "uid": uid, "by": school.teacher_4b.user, "expected": 0}
    first = save_target(words=TargetWords(what="Read"), **given)
    assert save_target(words=TargetWords(what="Read"), **given).pk == first.pk
    with pytest.raises(EditClash):
        save_target(words=TargetWords(what="Read more"), **given)
    for nothing in ("", "  ", "🙂🎉", "..."):
        with pytest.raises(Refused, match="in words"):
            save_target(words=TargetWords(what=nothing), **(given | {"uid": uuid4()}))
    assert Target.objects.count() == 1


def test_nothing_is_written_into_a_plan_that_was_taken_back(school: Cast, writing: Any) -> None:
    """Neither a section nor a target nor a note."""
    begun = plan(school.ayla, school.teacher_4b)
    row = target(begun, school.teacher_4b)
    withdraw_plan(plan=begun, because="The wrong child", by=school.teacher_4b.user)
    with pytest.raises(Refused, match="taken back"):
        section(begun, "strengths", "Kind", school.teacher_4b)
    with pytest.raises(Refused, match="taken back"):
        target(begun, school.teacher_4b)
    with pytest.raises(Refused, match="taken back"):
        note_progress(
            target=Target.objects.get(pk=row.pk), on=JANUARY, by=school.ta.user, words="x"
        )


def test_a_strategy_is_for_a_target_of_its_own_plan(school: Cast, writing: Any) -> None:
    """Another plan's target is refused."""
    begun = plan(school.ayla, school.teacher_4b)
    other = target(plan(school.ben, school.senco), school.senco)
    with pytest.raises(Refused, match="another plan"):
        save_strategy(
            plan=begun,
            uid=uuid4(),
            words=StrategyWords(words="A mat", target=other),
            by=school.senco.user,
            expected=0,
        )


def test_what_is_taken_out_can_be_put_back(school: Cast, writing: Any) -> None:
    """A target takes what helps with it alone along, and brings it back."""
    begun = plan(school.ayla, school.teacher_4b)
    row = target(begun, school.teacher_4b)
    strategy(begun, school.teacher_4b, "For this", target=row)
    strategy(begun, school.teacher_4b, "For all")
    take_out(row=row, by=school.teacher_4b.user)
    assert [each.words for each in Strategy.objects.standing()] == ["For all"]
    put_back(row=row, by=school.teacher_4b.user)
    assert Strategy.objects.standing().count() == 2
    assert Target.objects.standing().count() == 1


def test_the_next_plan_takes_up_what_is_not_met(school: Cast, writing: Any) -> None:
    """Unmet targets from where they stand, what helps, the profile; not met ones, not voices."""
    by = school.teacher_4b
    begun = plan(school.ayla, by)
    met, going = target(begun, by, "Write"), target(begun, by, "Read")
    stopped = target(begun, by, "Sing")
    strategy(begun, by, "For writing", target=met)
    strategy(begun, by, "For reading", target=going)
    strategy(begun, by, "For all", source="EP report", source_page="3")
    section(begun, "strengths", "Kind", by)
    section(begun, "pupil_voice", "I like maths", by)
    note_progress(
        target=going, on=date(2026, 11, 20), by=by.user, value=Decimal(11), words="Nearly"
    )
    day = date(2026, 11, 23)
    say_outcome(target=met, outcome="met", words="", on=day, by=by.user, expected=1)
    say_outcome(target=stopped, outcome="stopped", words="", on=day, by=by.user, expected=1)
    following = start_next(plan=begun, starts_on=JANUARY, review_by=EASTER, by=by.user)
    (row,) = following.targets.all()
    assert (row.what, row.carried_from, row.value_from, row.baseline) == (
        "Read", going, 11, "Nearly",
    )  # fmt: skip
    assert (row.by_on, row.outcome) == (EASTER, "")
    kept = {each.words: each for each in following.strategies.all()}
    assert set(kept) == {"For reading", "For all"}
    assert kept["For reading"].target == row
    assert kept["For all"].said_where == "EP report, page 3"
    said = {each.key: each.text for each in following.sections.all()}
    assert (said["strengths"], said["pupil_voice"]) == ("Kind", "")
    assert Plan.objects.get(pk=begun.pk).ends_on == JANUARY
    assert Plan.objects.current().first() == begun


def test_the_next_plan_taken_back_lets_the_first_go_on(school: Cast, writing: Any) -> None:
    """Started by mistake: the plan it came from has no end again."""
    by = school.teacher_4b
    begun = plan(school.ayla, by)
    following = start_next(plan=begun, starts_on=JANUARY, review_by=EASTER, by=by.user)
    with pytest.raises(Refused, match="there already"):
        start_next(plan=begun, starts_on=JANUARY, review_by=EASTER, by=by.user)
    with pytest.raises(Refused, match="take that back first"):
        withdraw_plan(plan=begun, because="Mistake", by=by.user)
    withdraw_plan(plan=following, because="Mistake", by=by.user)
    assert Plan.objects.get(pk=begun.pk).ends_on is None
    start_next(plan=begun, starts_on=JANUARY, review_by=EASTER, by=by.user)


def test_who_reads_and_who_writes(school: Cast) -> None:
    """A TA reads the TA's copy of their own children and writes none; others by scope."""
    with school_scope(school.school, by=school.senco.user):
        begun = plan(school.ayla, school.senco)
        other = plan(school.ben, school.senco)
        target(begun, school.senco)
        assert set(Plan.objects.visible_to(school.senco)) == {begun, other}
        assert set(Plan.objects.visible_to(school.ta)) == {begun}
        assert set(Plan.objects.visible_to(school.teacher_4b)) == {begun}
        assert not Plan.objects.visible_to(school.office)
        assert set(Plan.objects.changeable_by(school.teacher_4b)) == {begun}
        for reader in ("ta", "head", "dsl", "office", "teacher_5a"):
            assert begun not in Plan.objects.changeable_by(school.staff[reader])
        kept_back = {"parent_voice", "signatures"}
        ta = PlanSection.objects.visible_to(school.ta)
        assert not kept_back & {row.key for row in ta}
        whole = PlanSection.objects.visible_to(school.head).filter(plan=begun)
        assert kept_back < {row.key for row in whole}
        assert Target.objects.visible_to(school.ta).count() == 1
        assert not Target.objects.visible_to(school.teacher_5a)


def test_notes_are_their_writers_to_take_back(school: Cast) -> None:
    """A TA's own; who writes plans, anybody's of their children."""
    with school_scope(school.school, by=school.ta.user):
        row = target(plan(school.ayla, school.senco), school.senco)
        day = date(2026, 11, 23)
        own = note_progress(target=row, on=day, by=school.ta.user, value=Decimal(7))
        note_progress(target=row, on=day, by=school.senco.user, words="Well")
        assert set(ProgressNote.objects.changeable_by(school.ta)) == {own}
        assert ProgressNote.objects.changeable_by(school.teacher_4b).count() == 2
        with pytest.raises(Refused, match="future"):
            note_progress(target=row, on=JANUARY, by=school.ta.user, words="Well")
        with pytest.raises(Refused, match="figure"):
            note_progress(target=row, on=day, by=school.ta.user, words=" ")
