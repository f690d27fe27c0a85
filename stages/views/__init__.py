"""Pages about the ladder, and about moving a child on it."""

from stages.views.corrections import record_back_date, record_correct, record_withdraw
from stages.views.ladder import ladder_adopt, ladder_detail
from stages.views.moves import move
from stages.views.overlays import overlay_end, overlay_start

__all__ = [
    "ladder_adopt",
    "ladder_detail",
    "move",
    "overlay_end",
    "overlay_start",
    "record_back_date",
    "record_correct",
    "record_withdraw",
]
