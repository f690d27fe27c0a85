"""Mutated Common Transfer Files: a clean refusal or a right reading, and never anything else."""

import io

import pytest

from common.tabular import Unreadable
from pupils.imports.ctf import read_ctf
from pupils.imports.incoming import Incoming, IncomingPupil
from tests.pupils.imports.files import TODAY, sample_ctf
from tests.pupils.imports.mutations import mutated

SOUND = sample_ctf().encode()


def reading(seed: int) -> Incoming | None:
    """What the file of one seed says; None where it was refused in one sentence."""
    try:
        return read_ctf(io.BytesIO(mutated(SOUND, seed)), today=TODAY)
    except Unreadable as refusal:
        sentence = str(refusal)
        assert sentence.endswith("."), seed
        assert "\n" not in sentence, seed
        return None


def is_plain(pupil: IncomingPupil) -> bool:
    """Whether every text of a child is what a database can hold and a person could have typed."""
    texts = [pupil.upn, pupil.forename, pupil.surname, pupil.middle_names, pupil.class_name]
    texts += [contact.surname for contact in pupil.contacts]
    return all(text.isprintable() for text in texts)


def examine(seeds: range) -> tuple[int, int]:
    """How many files of these seeds were refused and how many read; each must be one of the two."""
    refused = 0
    for seed in seeds:
        found = reading(seed)
        if found is None:
            refused += 1
            continue
        assert found.pupils, seed
        assert all(is_plain(pupil) for pupil in found.pupils), seed
        rows = {pupil.row for pupil in found.pupils}
        assert all(p.row in rows and p.column and p.problem for p in found.problems), seed
    return refused, len(seeds) - refused


@pytest.mark.budget(10)
def test_three_hundred_mutated_files() -> None:
    """A seeded slice of the corpus: each is refused or read, and there are plenty of both."""
    refused, read = examine(range(300))
    assert min(refused, read) > 60


@pytest.mark.verify
def test_five_thousand_mutated_files() -> None:
    """The whole corpus of reliability.md: never another exception."""
    refused, read = examine(range(5_000))
    assert min(refused, read) > 1_000
