"""The stories of fictional children, without a database: legal on every ladder and day."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from pupils.upn import check
from reports.demo.chance import stream
from reports.demo.children import Child, Roll
from reports.demo.courses import COURSES, words_between
from reports.demo.days import Days
from reports.demo.schools import LADDERS, SchoolPlan, school_plans
from reports.demo.shares import ON_PLAN
from reports.demo.staff import Staff
from reports.demo.stories import Story, StoryTeller
from stages.following import wanted
from stages.ladder import OFF
from stages.presets import preset

ON = date(2026, 11, 23)
SEEDS = (1,)
DAYS_TO_TRY = (ON, date(2026, 9, 1), date(2027, 8, 20), date(2028, 2, 29))


def plans(seed: int, pupils: int = 210) -> list[SchoolPlan]:
    """A plan for each ladder."""
    return list(school_plans(schools=len(LADDERS), pupils=pupils, seed=seed))


def told(plan: SchoolPlan, on: date = ON) -> Iterator[tuple[Child, Story]]:
    """A school's children with their stories, as the loader tells them."""
    days = Days(on)
    teller = StoryTeller(plan.ladder, days)
    for child in Roll(plan, days).children():
        yield child, teller.story(child, stream(plan.seed, plan.slug, "story", child.number))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("place", range(len(LADDERS)))
def test_every_step_is_a_route_of_the_ladder(seed: int, place: int) -> None:
    """A child moves by the routes the school's own document has, and carries their words."""
    plan = plans(seed)[place]
    spec = preset(plan.ladder)
    ways = {(route.origin, route.to) for route in spec.routes}
    steps = 0
    for _, story in told(plan):
        for before, after in pairwise(story.turns):
            assert (before.stage, after.stage) in ways
            assert after.route_words == words_between(spec, before.stage, after.stage) != ""
            steps += 1
    assert steps > 20


@pytest.mark.parametrize("on", DAYS_TO_TRY)
@pytest.mark.parametrize("place", range(len(LADDERS)))
def test_days_follow_one_another(place: int, on: date) -> None:
    """Steps begin on school days, one after another, after joining and before the demo's day."""
    plan = plans(7, 90)[place]
    school_days = set(Days(on).school_days)
    for child, story in told(plan, on):
        for turn in story.turns:
            assert child.joined_on <= turn.starts_on < on
            assert turn.starts_on in school_days
            assert child.left_on is None or turn.starts_on <= child.left_on
        for before, after in pairwise(story.turns):
            assert before.starts_on < after.starts_on == before.ends_on
        assert all(turn.ends_on is None for turn in story.turns[-1:])


@pytest.mark.parametrize("place", range(len(LADDERS)))
def test_a_plan_in_force_is_on_the_register(place: int) -> None:
    """E holds only on a stage of the register, and a stage for plans only with one in force."""
    plan = plans(3, 300)[place]
    spec = preset(plan.ladder)
    for child, story in told(plan):
        assert bool(story.plan_since) == (
            child.kind in ON_PLAN and bool(story.turns or story.apart)
        )
        for turn in story.turns:
            stage = None if turn.stage == OFF else spec.stage(turn.stage)
            if story.plan_since and turn.ends_on is None:
                assert stage is not None
                assert stage.on_register
            if stage and stage.needs_ehc_plan:
                assert story.plan_since is not None
                assert story.plan_since <= turn.starts_on


def test_statuses_brought_along_begin_before_the_first_step() -> None:
    """Support of another school or an older record begins before our first day with the child."""
    for plan in plans(11):
        for child, story in told(plan):
            for period in story.apart:
                assert period.starts_on > child.born_on
            if story.support_since and story.turns:
                assert story.support_since <= story.turns[0].starts_on
            assert wanted(story.apart, []) == story.apart[:1] or len(story.apart) == 2


@pytest.mark.parametrize("pupils", [20, 60, 210, 1200])
def test_a_school_has_exactly_the_pupils_asked_for(pupils: int) -> None:
    """Every size divides into years and classes of at most 31, with a teacher each."""
    for plan in plans(5, pupils)[:2]:
        assert sum(plan.sizes.values()) == pupils
        rooms = [child.room.name for child in Roll(plan, Days(ON)).children() if not child.left_on]
        assert len(rooms) == pupils
        assert max(rooms.count(name) for name in set(rooms)) <= 31
        people = Staff(plan).people
        assert {room.name for room in plan.rooms} <= {room for who in people for room in who.rooms}
        assert len({who.email for who in people}) == len(people)


def test_upns_are_wrong_only_where_meant() -> None:
    """A UPN is valid by its letter, missing, or wrong for the one or two meant to be found."""
    plan = next(iter(school_plans(schools=1, pupils=None, seed=2026)))
    roll = Roll(plan, Days(ON))
    children = list(roll.children())
    upns = [child.upn for child in children if child.upn]
    wrong = {child.number for child in children if child.upn and not check(child.upn).valid}
    assert wrong == roll.misread
    assert len(upns) == len(set(upns))
    assert 2 <= sum(not child.upn for child in children) <= 25
    assert any(check(upn).temporary for upn in upns)


def test_one_seed_gives_one_school_and_another_another() -> None:
    """The same seed gives the same children, stories and sign-ins; another seed gives others."""
    first, again, other = (plans(seed)[0] for seed in (1, 1, 2))
    assert list(told(first)) == list(told(again))
    assert list(told(first)) != list(told(other))
    assert Staff(first).people == Staff(again).people
    assert Staff(first).one("senco").secret != Staff(other).one("senco").secret


def test_schools_are_the_same_however_many() -> None:
    """A school does not change with how many others are asked for; no two share an address."""
    many = list(school_plans(schools=700, pupils=60, seed=1))
    assert many[:3] == list(school_plans(schools=3, pupils=60, seed=1))
    assert len({plan.slug for plan in many}) == 700
    assert {plan.ladder for plan in many} == set(LADDERS) == set(COURSES)
