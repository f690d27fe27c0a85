"""What concerns of the demo say: what is seen, what was tried, and what was decided about them."""

from typing import NamedTuple


class Worry(NamedTuple):
    """One concern: what is seen, its area of need, what was tried."""

    seen: str
    area: str
    tried: str


WORRIES = (
    Worry(
        "Reads single words well, but cannot say what a sentence was about. The same in maths: "
        "the sum is right, the word problem is not begun. Since half-term, most days.",
        "CI",
        "Pictures beside each question, and the question said back aloud: helped a little.",
    ),
    Worry(
        "Copies from the board very slowly and leaves out lines. Turns the head to one side to "
        "read. Noticed in three lessons this week.",
        "SP",
        "A seat at the front and a printed copy: quicker at once.",
    ),
    Worry(
        "Leaves the carpet or hides under the table when the room gets loud, about twice a day, "
        "mostly after lunch.",
        "SEMH",
        "A quiet job to begin the afternoon with: three afternoons of five went well.",
    ),
    Worry(
        "Still counts every number from one on the fingers, while the class adds in tens. "
        "Forgets by Thursday what was sure on Monday.",
        "CL",
        "Five minutes with tens frames before each lesson: sure that day, gone the next.",
    ),
    Worry(
        "Says very little in class and answers with one word. At home, her mother says, she "
        "talks all evening.",
        "CI",
        "A talking partner she knows well: whispers to her.",
    ),
    Worry(
        "Comes in tired and tearful on Mondays. Work is begun, then put away.",
        "SEMH",
        "A check-in with an adult first thing: settles within ten minutes.",
    ),
)
OBSERVE = "Look closer in two lessons first, one of them after lunch; then decide."
RESOLVED = (
    "New glasses since Monday, and the copying is as quick as others'. Look again at half-term."
)

SEEN = (
    "In the afternoon more than in the morning. Joins in at once when somebody beside reads the "
    "first line aloud."
)
HELPS = "A partner who reads the question, and the new words on a card before the lesson."
ALSO_TRIED = "Sits next to a friend who goes first, three mornings a week: begins sooner."
GOES_WELL = "Kind to younger children, and proud of the drawings on the wall."
