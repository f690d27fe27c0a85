"""What the engine takes: 1,500 children under 2 seconds of one core, and one under 10 ms."""

from dataclasses import replace
from datetime import date, timedelta
from time import process_time

from stages.evidence import Piece
from stages.graduated_response import Facts
from stages.ladder import LadderSpec
from stages.occurrences import Placement
from stages.presets import preset
from stages.rounds import MeetingDay
from stages.vocabulary import Party
from tests.stages.engine.school_year import BORN, SEPTEMBER, engine_of

TODAY = date(2027, 6, 30)
CHILDREN, RECORDS = 1500, 30
AT = (
    ("send-overview", "stage-3"),
    ("eight-steps", "step-4"),
    ("my-support-plan", "my-support-plan"),
)


def child(ladder: LadderSpec, stage: str, number: int) -> Facts:
    """A child a year at a stage, with thirty records of what is asked there."""
    asked = list(ladder.asked_at(stage))
    pieces = []
    for n in range(RECORDS):
        one = asked[(n + number) % len(asked)]
        day = SEPTEMBER + timedelta(days=(n * 11 + number) % 297)
        to = one.given_to[n % len(one.given_to)] if one.given_to else ""
        piece = Piece(one.evidence, day, "bench", n, of=one.of, whose=one.whose, given_to=to)
        pieces.append(replace(piece, present=frozenset(Party)) if n % 2 else piece)
    return Facts(BORN, placements=(Placement(1, stage, SEPTEMBER),), pieces=tuple(pieces))


def seconds(key: str, stage: str) -> tuple[float, float]:
    """CPU seconds for a whole school with all its items, and for the first child alone."""
    ladder = preset(key)
    days = (date(2026, 10, 6), date(2027, 1, 19), date(2027, 5, 4))
    kinds = {asked.every.of for asked in ladder.asked_at(stage) if asked.every.of}
    meetings = [MeetingDay(kind, day) for kind in kinds for day in days]
    children = [child(ladder, stage, number) for number in range(CHILDREN)]
    began = process_time()
    engine = engine_of(ladder, meetings=meetings)
    told = len(engine.of(children[0], TODAY).items)
    alone = process_time() - began
    for facts in children:
        answer = engine.of(facts, TODAY)
        told += len(answer.items) + len(answer.missing)
    assert told
    return process_time() - began, alone


def test_a_school_of_1500_and_one_child() -> None:
    """For three presets: with a calendar of two years made anew, and weekly requirements too."""
    for key, stage in AT:
        whole, alone = seconds(key, stage)
        assert whole < 2, f"{key}: {whole:.2f} s"
        assert alone < 0.01, f"{key}: {alone * 1000:.1f} ms"
