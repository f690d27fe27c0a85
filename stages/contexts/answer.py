"""What the engine says of one child, for its *Stage* page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from common.dates import long_date
from pupils.models import Pupil
from stages.contexts.asked import Asked, asked_of
from stages.contexts.stage import StagePage
from stages.due_words import counted_words
from stages.facts import Known, known_of_one
from stages.graduated_response import Answer, Facts
from stages.ladder import LadderSpec
from stages.periods import Unit


@dataclass(frozen=True)
class StageAnswer:
    """What the engine says of a child: how long still, what is asked, what is next.

    `runs_out` and `counted` say when the stage's time is over and which weeks count; `dates_until`
    is the last day the school's dates reach, where something is not known for want of dates.
    """

    answer: Answer
    asked: Asked
    runs_out: str
    counted: str
    is_over: bool
    together: Sequence[str]
    dates_until: str
    has_dates: bool


def stage_answer(
    page: StagePage, pupil: Pupil, reader: Membership, on: date, *, may_record: bool
) -> StageAnswer | None:
    """The engine's answer for a child's *Stage* page; `None` before the school has a ladder.

    Two queries, and one for each source of evidence. `may_record` says whether the reader may
    change this child's record.
    """
    if page.ladder is None or reader.school is None:
        return None
    known = known_of_one(pupil, ladder=page.ladder, school=reader.school, records=page.records)
    answer = known.engine.of(_facts_of(known, pupil), on)
    asked = asked_of(answer, known.engine, pupil, reader, may_record=may_record)
    until = known.engine.rounds.calendar.known_until
    lacks = asked.undated or _lacks_an_end(answer)
    return StageAnswer(
        answer=answer,
        asked=asked,
        runs_out=long_date(answer.runs_out_on) if answer.runs_out_on else "",
        counted=_counted(known, answer, pupil),
        is_over=bool(answer.runs_out_on and answer.runs_out_on < on),
        together=_together(page.ladder, answer),
        dates_until=long_date(until) if until and lacks else "",
        has_dates=until is not None or answer.here is None,
    )


def _facts_of(known: Known, pupil: Pupil) -> Facts:
    return known.facts.get(pupil.pk) or Facts(pupil.born_on, pupil.joined_on)


def _lacks_an_end(answer: Answer) -> bool:
    timeframe = answer.stage.timeframe if answer.stage else None
    return bool(timeframe and timeframe.unit is not Unit.ONGOING and not answer.runs_out_on)


def _counted(known: Known, answer: Answer, pupil: Pupil) -> str:
    """`holidays do not count`, and from which day where that is not the first at the stage."""
    if answer.here is None or answer.stage is None:
        return ""
    words = [counted_words(answer.stage)]
    begins = known.engine.counted_from(answer.here, _facts_of(known, pupil), answer.today)
    if words[0] and begins != answer.here.starts_on:
        words.append(f"counted from {long_date(begins)}")
    return "; ".join(word for word in words if word)


def _together(ladder: LadderSpec, answer: Answer) -> list[str]:
    """The other stages that run together with the child's."""
    if answer.stage is None:
        return []
    group = ladder.group_of(answer.stage.key)
    return [stage.title for stage in group if stage.key != answer.stage.key]
