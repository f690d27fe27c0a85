"""What holds for every school, child and day (issue: "Proof")."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from stages.evidence import Piece, fits
from stages.graduated_response import Answer, Facts
from stages.occurrences import Occurrence, State
from stages.periods import Every
from stages.vocabulary import Applies, Evidence, Strength
from tests.selection import FULL
from tests.stages.engine import strategies as some
from tests.stages.engine.strategies import Case

thoroughly = settings(max_examples=3000 if FULL else 250, deadline=None)
ORDER = (State.LATER, State.DUE, State.OVERDUE)
OPEN = set(ORDER)


def key_of(one: Occurrence) -> tuple[object, ...]:
    """Which time it is, whatever day it is looked at."""
    return one.placement.record, one.asked.key, one.counts_from, one.opens_on


def answered(case: Case, today: date | None = None) -> Answer:
    """The engine's answer."""
    return case.school.engine.of(case.facts, today or case.today)


def staying(case: Case) -> Case:
    """The same child, long born, who stays where it is, and no record of a day to come."""
    here = (each for each in case.facts.placements if each.holds_on(case.today))
    stays = tuple(replace(each, ends_on=None) for each in here)
    known = tuple(piece for piece in case.facts.pieces if piece.on <= case.today)
    long_ago = date(2018, 2, 28)
    facts = replace(case.facts, born_on=long_ago, placements=stays, pieces=known)
    return case._replace(facts=facts)


@thoroughly
@given(some.cases(), st.lists(st.integers(1, 120), min_size=1, max_size=4))
def test_nothing_goes_back_as_days_pass(case: Case, passing: list[int]) -> None:
    """Without a new record: later, due, overdue, in this order; what is done or missed stays so."""
    case = staying(case)
    today, before = case.today, answered(case)
    for days in passing:
        today += timedelta(days=days)
        after = answered(case, today)
        seen = {key_of(one): one for one in after.occurrences}
        for one in before.occurrences:
            then = seen[key_of(one)]
            assert (then.due_on, then.proof) == (one.due_on, one.proof)
            if one.state in OPEN:
                assert ORDER.index(then.state) >= ORDER.index(one.state)
            else:
                assert then.state is one.state
        before = after


@thoroughly
@given(some.cases())
def test_what_is_done_names_evidence_that_fits(case: Case) -> None:
    """Done has its proof, dated when it may be, and nothing else has any."""
    for one in answered(case).occurrences:
        assert bool(one.proof) == (one.state is State.DONE)
        for piece in one.proof:
            assert fits(piece, one.asked)
            assert piece in case.facts.pieces
            assert one.counts_from <= piece.on < one.counts_until
            assert case.facts.born_on <= piece.on <= case.today
        assert one.by_reason == any(piece.why_not for piece in one.proof)
        if one.proof and not one.by_reason and one.asked.every.every is not Every.AS_NEEDED:
            assert len(one.proof) == (len(one.asked.given_to) or one.asked.count)


@thoroughly
@given(some.cases())
def test_taking_evidence_away_makes_nothing_done(case: Case) -> None:
    """Each record that nothing comes round with: without it no more is done than with it."""
    with_all = done_of(answered(case))
    for piece in case.facts.pieces:
        if is_only_evidence(piece):
            others = tuple(other for other in case.facts.pieces if other is not piece)
            fewer = case._replace(facts=replace(case.facts, pieces=others))
            assert done_of(answered(fewer)) <= with_all


def done_of(answer: Answer) -> Counter[tuple[int, str]]:
    """How many times each requirement is done."""
    done = (one for one in answer.occurrences if one.state is State.DONE)
    return Counter((one.placement.record, one.asked.key) for one in done)


def is_only_evidence(piece: Piece) -> bool:
    """Whether no requirement starts, or comes round, with it."""
    starts = piece.kind in (Evidence.PLAN, Evidence.INTERVENTION)
    return piece.why_not or not (starts or piece.of == "a")


@thoroughly
@given(some.cases(), st.integers(0, 1000))
def test_the_order_of_records_does_not_matter(case: Case, seed: int) -> None:
    """Records and placements in any order give the same answer."""
    dice = Random(seed)
    facts = replace(
        case.facts,
        pieces=tuple(dice.sample(case.facts.pieces, len(case.facts.pieces))),
    )
    assert answered(case._replace(facts=facts)) == answered(case)


@thoroughly
@given(some.cases())
def test_merging_loses_and_doubles_nothing(case: Case) -> None:
    """Each time that is still to be done is in exactly one item, and nothing else is."""
    answer = answered(case)
    to_do = [one for one in answer.occurrences if one.state in OPEN]
    in_items = [one for item in answer.items for one in item.occurrences]
    assert Counter(map(key_of, in_items)) == Counter(map(key_of, to_do))
    assert {one.asked.key for one in in_items} == {one.asked.key for one in to_do}
    days = [item.due_on or date.max for item in answer.items]
    assert days == sorted(days)


@thoroughly
@given(some.cases())
def test_what_only_reminds_is_never_due(case: Case) -> None:
    """To be considered, or where appropriate: never due, overdue, missing or next."""
    answer = answered(case)
    for one in answer.occurrences:
        asked = one.asked
        if asked.strength is Strength.CONSIDERED or asked.applies is Applies.WHERE_APPROPRIATE:
            assert one.state not in (State.DUE, State.OVERDUE)
            assert asked not in answer.missing
        if asked.strength is not Strength.REQUIRED:
            assert one.state is not State.OVERDUE
    for item in [*answer.overdue, *filter(None, [answer.next])]:
        assert item.is_asked
    for item in answer.items:
        due = [one.due_on for one in item.occurrences if one.due_on and not one.asked.is_prompt]
        assert not item.is_asked or item.due_on == min(due, default=None)


@thoroughly
@given(some.cases())
def test_nothing_is_due_before_it_is_asked(case: Case) -> None:
    """Not before go-live, the day the child joined, or the placement's first day."""
    for one in answered(case).occurrences:
        bounds = (case.school.go_live_on, case.facts.joined_on, one.placement.starts_on)
        begins = max(day for day in bounds if day)
        assert one.due_on is None or one.due_on >= begins
        assert one.state is not State.OVERDUE or case.today > begins


@thoroughly
@given(some.cases())
def test_every_item_can_be_cleared_by_one_record(case: Case) -> None:
    """There is a day on which what an item asks for clears each of its requirements."""
    case = staying(case)
    for item in answered(case).items:
        served = lasts(item.occurrences, case.today)
        day = max(case.today, *(last.counts_from for last in served))
        for last in served:
            made = tuple(made_for(last, day))
            facts = replace(case.facts, pieces=case.facts.pieces + made)
            after = answered(case._replace(facts=facts), day).occurrences
            seen = {key_of(one): one.state for one in after}
            strand = (one for one in item.occurrences if one.asked == last.asked)
            assert not OPEN & {seen.get(key_of(one), State.MISSED) for one in strand}


def lasts(found: Sequence[Occurrence], today: date) -> list[Occurrence]:
    """The times one record would serve: of each requirement the last it could."""
    now: dict[tuple[object, ...], Occurrence] = {}
    for one in found:
        later = one.counts_from if one.counts_from > today else None
        now[one.placement.record, one.asked.key, later] = one
    return list(now.values())


def made_for(one: Occurrence, day: date) -> Iterator[Piece]:
    """As many records as are asked for, all of one day."""
    asked = one.asked
    for number in range(len(asked.given_to) or asked.count):
        to = asked.given_to[number] if asked.given_to else ""
        yield Piece(asked.evidence, day, "new", number, of=asked.of, whose=asked.whose, given_to=to)


@thoroughly
@given(some.cases())
def test_a_reason_why_not_counts_and_is_shown_as_one(case: Case) -> None:
    """A reason given today for what is to be done stands in the place of every record."""
    case = staying(case)
    for one in lasts(answered(case).occurrences, case.today):
        if one.state in OPEN and one.counts_from <= case.today < one.counts_until:
            reason = Piece(
                Evidence.RECORD, case.today, "note", 99, answers=one.asked.key, why_not=True
            )
            facts = replace(case.facts, pieces=(*case.facts.pieces, reason))
            found = answered(case._replace(facts=facts)).occurrences
            here = [each for each in found if reason in each.proof]
            assert here
            assert all(each.state is State.DONE and each.by_reason for each in here)


@thoroughly
@given(some.cases())
def test_a_decision_to_stay_renews_the_time_and_nothing_that_is_asked(case: Case) -> None:
    """Decided today, the time ends as if counted from today, never sooner; the rest is the same."""
    before = answered(case)
    here = before.here
    if here is None:
        return
    renewed = replace(here, stays=(*here.stays, case.today))
    others = tuple(each for each in case.facts.placements if each is not here)
    after = answered(case._replace(facts=replace(case.facts, placements=(renewed, *others))))
    assert [told(one) for one in after.occurrences] == [told(one) for one in before.occurrences]
    if after.runs_out_on and before.runs_out_on:
        assert after.runs_out_on >= before.runs_out_on
    engine = case.school.engine
    begins = max(case.today, engine.asked_from(here, case.facts))
    timeframe = before.stage.timeframe if before.stage else None
    assert after.runs_out_on == engine.rounds.runs_out(timeframe, begins)


@thoroughly
@given(some.cases(), st.integers(1, 200))
def test_a_decision_to_stay_counts_from_its_day(case: Case, days: int) -> None:
    """One of a day to come, or of a day before the child was there, renews nothing yet."""
    before = answered(case)
    if before.here is None:
        return
    others = tuple(each for each in case.facts.placements if each is not before.here)
    for day in (
        case.today + timedelta(days=days),
        before.here.starts_on - timedelta(days=days),
    ):
        also = replace(before.here, stays=(*before.here.stays, day))
        facts = replace(case.facts, placements=(also, *others))
        assert answered(case._replace(facts=facts)).runs_out_on == before.runs_out_on


def told(one: Occurrence) -> tuple[object, ...]:
    """All of one time but the placement it is of."""
    return key_of(one), one.due_on, one.counts_until, one.state, one.proof, one.have


@thoroughly
@given(some.cases())
def test_without_a_stage_nothing_is_asked(case: Case) -> None:
    """No stage record, the universal stage, and a stage the ladder no longer has ask nothing."""
    main = case.facts.placements[0]
    for placements in ((), (replace(main, stage="every"),), (replace(main, stage="gone"),)):
        facts: Facts = replace(case.facts, placements=placements)
        answer = answered(case._replace(facts=facts))
        assert not answer.occurrences
        assert not answer.items
        assert answer.next is None
        assert answer.runs_out_on is None or answer.stage
