"""The colours of a ladder (look.md, "stages"; WCAG 2.2, 1.4.3)."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from common.tones import TONES, strip_widths, tone_indexes

STAGES_CSS = Path(__file__).parents[2] / "static/senregister/css/stages.css"


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_five_stages_have_the_five_colours_of_the_look() -> None:
    """A ladder of five is drawn in exactly the five given colours, light to deep."""
    fills = [TONES[tone].fill for tone in tone_indexes(5)]
    assert fills == ["#dcebe8", "#b5d7d1", "#7fb9b1", "#2a7974", "#0f5257"]


@given(st.integers(min_value=0, max_value=30))
def test_a_ladder_of_any_length_runs_light_to_deep(stages: int) -> None:
    """Any number of stages gets as many tones, never lighter again further up."""
    tones = tone_indexes(stages)
    assert len(tones) == stages
    assert tones == sorted(tones)
    if stages > 1:
        assert (tones[0], tones[-1]) == (0, len(TONES) - 1)
    if stages <= len(TONES):
        assert len(set(tones)) == stages


def test_words_can_be_read_on_every_tone() -> None:
    """Every tone holds 4.5:1 with the colour of its words."""
    assert all(contrast(*tone) >= 4.5 for tone in TONES)


def test_the_style_sheet_has_the_same_tones() -> None:
    """The classes tone-0 to tone-10 of the theme are these tones."""
    found = re.findall(
        r"\.tone-\d+ \{\s+--tone: (#\w{6});\s+--on-tone: (#\w{6});", STAGES_CSS.read_text()
    )
    assert found == [tuple(tone) for tone in TONES]


@given(st.lists(st.integers(min_value=0, max_value=2000), max_size=12))
def test_a_step_of_the_strip_is_as_wide_as_its_children_ask(counts: list[int]) -> None:
    """More children never make a narrower step, and every share has its class in the theme."""
    widths = strip_widths(counts)
    assert len(widths) == len(counts)
    assert all(5 <= width <= 40 for width in widths)
    pairs = sorted(zip(counts, widths, strict=True))
    assert [width for _, width in pairs] == sorted(widths)


def test_the_style_sheet_has_every_share() -> None:
    """The classes share-5 to share-40 exist."""
    found = re.findall(r"\.share-(\d+) \{", STAGES_CSS.read_text())
    assert [int(share) for share in found] == list(range(5, 41))
