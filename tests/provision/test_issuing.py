"""Agreed with both voices or the reasons, frozen, numbered, and told what changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.dates import today
from common.errors import Refused
from jobs.models import Job, OutboxMessage
from provision.actions import (
    Side,
    agree_plan,
    have_printed,
    issue_plan,
    issue_plans,
    may_issue,
    set_dates,
    start_next,
    withdraw_issued,
)
from provision.frozen import Copy, FrozenPlan
from provision.models import Agreement, IssuedPlan
from pupils.actions import withdraw_voice
from pupils.models import Voice
from schools.models import DatedSetting
from schools.tenancy import school_scope
from stages.sources import pieces_of
from stages.vocabulary import Evidence
from tests.access.voice_kinds import voice
from tests.cast import Cast
from tests.factories import provision as make

NOBODY = Side()


@pytest.fixture
def acting(school: Cast) -> Any:
    """Acting as the SENCO of Northfield."""
    with school_scope(school.school, by=school.senco.user, request_id="r"):
        yield school


def test_a_plan_is_frozen_as_it_was_agreed(acting: Cast) -> None:
    """What it says, both voices, who, when, which version; a later change changes nothing of it."""
    plan = make.written_plan(acting.ayla, acting.senco)
    make.agreement(plan, acting.senco)
    row = issue_plan(plan=plan, by=acting.senco)
    frozen = row.frozen
    assert (frozen.number, frozen.issued, frozen.issued_by) == (1, "23 November 2026", "Senco")
    assert [target.what for target in frozen.targets] == ["Read 20 words"]
    assert frozen.targets[0].strategies[0].how == "TA"
    assert [(said.whose, said.is_none) for said in frozen.voices] == [
        ("pupil", False),
        ("parent", True),
    ]
    make.target(plan, acting.senco, "Count to 100")
    row.refresh_from_db()
    assert row.frozen == frozen
    assert row.sha256 == frozen.sha256 == FrozenPlan.from_content(row.content).sha256


@pytest.mark.parametrize(
    ("sides", "why"),
    [
        ({"pupil": NOBODY}, "Choose what the child said"),
        ({"parent": NOBODY}, "Choose what a parent said"),
        ({"parent": Side(why_none="  ")}, "Choose what a parent said"),
    ],
)
def test_neither_voice_can_be_left_out(acting: Cast, sides: dict[str, Side], why: str) -> None:
    """A voice, words of the plan, or a reason: without one there is no agreement and no voice."""
    plan = make.written_plan(acting.ayla, acting.senco)
    with pytest.raises(Refused, match=why):
        make.agreement(plan, acting.senco, **sides)
    assert not Agreement.objects.exists()
    assert not Voice.objects.exists()


def test_a_voice_is_one_of_this_child_that_was_given(acting: Cast) -> None:
    """Neither another child's, nor a parent's for the child's, nor one taken back."""
    plan = make.written_plan(acting.ayla, acting.senco)
    others = voice(acting, acting.ben, whose="pupil")
    parents = voice(acting, acting.ayla)
    for wrong in (others, parents):
        with pytest.raises(Refused, match="no words of the child"):
            make.agreement(plan, acting.senco, pupil=Side(voice=wrong))
    right = voice(acting, acting.ayla, whose="pupil")
    withdraw_voice(voice=right, because="x", by=acting.senco.user, expected=right.version)
    with pytest.raises(Refused, match="no words of the child"):
        make.agreement(plan, acting.senco, pupil=Side(voice=right))
    agreed = make.agreement(plan, acting.senco, parent=Side(voice=parents))
    assert agreed.parent_voice == parents


def test_what_changed_after_it_was_agreed_is_agreed_again(acting: Cast) -> None:
    """Nothing is issued that nobody agreed to; an empty plan is agreed by nobody."""
    plan = make.plan(acting.ayla, acting.senco)
    with pytest.raises(Refused, match="nothing in this plan"):
        make.agreement(plan, acting.senco)
    make.target(plan, acting.senco)
    with pytest.raises(Refused, match="not agreed yet"):
        issue_plan(plan=plan, by=acting.senco)
    make.agreement(plan, acting.senco)
    make.strategy(plan, acting.senco)
    with pytest.raises(Refused, match="changed since it was agreed"):
        issue_plan(plan=plan, by=acting.senco)
    make.agreement(plan, acting.senco)
    issue_plan(plan=plan, by=acting.senco)
    with pytest.raises(Refused, match="issued as it stands"):
        issue_plan(plan=plan, by=acting.senco)


def test_the_next_version_says_what_changed(acting: Cast) -> None:
    """A target more, one changed, one gone, a section, the day of the review."""
    plan = make.written_plan(acting.ayla, acting.senco)
    make.agreement(plan, acting.senco)
    assert issue_plan(plan=plan, by=acting.senco).frozen.changes == ()
    make.target(plan, acting.senco, "Count to 100")
    make.strategy(plan, acting.senco, "A quiet corner")
    plan.refresh_from_db()
    set_dates(
        plan=plan,
        starts_on=plan.starts_on,
        review_by=today() + timedelta(days=60),
        expected=plan.version,
    )
    make.agreement(plan, acting.senco)
    second = issue_plan(plan=plan, by=acting.senco).frozen
    assert second.number == 2
    assert second.changes[0] == "New target: Count to 100"
    assert any(line.startswith("Changed: ") for line in second.changes)
    assert second.changes[-1] == "Reviewed by 22 January 2027"


def test_the_first_of_the_next_plan_is_told_against_the_last_of_the_one_before(
    acting: Cast,
) -> None:
    """A parent who read last term's plan sees what is new in this one."""
    before = make.issued(acting.ayla, acting.senco).plan
    plan = start_next(
        plan=before, starts_on=today() + timedelta(days=1), review_by=None, by=acting.senco.user
    )
    make.target(plan, acting.senco, "Tell the time")
    make.agreement(plan, acting.senco)
    frozen = issue_plan(plan=plan, by=acting.senco).frozen
    assert frozen.number == 1
    assert "New target: Tell the time" in frozen.changes


def test_teachers_propose_and_issue_where_the_school_lets_them(acting: Cast) -> None:
    """The SENCO always; a teacher from the day the school says so; a head and a TA never."""
    plan = make.written_plan(acting.ayla, acting.teacher_4b)
    make.agreement(plan, acting.teacher_4b)
    with pytest.raises(Refused, match="The SENCO issues plans"):
        issue_plan(plan=plan, by=acting.teacher_4b)
    DatedSetting.objects.create(name="teachers_issue", starts_on=today(), value=1)
    assert [may_issue(one) for one in (acting.senco, acting.teacher_4b)] == [True, True]
    assert [may_issue(one) for one in (acting.head, acting.ta, acting.dsl)] == [False] * 3
    assert issue_plan(plan=plan, by=acting.teacher_4b).number == 1


def test_many_are_issued_or_none(acting: Cast) -> None:
    """One that is not agreed keeps all of them back, and is named."""
    plans = [make.written_plan(child, acting.senco) for child in (acting.ayla, acting.ben)]
    make.agreement(plans[0], acting.senco)
    with pytest.raises(Refused, match=r"Ben .*not agreed yet"):
        issue_plans(plans=plans, by=acting.senco)
    assert not IssuedPlan.objects.exists()
    make.agreement(plans[1], acting.senco)
    assert len(issue_plans(plans=plans, by=acting.senco)) == 2
    assert Job.objects.filter(task="provision.tasks.print_issued").count() == 2
    with pytest.raises(Refused, match="Tick the plans"):
        issue_plans(plans=[], by=acting.senco)


def test_an_issued_plan_is_evidence_until_it_is_taken_back(acting: Cast) -> None:
    """Of its own kind, on the day it was issued; a draft is none."""
    plan = make.written_plan(acting.ayla, acting.senco)
    assert Evidence.PLAN not in {piece.kind for piece in pieces_of([acting.ayla.pk]).get(1, [])}
    make.agreement(plan, acting.senco)
    row = issue_plan(plan=plan, by=acting.senco)
    found = [piece for piece in pieces_of(None)[acting.ayla.pk] if piece.kind == Evidence.PLAN]
    assert [(piece.of, piece.on, piece.pk) for piece in found] == [("iep", today(), row.pk)]
    with pytest.raises(Refused, match="Say why"):
        withdraw_issued(issued=row, because=" ", by=acting.senco.user)
    withdraw_issued(issued=row, because="The wrong child", by=acting.senco.user)
    assert not [p for p in pieces_of(None)[acting.ayla.pk] if p.kind == Evidence.PLAN]
    with pytest.raises(Refused, match="already"):
        withdraw_issued(issued=row, because="x", by=acting.senco.user)


def test_a_copy_holds_what_its_reader_may_see_and_nothing_else(acting: Cast) -> None:
    """Sections by the template; voices in the parents' copies alone."""
    row = make.issued(acting.ayla, acting.senco, "plan-iep")
    for copy in Copy:
        held = row.frozen.copy_for(copy)
        assert all(section.is_on(copy) for section in held.sections)
        assert bool(held.voices) == (copy not in (Copy.TA, Copy.CLASS))


def test_the_database_keeps_versions_apart(acting: Cast) -> None:
    """Two with one number cannot be."""
    row = make.issued(acting.ayla, acting.senco)
    row.pk, row.uid = None, None
    row._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_sixty_prints_send_no_sixty_messages(acting: Cast) -> None:
    """The page says when a print is there: no word goes out for each."""
    row = have_printed(make.issued(acting.ayla, acting.senco))
    assert row.job is not None
    assert not row.job.tells_starter
    assert not OutboxMessage.objects.filter(template="job_over").exists()


def test_a_plan_of_another_kind_counts_as_that(acting: Cast) -> None:
    """A One Page Profile is no IEP."""
    make.issued(acting.ayla, acting.senco, "plan-one_page_profile")
    kinds = {(piece.kind, piece.of) for piece in pieces_of(None)[acting.ayla.pk]}
    assert (Evidence.PLAN, "one_page_profile") in kinds


def test_agreeing_takes_the_plans_own_words_as_a_voice(acting: Cast) -> None:
    """What stands in the plan's section is kept as what was said, given, about this plan."""
    plan = make.written_plan(acting.ayla, acting.senco)
    agreed = agree_plan(
        plan=plan, pupil=Side(words="Maths is best"), parent=Side(words="Happy"), by=acting.senco
    )
    said = agreed.pupil_voice
    assert (said.words, said.topic, said.is_draft) == ("Maths is best", plan.name, False)
