"""Plans for the rules to read: a good one, and any at all."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from provision.quality import PlanText, SectionText, StrategyText, TargetText

GOOD_TARGET = TargetText(
    key="1",
    what="Ayla reads 20 words from the Year 2 list at sight.",
    baseline="She reads 8 of 20.",
    measure="She reads 20 of 20 on two days.",
    by_on=date(2026, 12, 18),
    who="Mrs Made, teaching assistant",
    how_often="Five minutes each day",
)
GOOD = PlanText(
    targets=(GOOD_TARGET,),
    strategies=(StrategyText("1", "Word cards in a ring on her table."),),
    sections=(SectionText("likes", "I like drawing and my dog."),),
    has_pupil_voice=True,
    has_parent_voice=True,
)
# Each rule, with the smallest change that brings its fault into the good plan.
FAULTS: dict[str, dict[str, Any]] = {
    "baseline": {"baseline": "🙂"},
    "measure": {"measure": " "},
    "who": {"who": ""},
    "how_often": {"how_often": ""},
    "by_when": {"by_on": None},
    "vague": {"how_often": "Regular reading"},
    "unseen": {"what": "Ayla will improve her reading."},
    "several": {"what": "Ayla reads 20 words and writes them."},
}
PIECES = st.sampled_from(
    [
        *("regular", "access to", "as appropriate", "etc", "improve", "and write", "; spell"),
        *(
            "\n",
            ".",
            "Mr.",
            "e.g.",
            "3.5",
            "🙂",
            "e\u0301",
            "’",
            "-",
            " ",
            "12345678901",
            "the cat",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join))


def faulty(**change: Any) -> PlanText:
    """The good plan with one thing of its target changed."""
    return replace(GOOD, targets=(replace(GOOD_TARGET, **change),))


targets = st.builds(
    TargetText,
    key=st.integers(1, 9).map(str),
    what=TEXTS,
    baseline=TEXTS,
    measure=TEXTS,
    has_start=st.booleans(),
    has_aim=st.booleans(),
    by_on=st.one_of(st.none(), st.dates()),
    who=TEXTS,
    how_often=TEXTS,
)
plans = st.builds(
    PlanText,
    targets=st.lists(targets, max_size=4, unique_by=lambda one: one.key).map(tuple),
    strategies=st.lists(
        st.builds(
            StrategyText,
            key=st.integers(1, 9).map(str),
            words=TEXTS,
            who=TEXTS,
            how_often=TEXTS,
            target=st.sampled_from(["", "1", "2"]),
        ),
        max_size=3,
        unique_by=lambda one: one.key,
    ).map(tuple),
    sections=st.lists(
        st.builds(SectionText, st.sampled_from("abc"), TEXTS, st.booleans()),
        max_size=3,
        unique_by=lambda one: one.key,
    ).map(tuple),
    earlier=st.lists(st.lists(TEXTS, max_size=3).map(tuple), max_size=3).map(tuple),
    has_pupil_voice=st.booleans(),
    has_parent_voice=st.booleans(),
)
