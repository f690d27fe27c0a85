"""The engine and a slow second one, written day by day from its rules, agree."""

from hypothesis import HealthCheck, given, settings

from stages.merging import Item
from stages.occurrences import Occurrence
from tests.selection import FULL
from tests.stages.engine import naive_items
from tests.stages.engine import strategies as some
from tests.stages.engine.naive import NaiveEngine, Time, in_force
from tests.stages.engine.naive_items import Strand
from tests.stages.engine.strategies import Case, School

slowly = settings(
    max_examples=20_000 if FULL else 1000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def told(each: Occurrence | Time) -> tuple[object, ...]:
    """What both engines must say of one time."""
    return (
        each.placement.record,
        each.asked.key,
        str(each.opens_on),
        str(each.due_on),
        each.state.value,
        tuple((piece.source, piece.pk) for piece in each.proof),
    )


def naive_of(school: School) -> NaiveEngine:
    """The second engine for the same school."""
    return NaiveEngine(school.ladder, school.calendar, school.meetings, school.go_live_on)


@slowly
@given(some.cases())
def test_both_tell_the_same_times(case: Case) -> None:
    """Each time, when it opens and is due, its state and its proof."""
    school, facts, today = case
    answer = school.engine.of(facts, today)
    expected = naive_of(school).of(facts, today)
    assert sorted(map(told, answer.occurrences)) == sorted(map(told, expected))


def told_item(item: Item) -> tuple[object, ...]:
    """What both engines must say of one thing to do."""
    named = tuple(sorted(told(one) for one in item.occurrences))
    return str(item.due_on), item.state.value, named


def told_group(group: list[Strand]) -> tuple[object, ...]:
    """The same of the naive engine's."""
    named = tuple(sorted(told(time) for strand in group for time in strand.times))
    return str(naive_items.due_on(group)), naive_items.state(group).value, named


@slowly
@given(some.cases())
def test_both_tell_the_same_items(case: Case) -> None:
    """What is one thing to do, when it is due, and when the time at the stage runs out."""
    school, facts, today = case
    answer = school.engine.of(facts, today)
    naive = naive_of(school)
    groups = naive_items.items(naive.of(facts, today), today)
    assert sorted(map(told_item, answer.items)) == sorted(map(told_group, groups))
    here = [each for each in in_force(facts, today) if not each.overlay][:1]
    out = naive.runs_out(here[0], naive.counted_from(here[0], facts, today)) if here else None
    assert answer.runs_out_on == out
