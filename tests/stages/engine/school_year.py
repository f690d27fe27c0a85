"""England's usual dates of 2026/27 and 2027/28, and short ways to say what a test is about.

| 2026/27 | from | to | | 2027/28 | from | to |
|---|---|---|---|---|---|---|
| Autumn 1 | 7 Sep | 23 Oct | | Autumn 1 | 6 Sep | 22 Oct |
| Autumn 2 | 2 Nov | 18 Dec | | Autumn 2 | 1 Nov | 17 Dec |
| Spring 1 | 4 Jan | 12 Feb | | Spring 1 | 3 Jan | 11 Feb |
| Spring 2 | 22 Feb | 2 Apr | | Spring 2 | 21 Feb | 31 Mar |
| Summer 1 | 19 Apr | 28 May | | Summer 1 | 17 Apr | 26 May |
| Summer 2 | 7 Jun | 23 Jul | | Summer 2 | 5 Jun | 21 Jul |
"""

from collections.abc import Iterable, Sequence
from datetime import date

from schools.calendar import SchoolCalendar, calendar_of
from schools.usual_dates import usual_closures, usual_half_terms
from stages.evidence import Piece
from stages.graduated_response import Answer, Facts, GraduatedResponse
from stages.ladder import LadderSpec, RequirementSpec, StageSpec
from stages.occurrences import Occurrence, Placement
from stages.periods import Frequency, Timeframe
from stages.presets import preset
from stages.rounds import MeetingDay, Rounds
from stages.vocabulary import Evidence

BORN = date(2018, 5, 4)
SEPTEMBER = date(2026, 9, 7)


def usual(*years: int) -> SchoolCalendar:
    """The usual dates of the academic years beginning in these, with their bank holidays."""
    spans = [span for year in years for span in usual_half_terms(year)]
    return calendar_of(spans, [day for year in years for day, _ in usual_closures(year)])


TWO_YEARS = usual(2026, 2027)


def engine_of(
    ladder: LadderSpec | str,
    calendar: SchoolCalendar = TWO_YEARS,
    meetings: Iterable[MeetingDay] = (),
    go_live_on: date | None = None,
) -> GraduatedResponse:
    """The engine of a ladder, or of a preset by its key."""
    spec = preset(ladder) if isinstance(ladder, str) else ladder
    return GraduatedResponse(spec, Rounds(calendar, meetings), go_live_on=go_live_on)


def at(stage: str, on: date = SEPTEMBER, *pieces: Piece) -> Facts:
    """A child at a stage from a day, with these records."""
    return Facts(BORN, placements=(Placement(1, stage, on),), pieces=pieces)


def asks(every: str, evidence: Evidence = Evidence.REVIEW, key: str = "it") -> RequirementSpec:
    """A requirement that comes round so."""
    return RequirementSpec(key, evidence, key, every=Frequency.read(every))


def ladder_of(*asked: RequirementSpec, lasts: str = "ongoing") -> LadderSpec:
    """A ladder of one stage that asks this, for so long."""
    length = Timeframe.read(lasts)
    stage = StageSpec("stage", "1", "One", timeframe=length, requirements=asked)
    return LadderSpec("x", "X", "", stages=(stage,))


def record(on: date, kind: Evidence = Evidence.REVIEW, pk: int = 1, of: str = "") -> Piece:
    """A record of a day."""
    return Piece(kind, on, "test", pk, of=of)


def times(answer: Answer, key: str = "it") -> Sequence[Occurrence]:
    """Each time a requirement comes round."""
    return [one for one in answer.occurrences if one.asked.key == key]


def due_days(answer: Answer, key: str = "it") -> list[date | None]:
    """By when a requirement is due, each time."""
    return [one.due_on for one in times(answer, key)]


def states(answer: Answer, key: str = "it") -> list[str]:
    """What each time is."""
    return [one.state.value for one in times(answer, key)]
