"""What the pages of this room show, gathered once for the page and its print."""

from stages.contexts.ahead import Ahead, ways_ahead
from stages.contexts.answer import StageAnswer, stage_answer
from stages.contexts.following import next_of_answer, next_of_standing
from stages.contexts.ladder import LadderPage, ladder_page
from stages.contexts.lines import ladder_in_use
from stages.contexts.stage import RecordLine, StagePage, stage_page

__all__ = [
    "Ahead",
    "LadderPage",
    "RecordLine",
    "StageAnswer",
    "StagePage",
    "ladder_in_use",
    "ladder_page",
    "next_of_answer",
    "next_of_standing",
    "stage_answer",
    "stage_page",
    "ways_ahead",
]
