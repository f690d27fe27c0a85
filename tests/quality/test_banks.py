"""The banks of targets and strategies: enough, for every area, good by our own rules, and plain."""

import re
from collections import Counter
from datetime import date
from importlib import import_module

import pytest

from provision.banks import BankStrategy, BankTarget, bank
from provision.quality import PlanText, StrategyText, TargetText, check
from provision.quality.reading_age import count

AREAS = {"CI", "CL", "SEMH", "SP"}
TYPES = {row[0] for row in import_module("pupils.migrations.0003_need_codes").TYPES}
PLAIN = re.compile(r"\b(differentiat|scaffold|intervention|facilitat|utilis|metacognit)", re.I)


def _with_a_child(target: BankTarget) -> TargetText:
    """A target of the bank as it is once somebody has said the rest."""
    return TargetText(
        key="1",
        what=target.what,
        baseline="2 of 10 in the first week of term",
        measure=target.measure,
        by_on=date(2026, 12, 18),
        who="Mr Made, class teacher",
        how_often=target.how_often,
    )


def test_there_is_enough_for_every_area() -> None:
    """At least 60 strategies and 40 targets, ten of each or more for every broad area of need."""
    rows = bank()
    assert len(rows.strategies) >= 60
    assert len(rows.targets) >= 40
    for areas in ([row.area for row in rows.targets], [row.area for row in rows.strategies]):
        assert {area: n >= 10 for area, n in Counter(areas).items()} == dict.fromkeys(AREAS, True)


@pytest.mark.parametrize("target", bank().targets, ids=lambda row: row.what)
def test_every_target_passes_the_quality_rules(target: BankTarget) -> None:
    """Nothing is said of it once baseline, who and by when are there."""
    plan = PlanText(targets=(_with_a_child(target),), has_pupil_voice=True, has_parent_voice=True)
    assert check(plan) == []


@pytest.mark.parametrize("strategy", bank().strategies, ids=lambda row: row.words)
def test_no_strategy_is_vague(strategy: BankStrategy) -> None:
    """Anybody can do it on Monday."""
    plan = PlanText(
        strategies=(StrategyText("1", strategy.words),), has_pupil_voice=True, has_parent_voice=True
    )
    assert check(plan) == []


def test_nothing_is_there_twice() -> None:
    """No two say the same, whatever their capitals and stops."""
    rows = bank()
    said = [row.what for row in rows.targets] + [row.words for row in rows.strategies]
    cores = Counter(" ".join(re.findall(r"\w+", words.lower())) for words in said)
    assert [words for words, number in cores.items() if number > 1] == []


def test_the_words_are_plain() -> None:
    """No jargon, read by twelve-year-olds over all, and none with more than 25 words a sentence."""
    rows = bank()
    said = [row.what for row in rows.targets] + [row.words for row in rows.strategies]
    assert [words for words in said if PLAIN.search(words)] == []
    assert [words for words in said if count(words).words / count(words).sentences > 25] == []
    whole = count("\n".join(said))
    assert whole.age is not None
    assert whole.age < 12


def test_types_of_need_are_those_of_the_census() -> None:
    """Each entry is for at least one type of need, by its code; those first that fit a child."""
    rows = bank()
    named = [row.types for row in rows.targets] + [row.types for row in rows.strategies]
    assert all(named)
    assert {code for types in named for code in types} <= TYPES
    learning = rows.for_areas("CL").fitting("SLD")
    assert {row.area for row in learning.targets} == {"CL"}
    assert "SLD" in learning.targets[0].types
    assert len(learning.targets) == len(rows.for_areas("CL").targets)
