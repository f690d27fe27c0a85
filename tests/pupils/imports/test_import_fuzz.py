"""Broken files all the way to the database: refused in a sentence, or loaded and then unchanged."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Refused
from tests.cast import Cast
from tests.pupils.imports.files import GOOD, rows_of, sample_ctf
from tests.pupils.imports.loading import CTF, SHEET, everything, load, planned
from tests.pupils.imports.mutations import mutated

SOUND = (
    sample_ctf()
    .replace(
        "<Surname>Specimen",
        "<BasicDetails><NCyearActual>5</NCyearActual></BasicDetails><Surname>Specimen",
    )
    .encode()
)
CELLS = st.sampled_from(
    [
        *("", "K", "E", "N", "S", "SLCN", "ASD, MLD", "NSA", "4B", "5A", "Year 5", "R", "7"),
        *("2026-01-11", "12 Mar 2027", "01/09/2030", "=1+1", "\x00", "Zoë", "M80120000500A"),
        *("yes", "#N/A", "x" * 70),
    ]
)


def loaded(cast: Cast, content: bytes, kind: str) -> bool:
    """Whether a file was loaded; where it was not, a sentence says why and nothing changed."""
    before = everything(cast.school)
    try:
        load(cast.school, content, kind)
    except Refused as refusal:
        sentence = str(refusal)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert everything(cast.school) == before
        return False
    assert planned(cast.school, content, kind).changes_nothing
    return True


@pytest.mark.budget(30)
def test_mutated_transfer_files_are_refused_or_loaded_whole(cast: Cast) -> None:
    """Each of a seeded slice is all or nothing, and what was loaded is not loaded again."""
    outcomes = [loaded(cast, mutated(SOUND, seed), CTF) for seed in range(60)]
    assert 5 < sum(outcomes) < 55


@pytest.mark.verify
def test_many_mutated_transfer_files(cast: Cast) -> None:
    """The same over a thousand files."""
    outcomes = [loaded(cast, mutated(SOUND, seed), CTF) for seed in range(1_000)]
    assert 100 < sum(outcomes) < 900


@pytest.mark.budget(60)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(change=st.dictionaries(st.sampled_from(list(GOOD)), CELLS, max_size=3))
def test_spreadsheets_with_odd_cells_are_refused_or_loaded_whole(
    cast: Cast, change: dict[str, str]
) -> None:
    """Whatever stands in a row beside a good one, both are loaded or neither."""
    loaded(cast, rows_of({"UPN": "P207000016049", "Surname": "Sample"}, change), SHEET)
