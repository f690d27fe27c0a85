"""Timeframes and frequencies: what a school writes is what the engine counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stages.periods import Every, Frequency, Timeframe, Unit

MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True).map(tuple)
TIMEFRAMES = st.one_of(
    st.builds(Timeframe, st.just(Unit.TEACHING_WEEKS), st.integers(1, 104)),
    st.builds(Timeframe, st.just(Unit.CALENDAR_WEEKS), st.integers(1, 104)),
    st.builds(Timeframe, st.just(Unit.HALF_TERMS), st.integers(1, 14)),
    st.builds(Timeframe, st.just(Unit.TERMS), st.integers(1, 7)),
    st.builds(Timeframe, st.just(Unit.MONTHS), st.just(0), MONTHS),
    st.just(Timeframe(Unit.ONGOING)),
)
FREQUENCIES = st.one_of(
    st.builds(Frequency, st.sampled_from([Every.ONCE, Every.TERM, Every.HALF_TERM])),
    st.builds(Frequency, st.just(Every.WEEKS), st.integers(1, 104)),
    st.builds(Frequency, st.just(Every.TIMES_A_YEAR), st.integers(1, 52)),
    st.builds(Frequency, st.just(Every.MONTHS), months=MONTHS, at_least=st.booleans()),
    st.builds(Frequency, st.just(Every.AT_EVERY), of=st.just("meeting:target")),
)


@given(TIMEFRAMES)
def test_a_timeframe_is_read_as_it_is_written(frame: Timeframe) -> None:
    """Writing a timeframe and reading it gives the same one."""
    assert Timeframe.read(str(frame)) == frame


@given(FREQUENCIES)
def test_a_frequency_is_read_as_it_is_written(frequency: Frequency) -> None:
    """Writing a frequency and reading it gives the same one."""
    assert Frequency.read(str(frequency)) == frequency


@given(st.text(), st.sampled_from([Timeframe, Frequency]))
def test_other_text_is_refused_in_words(text: str, phrase: type[Timeframe | Frequency]) -> None:
    """Any other text is refused with a sentence that quotes it, never anything else."""
    with pytest.raises(ValueError, match=r".+ is not a .+"):
        phrase.read(f"~{text}")


@pytest.mark.parametrize(
    ("text", "n", "unit"),
    [
        ("1 term", 1, Unit.TERMS),
        ("6 teaching weeks", 6, Unit.TEACHING_WEEKS),
        ("2 half-terms", 2, Unit.HALF_TERMS),
    ],
)
def test_what_schools_write(text: str, n: int, unit: Unit) -> None:
    """Singular and plural are both read."""
    assert Timeframe.read(text) == Timeframe(unit, n)


def test_at_least_is_kept() -> None:
    """A document's 'at least' is kept beside the number."""
    frequency = Frequency.read("at least 3 a year")
    assert (frequency.every, frequency.n, frequency.at_least) == (Every.TIMES_A_YEAR, 3, True)
