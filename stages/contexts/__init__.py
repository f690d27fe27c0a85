"""What the pages of this room show, gathered once for the page and its print."""

from stages.contexts.ahead import Ahead, ways_ahead
from stages.contexts.ladder import LadderPage, ladder_page
from stages.contexts.lines import ladder_in_use
from stages.contexts.stage import RecordLine, StagePage, stage_page

__all__ = [
    "Ahead",
    "LadderPage",
    "RecordLine",
    "StagePage",
    "ladder_in_use",
    "ladder_page",
    "stage_page",
    "ways_ahead",
]
