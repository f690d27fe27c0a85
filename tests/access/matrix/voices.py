"""Pages of voices: what a child and the parents say, written down by whom."""

from accounts.permissions import Permission
from tests.access.matrix.page import FORM, May, Page

# The voice is the SENCO's, and given: a TA writes on nothing but drafts of their own.
WRITERS = "senco teacher_4b teacher_5a year_leader"

VOICES = (
    May(
        Permission.DRAFT_VOICES,
        "senco teacher year_leader ta",
        (
            Page(
                "pupils:voice_add",
                FORM,
                about="pupil",
                asks=("", "?whose=pupil&about=IEP"),
                not_of="leaver",
            ),
            Page("pupils:voice_edit", FORM, about="voice", only=WRITERS, not_of="leaver"),
            Page("pupils:voice_withdraw", FORM, about="voice", only=WRITERS, not_of="leaver"),
        ),
    ),
)
