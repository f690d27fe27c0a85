"""A year of each preset for a class of thirty: every due day where the school's document says.

The expected days are written by hand from the documents the presets were read from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from stages.evidence import Piece
from stages.graduated_response import Answer, Facts, GraduatedResponse
from stages.ladder import LadderSpec, RequirementSpec
from stages.occurrences import Occurrence, Placement, State
from stages.presets import preset, presets
from stages.rounds import MeetingDay
from stages.vocabulary import Evidence, Strength
from tests.stages.engine.school_year import (
    BORN,
    SEPTEMBER,
    TWO_YEARS,
    at,
    due_days,
    engine_of,
    record,
    states,
)

YEAR_OVER = date(2027, 8, 31)
TERMLY = [date(2026, 12, 18), date(2027, 4, 2), date(2027, 7, 23)]
HALF_TERMLY = [
    date(2026, 10, 23),
    date(2026, 12, 18),
    date(2027, 2, 12),
    date(2027, 4, 2),
    date(2027, 5, 28),
    date(2027, 7, 23),
]
REVIEW_MONTHS = [date(2026, 10, 23), date(2027, 2, 26), date(2027, 7, 23)]
SIX_WEEKS = [date(2026, 10, 16)]
YEARLY = [date(2027, 9, 7)]
TARGETS = record(date(2026, 9, 21), Evidence.TARGETS, of="sen_targets")
MAP = record(date(2026, 9, 21), Evidence.PROVISION_MAP, of="individual_provision_map")
MEETINGS = (date(2026, 10, 6), date(2027, 1, 19), date(2027, 5, 4))
WRITTEN_UP = [date(2026, 10, 12), date(2027, 1, 25), date(2027, 5, 10)]
LATE = date(2026, 11, 16)  # more than half of the autumn term is over


@pytest.mark.parametrize(
    ("key", "stage", "asked", "begins", "pieces", "due"),
    [
        ("all-saints", "step-4", "s4-review", SEPTEMBER, (), TERMLY),
        ("all-saints", "step-4", "s4-review", LATE, (), TERMLY[1:]),
        ("all-saints", "step-4", "s4-ppp", SEPTEMBER, (), SIX_WEEKS),
        ("all-saints", "step-3", "s3-cycle", date(2026, 10, 14), (), [date(2026, 12, 1)]),
        ("eight-steps", "step-7-improving", "s7-review", SEPTEMBER, (), HALF_TERMLY),
        ("eight-steps", "step-7-improving", "s7-review", LATE, (), HALF_TERMLY[1:]),
        ("eight-steps", "step-8-ehcp", "s8-review", SEPTEMBER, (), YEARLY),
        ("eight-steps", "step-4", "s4-iep", SEPTEMBER, (), SIX_WEEKS),
        ("ludlow-junior", "stage-3", "s3-pupil-progress", SEPTEMBER, (), WRITTEN_UP),
        ("ludlow-junior", "stage-3", "s3-pupil-progress", LATE, (), WRITTEN_UP[1:]),
        ("ludlow-junior", "stage-5", "s5-annual-review", SEPTEMBER, (), YEARLY),
        ("ludlow-junior", "stage-4", "s4-iep", SEPTEMBER, (), SIX_WEEKS),
        ("my-support-plan", "sen-support", "support-meetings", SEPTEMBER, (), TERMLY),
        ("my-support-plan", "sen-support", "support-meetings", LATE, (), TERMLY[1:]),
        ("my-support-plan", "sen-support", "support-cycle", SEPTEMBER, (), TERMLY),
        ("my-support-plan", "ehc-assessment", "ehc-cycles", SEPTEMBER, (), SIX_WEEKS),
        ("send-overview", "stage-2", "s2-six-weekly", SEPTEMBER, (), SIX_WEEKS),
        ("send-overview", "stage-2", "s2-parents-review", SEPTEMBER, (), [date(2027, 2, 12)]),
        ("send-overview", "stage-3", "s3-parents", SEPTEMBER, (), TERMLY),
        ("send-overview", "stage-3", "s3-progress-review", SEPTEMBER, (), HALF_TERMLY),
        ("send-overview", "stage-3", "all-review-targets", SEPTEMBER, (TARGETS,), REVIEW_MONTHS),
        ("send-overview", "stage-3", "all-review-targets", SEPTEMBER, (), []),
        ("send-overview", "stage-6", "all-review-map", SEPTEMBER, (MAP,), REVIEW_MONTHS),
        ("send-overview", "stage-1", "all-transition", SEPTEMBER, (), [date(2027, 7, 23)]),
        ("send-overview", "stage-6", "s6-annual-review", SEPTEMBER, (), YEARLY),
        ("reform-layers-2026", "targeted", "isp", SEPTEMBER, (), SIX_WEEKS),
        ("reform-layers-2026", "targeted-plus", "isp-review", SEPTEMBER, (), YEARLY),
        ("reform-layers-2026", "specialist", "sp-review", SEPTEMBER, (), YEARLY),
    ],
)
def test_due_where_the_document_says(
    key: str, stage: str, asked: str, begins: date, pieces: tuple[Piece, ...], due: list[date]
) -> None:
    """Every day of 2026/27 something is due, in a school that does nothing."""
    answer = _meeting(key).of(at(stage, begins, *pieces), YEAR_OVER)
    last = max(due, default=YEAR_OVER)
    assert [day for day in due_days(answer, asked) if day and day <= last] == due


def test_weekly_monitoring_is_due_each_school_week() -> None:
    """Eight steps, step 6: 39 weeks, on their last school day; Good Friday's week on Thursday."""
    answer = _meeting("eight-steps").of(at("step-4"), YEAR_OVER)
    for key in ("s6-monitoring", "s6-data"):
        due = [day for day in due_days(answer, key) if day and day < YEAR_OVER]
        assert (len(due), due[0], due[-1]) == (39, date(2026, 9, 11), date(2027, 7, 23))
        assert date(2027, 3, 25) in due
        assert {day.weekday() for day in due} == {3, 4}
        assert set(states(answer, key)) == {"overdue", "later"}


def test_six_weekly_counts_from_the_last_review() -> None:
    """Send overview, stage 2: a review on Friday 16 October; half-term does not count."""
    reviewed = record(date(2026, 10, 16))
    answer = _meeting("send-overview").of(at("stage-2", SEPTEMBER, reviewed), date(2026, 11, 2))
    assert due_days(answer, "s2-six-weekly") == [date(2026, 10, 16), date(2026, 12, 3)]
    assert states(answer, "s2-six-weekly") == ["done", "later"]


def test_copies_are_due_a_teaching_week_after_each_review() -> None:
    """Send overview: targets reviewed on 22 October; copies for three by 4 November."""
    review = record(date(2026, 10, 22), of="sen_targets")
    facts = at("stage-3", SEPTEMBER, TARGETS, review)
    copies = [
        replace(record(date(2026, 10, 23), Evidence.COPY, n, "sen_targets"), given_to=to)
        for n, to in enumerate(("SEN TA", "Parents", "Class inclusion file"))
    ]
    engine, today = engine_of("send-overview"), date(2026, 11, 5)
    some = replace(facts, pieces=(*facts.pieces, *copies[:2]))
    every = replace(facts, pieces=(*facts.pieces, *copies))
    assert due_days(engine.of(some, today), "all-copies-targets") == [date(2026, 11, 4)]
    assert states(engine.of(some, today), "all-copies-targets") == ["overdue"]
    assert states(engine.of(every, today), "all-copies-targets") == ["done"]


@pytest.mark.parametrize(
    ("key", "stage", "begins", "ends"),
    [
        ("send-overview", "stage-1", SEPTEMBER, date(2026, 10, 16)),
        ("send-overview", "stage-1", date(2026, 10, 14), date(2026, 12, 1)),
        ("send-overview", "stage-2", SEPTEMBER, date(2026, 12, 18)),
        ("send-overview", "stage-2", date(2026, 11, 2), date(2026, 12, 18)),
        ("send-overview", "stage-2", date(2026, 11, 3), date(2027, 4, 2)),
        ("send-overview", "stage-3", SEPTEMBER, date(2027, 4, 2)),
        ("send-overview", "stage-4", SEPTEMBER, None),
        ("send-overview", "stage-5", SEPTEMBER, date(2027, 3, 7)),
        ("eight-steps", "step-7-apply", SEPTEMBER, date(2027, 1, 24)),
    ],
)
def test_a_stage_lasts_as_long_as_the_document_says(
    key: str, stage: str, begins: date, ends: date | None
) -> None:
    """6 teaching weeks, 1 term, 2 terms, ongoing, 26 and 20 calendar weeks."""
    assert _meeting(key).of(at(stage, begins), begins).runs_out_on == ends


BEGINS = (
    SEPTEMBER,
    date(2026, 9, 30),
    date(2026, 10, 23),
    date(2026, 11, 3),
    date(2027, 1, 4),
    date(2027, 2, 22),
    date(2027, 6, 7),
)


def _meeting(key: str) -> GraduatedResponse:
    """The engine of a preset, with three days set for each kind something comes round with."""
    kinds = sorted({asked.every.of for asked in _everything(preset(key)) if asked.every.of})
    return engine_of(key, meetings=[MeetingDay(kind, day) for kind in kinds for day in MEETINGS])


def _everything(ladder: LadderSpec) -> Iterator[RequirementSpec]:
    yield from ladder.requirements
    for stage in ladder.stages:
        yield from stage.requirements


def class_of_thirty(ladder: LadderSpec) -> list[Facts]:
    """Thirty children at every stage in turn, from different days, a third with each overlay."""
    line = [each for each in ladder.stages if not each.overlay and not each.universal]
    overlays = [each.key for each in ladder.stages if each.overlay]
    children = []
    for number in range(30):
        begins = BEGINS[number % len(BEGINS)]
        places = [Placement(1, line[number % len(line)].key, begins)]
        if number % 3 == 0:
            places += [Placement(2, key, begins, overlay=True) for key in overlays]
        children.append(Facts(BORN, placements=tuple(places)))
    return children


def _is_by(due_on: date | None, day: date) -> bool:
    return bool(due_on and due_on < day)


@dataclass
class Diligent:
    """A child of a school that does each thing in the week it is due."""

    facts: Facts
    made: list[Piece] = field(default_factory=list)

    def on(self, engine: GraduatedResponse, day: date) -> Answer:
        """The answer of a day."""
        return engine.of(replace(self.facts, pieces=tuple(self.made)), day)

    def work(self, engine: GraduatedResponse, day: date, until: date) -> Answer:
        """Do all that is due before the next working day; the answer from before."""
        answer = before = self.on(engine, day)
        while due := [one for one in before.items if one.is_asked and _is_by(one.due_on, until)]:
            for one in (one for item in due for one in item.occurrences):
                self.made += self.made_for(one, day)
            before = self.on(engine, day)
        return answer

    def made_for(self, one: Occurrence, day: date) -> Iterator[Piece]:
        """The records one requirement asks for."""
        asked = one.asked
        for n in range(len(asked.given_to) or asked.count):
            to = asked.given_to[n] if asked.given_to else ""
            number = len(self.made) + n
            yield Piece(
                asked.evidence, day, "made", number, of=asked.of, whose=asked.whose, given_to=to
            )


@pytest.mark.parametrize("ladder", presets(), ids=lambda ladder: ladder.key)
def test_a_school_that_does_everything_on_time(ladder: LadderSpec) -> None:
    """Week by week nothing is ever late, and after the year all that was due is done."""
    engine = _meeting(ladder.key)
    weeks = [week for week in TWO_YEARS.teaching_weeks if week[-1] < YEAR_OVER]
    for facts in class_of_thirty(ladder):
        child, begins = Diligent(facts), facts.placements[0].starts_on
        for number, week in enumerate(weeks):
            following = TWO_YEARS.teaching_weeks[number + 1][-1]
            if week[-1] >= begins:
                day = max(week[0], begins)
                answer = child.work(engine, day, following)
                assert not answer.overdue
                assert not child.on(engine, week[-1]).overdue
        after = child.on(engine, YEAR_OVER)
        late = [one for one in after.occurrences if one.due_on and one.due_on < YEAR_OVER]
        assert all(one.state is State.DONE or one.asked.is_prompt for one in late)
        assert any(one.proof for one in after.occurrences) or not late


@pytest.mark.parametrize("ladder", presets(), ids=lambda ladder: ladder.key)
def test_a_school_that_does_nothing(ladder: LadderSpec) -> None:
    """After the year all that was required is overdue, in an item, and missing; nothing is done."""
    engine, seen = _meeting(ladder.key), 0
    for facts in class_of_thirty(ladder):
        answer = engine.of(facts, YEAR_OVER)
        for one in answer.occurrences:
            past = bool(one.due_on and one.due_on < YEAR_OVER)
            is_required = one.asked.strength is Strength.REQUIRED and not one.asked.is_prompt
            assert (one.state is State.OVERDUE) == (past and is_required)
            assert one.state not in (State.DONE, State.MISSED)
            seen += past and is_required
        late = {each for each in answer.occurrences if each.state is State.OVERDUE}
        assert late <= {each for item in answer.overdue for each in item.occurrences}
        assert {each.asked for each in late} <= set(answer.missing)
    assert seen


def test_summer_holidays_make_nothing_late() -> None:
    """What was done by the end of July has nothing late on any day until September."""
    engine = _meeting("send-overview")
    child = Diligent(at("stage-3", date(2027, 6, 7)))
    for n in range(46):
        day = date(2027, 7, 20) + timedelta(days=n)
        child.work(engine, day, day + timedelta(days=4))
        assert not child.on(engine, day).overdue
