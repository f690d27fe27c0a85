"""What agencies of the demo are called, what they said, and what they recommend."""

from typing import NamedTuple


class Said(NamedTuple):
    """One agency: who of it, what for, its report, what it says in short, and recommends."""

    agency: str
    person: str
    secured: str
    why: str
    report: str
    words: str
    recommends: tuple[str, ...]


AGENCIES = (
    Said(
        "Speech and Language Therapy",
        "Imogen Hale",
        "outside",
        "Understands single words, but loses the thread of a spoken instruction.",
        "Speech and language report",
        "Understanding of spoken language is about two years behind; speech is clear.",
        (
            "Give one instruction at a time, and wait ten seconds before saying it again",
            "Teach five new topic words a week before the lesson, each with a picture",
            "Check by asking for it to be said back, not by asking if it is understood",
        ),
    ),
    Said(
        "Educational Psychology Service",
        "Dr Rowan Pike",
        "outside",
        "Reading has not moved for two terms despite daily practice.",
        "Educational psychologist's report",
        "Strong reasoning with pictures; working memory is the difficulty, not effort.",
        (
            "Precision teaching of ten words for ten minutes each day",
            "A written list of steps on the table for every task of more than two steps",
        ),
    ),
    Said(
        "Occupational Therapy",
        "Selma Frost",
        "school",
        "Writing hurts after five minutes and cannot be read back.",
        "Handwriting assessment",
        "Grip and posture tire the hand; typing would be quicker already.",
        (
            "A writing slope and a footrest at the usual table",
            "Typing practice three times a week, fifteen minutes",
        ),
    ),
)
WAITING = ("#Thrive", "Worries keep building up after break; the team was asked for a programme.")
RESTRICTED = "Letter about arrangements at home"
