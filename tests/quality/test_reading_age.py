"""The reading age of a text, against figures counted by hand. Pure."""

import pytest
from hypothesis import given

from provision.quality import reading_age
from provision.quality.reading_age import Counts, count, sentences
from provision.quality.syllables import of_word
from tests.quality.plans import TEXTS

# Counted aloud by hand, in British speech.
SAID = {
    1: "the cat makes helped tried used peers noise whole while year yes young child's they're "
    "asked asks reads eye eight queue shoes does don't school voice blue 1 12",
    2: "anxious reading wanted safely statement colour rhythm little tables houses phrases "
    "phoneme quickly language playing seeing going special social carriage patient million every "
    "something didn't teacher minutes breakfast agreed studied uses using spelling people quiet "
    "science sentence changes places boxes dishes apples useful hundred being programme "
    "practise picture adults noticed answered breathing enjoyed worried tissue value rescue 7 20",
    3: "carefully assessment favourite behaviour autism serious previous usual quality "
    "media efficient audience period opinion medium created strategies confidence understand "
    "sentences transition visual timetable family possible element organise recognise attention "
    "instructions achievement sensory initial actual continue concentrates 25 70 300",
    4: "environment intervention material experience continuous variety independent "
    "mathematics literacy emotional regulation difficulty ability responsible cooperate "
    "appropriate evaluate situations graduated",
    5: "communication individual independently vocabulary organisation evaluation 104",
}
EASY = "Ayla likes to draw. She can sit for ten minutes. Her teacher helps her each day."
ALICE = (
    "Alice was beginning to get very tired of sitting by her sister on the bank, "
    "and of having nothing to do."
)
LINCOLN = (
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, "
    "conceived in Liberty, and dedicated to the proposition that all men are created equal."
)


@pytest.mark.parametrize("syllables", SAID)
def test_words_have_the_syllables_counted_by_hand(syllables: int) -> None:
    """British spelling, silent letters, vowels said apart, figures as they are said."""
    wrong = {word: of_word(word) for word in SAID[syllables].split() if of_word(word) != syllables}
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "counts", "age"),
    [
        (EASY, Counts(3, 16, 19), 5.5),
        (ALICE, Counts(1, 21, 29), 13.9),
        (LINCOLN, Counts(1, 30, 48), 20.0),
    ],
)
def test_texts_have_the_age_worked_out_by_hand(text: str, counts: Counts, age: float) -> None:
    """0.39 x words a sentence + 11.8 x syllables a word - 15.59 + 5."""
    assert count(text) == counts
    assert counts.age == age


def test_a_short_text_has_no_age() -> None:
    """Below 30 words one word moves the answer by a year; texts are read together."""
    assert reading_age([EASY]) is None
    assert reading_age([EASY, EASY]) == 5.5
    assert reading_age([]) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Mr. Made helps. Mrs. Made too, e.g. at lunch.", 2),
        ("He reads 3.5 pages.", 1),
        ("- cards\n- a timer\n\n- a quiet place", 3),
        ("Really?! Yes...", 2),
        ("🙂 ... !", 0),
    ],
)
def test_sentences_end_at_stops_and_lines(text: str, number: int) -> None:
    """A short form or a decimal ends none; each line of a list is one."""
    assert len(list(sentences(text))) == number


@given(TEXTS)
def test_any_text_is_counted(text: str) -> None:
    """Sentences are where they say they are, and an age stays within bounds."""
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.words
    counts = count(text)
    assert counts.sentences <= counts.words <= counts.syllables
    assert counts.age is None or 5 <= counts.age <= 25
