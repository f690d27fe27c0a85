"""Pages of letters: what is written, printed and given to a family."""

from accounts.permissions import Permission
from tests.access.matrix.page import FORM, May, Page

LETTERS = (
    May(
        Permission.VIEW_LETTERS,
        "senco head teacher year_leader dsl office",
        (
            Page("reports:pupil_letters", about="pupil"),
            Page("reports:letter_detail", about="letter"),
        ),
    ),
    May(
        Permission.PRINT_LETTERS,
        "senco office",
        (
            Page("reports:letter_list"),
            Page("reports:letters_give", "POST"),
            Page("reports:letter_give", FORM, about="letter"),
            Page("reports:batch_detail", about="letter_batch"),
            Page("reports:batch_pdf", about="letter_batch"),
            Page("reports:batch_print", "POST", about="letter_batch"),
            Page("reports:given_withdraw", FORM, about="given"),
            Page("reports:talk_add", FORM, about="stage_record"),
            Page("reports:chosen_told", FORM, asks=("", "?all=1&show=all")),
        ),
    ),
    May(
        Permission.WRITE_LETTERS,
        "senco",
        (
            Page("reports:letters_make", "POST"),
            Page(
                "reports:chosen_letters",
                FORM,
                asks=("", "?all=1&show=all", "?all=1&show=all&letter=joining"),
            ),
            Page("reports:letter_replace", FORM, about="letter"),
            Page("reports:letter_take_back", FORM, about="letter"),
        ),
    ),
)
