"""The age at which a text can be read: the Flesch-Kincaid grade plus five years.

Grade = 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid, Fishburne, Rogers and
Chissom, *Derivation of New Readability Formulas*, Naval Technical Training Command, Research
Branch Report 8-75, 1975). A child in the United States' grade 1 is 6 to 7 years old, so the age is
the grade plus five. It measures the length of sentences and words, not whether they are wise.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from provision.quality import syllables

FORMULA = "Flesch-Kincaid grade (Research Branch Report 8-75, 1975) plus 5"
FEWEST_WORDS = 30  # below this a single word moves the answer by a year
YEARS_BEFORE_GRADE_ONE = 5
YOUNGEST, OLDEST = 5.0, 25.0

WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
# A stop ends a sentence before a space, unless a short form such as "Mr." or "e.g." has it.
_END = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!e\.g)(?<!i\.e)[.!?]+(?=\s|$)|\n+")


@dataclass(frozen=True)
class Sentence:
    """One sentence, and where it stands in its text."""

    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Counts:
    """What the formula needs to know."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.sentences + other.sentences,
            self.words + other.words,
            self.syllables + other.syllables,
        )

    @property
    def age(self) -> float | None:
        """The reading age in years, to a tenth; nothing without words."""
        if not self.words:
            return None
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return round(min(max(grade + YEARS_BEFORE_GRADE_ONE, YOUNGEST), OLDEST), 1)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text that have a word; every line of a list is one."""
    start = 0
    for stop in [*(found.end() for found in _END.finditer(text)), len(text)]:
        part = text[start:stop]
        if WORD.search(part):
            left = start + len(part) - len(part.lstrip())
            yield Sentence(part.strip(), left, left + len(part.strip()))
        start = stop


def count(text: str) -> Counts:
    """Sentences, words and syllables of a text."""
    found = list(WORD.findall(text))
    return Counts(
        sum(1 for _ in sentences(text)),
        len(found),
        sum(syllables.of_word(word) for word in found),
    )


def reading_age(texts: Iterable[str]) -> float | None:
    """The reading age of these texts together, in years; nothing for fewer than 30 words."""
    total = sum((count(text) for text in texts), Counts())
    return total.age if total.words >= FEWEST_WORDS else None
