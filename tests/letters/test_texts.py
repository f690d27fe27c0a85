"""The words of letters: plain enough, filled, and refused when they cannot work."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pupils.letters.texts import ALLOWED, DEFAULTS, PLACEHOLDERS, blocks_of, filled, mistakes_in
from pupils.models import LetterKind, LetterText

KINDS = [*LetterKind.values, LetterText.SERVICE]


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_letters_come_with_are_sound(kind: str) -> None:
    """They use only placeholders there are, and none is left unexplained."""
    assert mistakes_in(DEFAULTS[kind].text, kind) == []
    assert ALLOWED[kind] <= set(PLACEHOLDERS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_eleven_year_old_can_read_them(kind: str) -> None:
    """Flesch-Kincaid grade of at most 6.5, which is read at eleven to twelve (product.md)."""
    values = dict.fromkeys(PLACEHOLDERS, "") | {"forename": "Sam", "school": "School"}
    text = filled(DEFAULTS[kind].text, values).replace("SENCO", "senco").replace("SEN", "sen")
    sentences = [part for part in re.split(r"[.?!\n:]+", text) if re.search(r"\w", part)]
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    assert grade <= 6.5, round(grade, 1)


def _syllables(word: str) -> int:
    plain = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write the text."),
        ("  \n ", "Write the text."),
        ("Dear {parent}", "{parent} stands for nothing here. You can use {child}"),
        ("Dear {Forename}", "{Forename} stands for nothing here"),
        ("About {}", "{} stands for nothing here"),
        ("About {forename", "A brace has no partner"),
        ("About forename}", "A brace has no partner"),
        ("Before, at {stage_before}.", "{stage_before} stands for nothing here"),
        ("x" * 6001, "longer than 6,000 signs"),
    ],
)
def test_a_text_that_cannot_work_is_refused(text: str, says: str) -> None:
    """Empty, too long, a placeholder there is not, a stray brace: said in a sentence."""
    assert any(says in words for words in mistakes_in(text, LetterKind.JOINING))


@given(st.text(max_size=200))
def test_every_text_is_refused_or_can_be_filled(text: str) -> None:
    """What passes the check never breaks when a letter is made, nor leaves a brace behind."""
    if not mistakes_in(text, LetterKind.CHANGING):
        done = filled(text, dict.fromkeys(PLACEHOLDERS, "x"))
        assert "{" not in done
        blocks_of(done)


def test_a_text_becomes_headings_paragraphs_and_lists() -> None:
    """Lines of a paragraph are joined, points gathered, empty lines end what came before."""
    blocks = blocks_of("One\ntwo\n\nthree\n# Why?\n- a\n- b\n\n- c\nend\n\n\n")
    assert [(block.kind, block.lines) for block in blocks] == [
        ("text", ("One two",)),
        ("text", ("three",)),
        ("heading", ("Why?",)),
        ("list", ("a", "b")),
        ("list", ("c",)),
        ("text", ("end",)),
    ]


@given(st.text(max_size=300))
def test_no_word_of_a_text_is_lost(text: str) -> None:
    """Every word typed stands in some block, in order."""
    marks = re.compile(r"^\s*(#+|[-\u2022] )\s*", re.MULTILINE)
    typed = marks.sub("", text.replace("\r\n", "\n").replace("\r", " ")).split()
    shown = " ".join(line for block in blocks_of(text) for line in block.lines).split()
    assert [word for word in shown if word.isalnum()] == [w for w in typed if w.isalnum()]
