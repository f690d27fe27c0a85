"""Days on which rules of the calendar go wrong, and bad input; every date written by hand."""

from dataclasses import replace
from datetime import date

import pytest

from schools.calendar import Span, calendar_of
from stages.evidence import Piece
from stages.graduated_response import Facts
from stages.ladder import LadderSpec, StageSpec
from stages.occurrences import Placement, State
from stages.rounds import MeetingDay
from stages.vocabulary import Evidence
from tests.stages.engine.school_year import (
    BORN,
    SEPTEMBER,
    TWO_YEARS,
    asks,
    at,
    due_days,
    engine_of,
    ladder_of,
    record,
    states,
    times,
    usual,
)

ONE_YEAR = usual(2026)
STAGE = "stage"


@pytest.mark.parametrize(
    ("begins", "lasts", "ends"),
    [
        # From a Monday: the Friday of the sixth week; from a Wednesday: the Tuesday.
        (date(2026, 9, 7), "6 teaching weeks", date(2026, 10, 16)),
        (date(2026, 9, 9), "6 teaching weeks", date(2026, 10, 20)),
        # The week of half-term, 26 to 30 October, is nobody's; the clocks change on the 25th.
        (date(2026, 10, 12), "6 teaching weeks", date(2026, 11, 27)),
        (date(2026, 10, 14), "6 teaching weeks", date(2026, 12, 1)),
        (date(2026, 10, 23), "1 teaching week", date(2026, 11, 5)),
        # From within a holiday: from its end.
        (date(2026, 10, 28), "2 teaching weeks", date(2026, 11, 13)),
        (date(2026, 12, 25), "1 teaching week", date(2027, 1, 8)),
        # Good Friday and Easter Monday are closed, and the clocks change on 28 March 2027.
        (date(2027, 3, 22), "1 teaching week", date(2027, 3, 25)),
        (date(2027, 3, 23), "1 teaching week", date(2027, 3, 25)),
        (date(2027, 3, 24), "1 teaching week", date(2027, 3, 30)),
        # Across the summer, and from 31 August.
        (date(2027, 7, 15), "2 teaching weeks", date(2027, 9, 8)),
        (date(2027, 8, 31), "1 teaching week", date(2027, 9, 10)),
        # Calendar weeks count holidays, and neither clock change shifts them.
        (date(2026, 10, 24), "1 calendar week", date(2026, 10, 30)),
        (date(2026, 9, 7), "26 calendar weeks", date(2027, 3, 7)),
        (date(2027, 3, 27), "1 calendar week", date(2027, 4, 2)),
        # The present half-term or term counts while half of its days are left.
        (date(2026, 9, 30), "1 half-term", date(2026, 10, 23)),
        (date(2026, 10, 1), "1 half-term", date(2026, 12, 18)),
        (date(2026, 10, 26), "1 half-term", date(2026, 12, 18)),
        (date(2026, 9, 7), "1 term", date(2026, 12, 18)),
        (date(2026, 11, 9), "1 term", date(2027, 4, 2)),
        (date(2026, 12, 25), "2 terms", date(2027, 7, 23)),
        (date(2027, 8, 31), "1 term", date(2027, 12, 17)),
        # Named months: the last school day of the first of which half is left.
        (date(2026, 9, 7), "until October, February, July", date(2026, 10, 23)),
        (date(2026, 10, 23), "until October, February, July", date(2027, 2, 26)),
        (date(2027, 3, 1), "until October, February, July", date(2027, 7, 23)),
    ],
)
def test_a_stage_runs_out(begins: date, lasts: str, ends: date) -> None:
    """The last day of a stage's time, by the school's own dates."""
    answer = engine_of(ladder_of(lasts=lasts)).of(at(STAGE, begins), begins)
    assert answer.runs_out_on == ends


def test_nothing_shifts_when_the_clocks_change() -> None:
    """25 October 2026 and 28 March 2027 are days like others: whole days are counted."""
    engine = engine_of(ladder_of(asks("every 2 weeks")))
    for day in (date(2026, 10, 25), date(2027, 3, 28)):
        one = times(engine.of(at(STAGE, SEPTEMBER, record(day)), day))
        assert one[0].proof[0].on == day
    after = engine.of(at(STAGE, SEPTEMBER, record(date(2026, 10, 25))), date(2026, 10, 25))
    assert due_days(after)[1] == date(2026, 11, 13)


def test_a_year_after_a_leap_day_is_the_28th() -> None:
    """What was reviewed on 29 February 2028 is due on 28 February 2029, and not before."""
    leap = date(2028, 2, 29)
    answer = engine_of(ladder_of(asks("yearly"))).of(at(STAGE, SEPTEMBER, record(leap)), leap)
    assert due_days(answer) == [date(2027, 9, 7), date(2029, 2, 28)]
    assert times(answer)[1].opens_on == date(2028, 8, 29)


def test_31_august_belongs_to_the_year_before() -> None:
    """A record of 31 August is late for the summer; one of 1 September is, too, until term."""
    engine = engine_of(ladder_of(asks("termly")))
    for day in (date(2027, 8, 31), date(2027, 9, 1)):
        answer = engine.of(at(STAGE, date(2027, 4, 19), record(day)), day)
        assert states(answer) == ["done", "later"]
        assert due_days(answer) == [date(2027, 7, 23), date(2027, 12, 17)]
    placed = engine.of(at(STAGE, date(2027, 8, 31)), date(2027, 8, 31))
    assert due_days(placed) == [date(2027, 12, 17)]


def test_a_half_term_that_moves_moves_what_is_due() -> None:
    """The same records against other dates: half-term a week earlier, and nothing is kept."""
    first, second, *others = ONE_YEAR.half_terms
    moved = [
        replace(first, ends_on=date(2026, 10, 16)),
        replace(second, starts_on=date(2026, 10, 26)),
    ]
    facts, today = at(STAGE), date(2026, 10, 20)
    ladder = ladder_of(asks("half-termly"))
    assert states(engine_of(ladder, ONE_YEAR).of(facts, today)) == ["due", "later"]
    answer = engine_of(ladder, calendar_of([*moved, *others])).of(facts, today)
    assert states(answer) == ["overdue", "later"]
    assert due_days(answer) == [date(2026, 10, 16), date(2026, 12, 18)]


def test_a_stage_the_ladder_no_longer_has_asks_nothing() -> None:
    """The child's record stays and says so; what is beside it still asks."""
    ladder = ladder_of(asks("termly"))
    beside = StageSpec("beside", "B", "Beside", overlay=True, requirements=(asks("once", key="b"),))
    ladder = replace(ladder, stages=(*ladder.stages, beside))
    places = (Placement(1, "retired", SEPTEMBER), Placement(2, "beside", SEPTEMBER, overlay=True))
    answer = engine_of(ladder).of(Facts(BORN, placements=places), SEPTEMBER)
    assert answer.is_retired
    assert answer.here == places[0]
    assert (answer.stage, answer.runs_out_on) == (None, None)
    assert [one.asked.key for one in answer.occurrences] == ["b"]


def test_many_overlays_ask_each_their_own_once() -> None:
    """Two ladders' worth of overlays beside one stage: the whole ladder's asking is not doubled."""
    keys = [f"beside-{number}" for number in range(8)]
    beside = tuple(
        StageSpec(key, key, key, overlay=True, requirements=(asks("termly", key=f"of-{key}"),))
        for key in keys
    )
    one = ladder_of(asks("termly")).stages
    whole = asks("in July", Evidence.MEETING, "whole")
    ladder = LadderSpec("x", "X", "", stages=(*one, *beside), requirements=(whole,))
    overlays = (Placement(10 + n, key, SEPTEMBER, overlay=True) for n, key in enumerate(keys))
    facts = Facts(BORN, placements=(Placement(1, STAGE, SEPTEMBER), *overlays))
    answer = engine_of(ladder).of(facts, SEPTEMBER)
    asked = [each.asked.key for each in answer.occurrences if each.state is not State.LATER]
    assert sorted(asked) == ["it", *(f"of-{key}" for key in keys)]
    assert len(times(answer, "whole")) == 1
    reviews, meeting = answer.items[0], answer.items[-1]
    assert len(reviews.occurrences) == 9
    assert [each.asked.key for each in meeting.occurrences] == ["whole"]


def test_evidence_of_tomorrow_or_before_birth_is_none() -> None:
    """A slip of the year does not make a requirement done; on its day a record counts."""
    engine, tomorrow = engine_of(ladder_of(asks("termly"))), date(2026, 9, 15)
    facts = at(STAGE, SEPTEMBER, record(tomorrow))
    assert states(engine.of(facts, date(2026, 9, 14))) == ["due", "later"]
    assert states(engine.of(facts, tomorrow))[0] == "done"
    across = replace(asks("once"), across_stages=True)
    early = at(STAGE, SEPTEMBER, record(date(2016, 9, 14)))
    assert states(engine_of(ladder_of(across)).of(early, SEPTEMBER)) == ["due"]
    at_birth = at(STAGE, SEPTEMBER, record(BORN))
    assert states(engine_of(ladder_of(across)).of(at_birth, SEPTEMBER)) == ["done"]


def test_a_month_wholly_in_a_holiday_asks_nothing_and_is_named() -> None:
    """`in August` can never be met; `in July, August` is asked in July."""
    never = engine_of(ladder_of(asks("in August"))).of(at(STAGE), SEPTEMBER)
    assert not never.occurrences
    assert [each.key for each in never.never] == ["it"]
    both = engine_of(ladder_of(asks("in July, August"))).of(at(STAGE), date(2027, 8, 20))
    assert due_days(both) == [date(2027, 7, 23), date(2028, 7, 21)]
    assert states(both) == ["overdue", "later"]
    assert not both.never


def test_without_dates_for_next_year_it_goes_on_with_what_it_has() -> None:
    """Known days stay; what lies beyond is later without a day, and nothing is invented."""
    asked = asks("every 6 weeks"), asks("termly", key="t"), asks("yearly", key="y")
    engine = engine_of(ladder_of(*asked, lasts="2 terms"), ONE_YEAR)
    assert ONE_YEAR.known_until == date(2027, 7, 23)
    today = date(2027, 7, 12)
    answer = engine.of(at(STAGE, date(2027, 6, 14), record(today)), today)
    assert answer.runs_out_on is None
    assert due_days(answer) == [date(2027, 7, 23), None]
    assert states(answer) == ["done", "later"]
    assert not times(answer, "t")  # less than half of the summer term was left
    assert due_days(answer, "y") == [date(2028, 6, 14), date(2028, 7, 12)]
    september = engine.of(at(STAGE, date(2027, 9, 6)), date(2027, 9, 30))
    assert due_days(september) == [None]
    assert not times(september, "t")


def test_a_school_without_dates_is_asked_what_needs_none() -> None:
    """Without a calendar yearly still counts, all else waits, and no month is impossible."""
    asked = asks("yearly"), asks("once", key="o"), asks("weekly", key="w"), asks("in July", key="m")
    answer = engine_of(ladder_of(*asked), calendar_of([])).of(at(STAGE), date(2027, 9, 8))
    assert states(answer) == ["overdue"]
    assert (due_days(answer, "o"), states(answer, "o")) == ([None], ["later"])
    assert not times(answer, "w")
    assert not answer.never


def test_a_meeting_held_on_a_closure_day_counts() -> None:
    """Held on the Early May bank holiday, it comes round: to be written up within a week."""
    bank_holiday = date(2027, 5, 3)
    assert not TWO_YEARS.is_school_day(bank_holiday)
    engine = engine_of(ladder_of(asks("at every meeting:target")))
    facts = at(STAGE, SEPTEMBER, record(bank_holiday, Evidence.MEETING, of="target"))
    answer = engine.of(facts, bank_holiday)
    assert due_days(answer) == [date(2027, 5, 10)]
    termly = engine_of(ladder_of(asks("termly", Evidence.MEETING)))
    done = times(termly.of(facts, bank_holiday))
    assert done[-2].proof[0].on == bank_holiday


def test_a_set_day_in_a_holiday_is_written_up_after_it() -> None:
    """A meeting day set in half-term is due the Friday after school begins; held early, once."""
    ladder = ladder_of(asks("at every meeting:target"))
    set_on = MeetingDay("meeting:target", date(2026, 10, 28))
    engine = engine_of(ladder, meetings=[set_on])
    assert due_days(engine.of(at(STAGE), set_on.on)) == [date(2026, 11, 6)]
    held = record(date(2026, 10, 21), Evidence.MEETING, of="target")
    answer = engine.of(at(STAGE, SEPTEMBER, held), set_on.on)
    assert [each.opens_on for each in times(answer)] == [held.on]


def test_a_reason_outranks_no_record_of_the_same_day() -> None:
    """One reason is enough for two cycles; two real ones by that day are named instead."""
    two = replace(asks("termly"), count=2)
    engine, day = engine_of(ladder_of(two)), date(2026, 10, 1)
    reason = Piece(Evidence.RECORD, day, "note", 9, answers="it", why_not=True)
    first, second = record(date(2026, 9, 9), pk=1), record(day, pk=2)
    only = times(engine.of(at(STAGE, SEPTEMBER, first, reason), day))[0]
    assert (only.proof, only.by_reason, only.have) == ((reason,), True, 1)
    both = times(engine.of(at(STAGE, SEPTEMBER, first, reason, second), day))[0]
    assert (both.proof, both.by_reason) == ((first, second), False)


def test_a_calendar_of_closed_days_only_asks_nothing() -> None:
    """Every day closed: no period has a school day, so none is asked."""
    span = Span(date(2026, 9, 7), date(2026, 9, 11), "Autumn 1")
    closed = [date(2026, 9, day) for day in range(7, 12)]
    asked = asks("weekly"), asks("half-termly", key="h"), asks("termly", key="t")
    engine = engine_of(ladder_of(*asked), calendar_of([span], closed))
    assert not engine.of(at(STAGE), date(2026, 9, 8)).occurrences
