"""Six digits: which are too easy, and until when a session on a tablet lasts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.pins import refusal_of, session_ends

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize("pin", ["482915", "907341", "100824", "007385"])
def test_a_pin_without_a_pattern_is_taken(pin: str) -> None:
    """Six digits, zeros in front as well."""
    assert refusal_of(pin) == ""


@pytest.mark.parametrize(
    "pin",
    ["000000", "121212", "123456", "654321", "890123", "112211", "135791", "123123", "454545",
     "12345", "1234567", "", "12 456", "abcdef", "٤٨٢٩١٥", "48291５"],
)  # fmt: skip
def test_the_first_a_child_would_try_are_refused(pin: str) -> None:
    """One or two digits, steps, repeats; and whatever is not six plain digits."""
    assert refusal_of(pin)


@given(st.text(max_size=12))
def test_only_six_digits_are_ever_taken(pin: str) -> None:
    """Whatever else is typed gets a sentence."""
    if not refusal_of(pin):
        assert len(pin) == 6
        assert set(pin) <= set("0123456789")


@given(st.datetimes(timezones=st.just(LONDON)))
def test_a_session_ends_with_the_day_at_the_latest(begun: datetime) -> None:
    """After it began, the same day; at six if it began before, else at midnight."""
    ends = session_ends(begun)
    assert begun < ends
    assert (ends - timedelta(seconds=1)).date() == begun.date()
    if begun.hour < 18:
        assert (ends.hour, ends.minute) == (18, 0)
