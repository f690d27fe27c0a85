"""Pages of concerns: raising one, deciding about it, and who may read it."""

from accounts.permissions import Permission
from tests.access.matrix.page import EVERYONE, FORM, May, Page

# Ayla's concern was raised by the SENCO, is open, and she is on the register.
READERS = "senco head teacher_4b teacher_5a year_leader dsl"

CONCERNS = (
    May(
        Permission.RAISE_CONCERN,
        EVERYONE,
        (
            Page("reports:concern_list"),
            Page("reports:concern_start", asks=("", "?q=zq")),
            Page("reports:concern_add", FORM, about="pupil", not_of="leaver"),
            Page("reports:concern_keep", "POST", about="pupil", not_of="leaver"),
            Page("reports:concern_drop", "POST", about="pupil", not_of="leaver"),
            Page("reports:concern_detail", about="concern", only=READERS),
            Page("reports:concern_withdraw", FORM, about="concern", only="senco"),
            Page(
                "reports:observation_write",
                FORM,
                about="observation",
                only="senco",
                not_of="leaver",
            ),
        ),
    ),
    May(
        Permission.READ_CONCERNS,
        "senco head teacher year_leader dsl",
        (Page("reports:pupil_concerns", about="pupil"),),
    ),
    May(
        Permission.TRIAGE_CONCERNS,
        "senco teacher year_leader",
        (
            Page("reports:concern_triage", FORM, about="concern", only="senco", not_of="leaver"),
            Page("reports:concern_ask", FORM, about="concern", only="senco", not_of="leaver"),
            Page(
                "reports:observation_close",
                FORM,
                about="observation",
                only="senco",
                not_of="leaver",
            ),
        ),
    ),
    May(
        Permission.RESTRICT_CONCERNS,
        "senco dsl",
        (
            Page("reports:concern_openness", FORM, about="concern"),
            Page("reports:document_openness", FORM, about="document"),
        ),
    ),
)
