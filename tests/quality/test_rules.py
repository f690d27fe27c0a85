"""The rules a plan is read by: what each finds, and what none of them ever does. Pure."""

import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provision.quality import (
    RULES,
    Hint,
    PlanText,
    SectionText,
    StrategyText,
    TargetText,
    Where,
    check,
)
from provision.quality.texts import every_text
from tests.quality.plans import FAULTS, GOOD, GOOD_TARGET, faulty, plans

HARD = (
    "Notwithstanding considerable difficulties concerning multisyllabic vocabulary, differentiated "
    "interventions facilitating phonological awareness necessitate individualised consideration, "
    "incorporating comprehensive multidisciplinary recommendations systematically."
)


def rules(plan: PlanText, **options: frozenset[str]) -> list[str]:
    """The rules that say something about a plan."""
    return [hint.rule for hint in check(plan, **options)]


def test_a_good_plan_has_no_hint() -> None:
    """A plan that says what, from where, how known, who, how often and by when is let be."""
    assert check(GOOD) == []


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_brings_its_hint_and_mending_it_takes_it_away(rule: str) -> None:
    """One fault in a good plan gives that rule's hint alone, at the field it is in."""
    hints = check(faulty(**FAULTS[rule]))
    assert {hint.rule for hint in hints} == {rule}
    assert {(hint.where.part, hint.where.key) for hint in hints} == {("target", "1")}
    assert next(iter(FAULTS[rule])) in {hint.where.field for hint in hints}
    assert check(faulty()) == []


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        (replace(GOOD, has_pupil_voice=False), "pupil_voice"),
        (replace(GOOD, has_parent_voice=False), "parent_voice"),
    ],
)
def test_a_plan_without_a_voice_says_so(plan: PlanText, rule: str) -> None:
    """A plan needs both voices, or the reason why one is not there (CFA 2014 s19)."""
    assert rules(plan) == [rule]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Regular check-ins", "Regular"),
        ("He has ACCESS   TO a laptop", "ACCESS   TO"),
        ("Help as appropriate.", "as appropriate"),
        ("Opportunities for talk", "Opportunities for"),
        ("Where possible, sit near the front", "Where possible"),
    ],
)
def test_vague_words_are_named_where_they_stand(text: str, phrase: str) -> None:
    """The hint quotes the phrase as it was written, with its place in the text."""
    plan = replace(GOOD, strategies=(StrategyText("4", text),))
    (hint,) = check(plan)
    assert (hint.rule, str(hint.where), hint.phrase) == ("vague", "strategy 4 words", phrase)
    assert text[hint.start : hint.end] == phrase


@pytest.mark.parametrize(
    "text", ["She puts irregularly shaped blocks away", "An accessible toilet", "Oftentable"]
)
def test_a_part_of_a_word_is_not_vague(text: str) -> None:
    """Only whole words count."""
    assert check(replace(GOOD, strategies=(StrategyText("4", text),))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ben counts to 20 and writes the numbers",
        "Ben will count to 20 and will say the numbers",
        "Ben counts to 20; names the shapes",
        "Ben counts to 20.\nBen names four shapes.",
        "Ben counts to 20. He can name four shapes",
        "Ben counts to 20 as well as naming shapes",
    ],
)
def test_two_targets_in_one_are_noticed(text: str) -> None:
    """A second verb, sentence or line within one target."""
    assert "several" in rules(faulty(what=text))


@pytest.mark.parametrize(
    "text",
    [
        "Ben adds tens and ones up to 99.",
        "Ben says please and thank you at lunch",
        "  Ben asks for help with a card.  \n",
        "Ben reads 3.5 pages in ten minutes",
    ],
)
def test_one_target_with_an_and_is_one(text: str) -> None:
    """Two things that belong to one act are one target."""
    assert rules(faulty(what=text)) == []


def test_a_target_in_its_third_plan_unchanged_is_noticed() -> None:
    """The same words, whatever their capitals and stops, in this plan and the two before it."""
    same, other = ("ayla reads 20 words from the year 2 list at sight",), ("Something else",)
    assert rules(replace(GOOD, earlier=(same, same))) == ["unchanged"]
    assert rules(replace(GOOD, earlier=(same,))) == []
    assert rules(replace(GOOD, earlier=(same, other, same))) == []
    assert rules(replace(GOOD, earlier=(same, same, other))) == ["unchanged"]


def test_who_and_how_often_may_stand_beside_what_helps() -> None:
    """A strategy for the target that says who and how often says it for the target."""
    bare = replace(GOOD_TARGET, who="", how_often="")
    helped = StrategyText("2", "Word cards", who="Mr Made", how_often="daily", target="1")
    assert rules(replace(GOOD, targets=(bare,), strategies=(helped,))) == []
    other = replace(helped, target="7")
    assert rules(replace(GOOD, targets=(bare,), strategies=(other,))) == ["who", "how_often"]


def test_figures_count_as_a_start_and_an_aim() -> None:
    """A target whose figures are given needs no words for where it starts and when it is met."""
    assert rules(faulty(baseline="", measure="", has_start=True, has_aim=True)) == []


def test_hard_words_for_parents_are_shown_at_their_sentence() -> None:
    """The hint is on the hardest sentences that parents read, and on none they do not."""
    easy = "I like cats. We go to the park. He has a red hat."
    plan = replace(GOOD, sections=(SectionText("a", f"{easy} {HARD}"),))
    hints = check(plan)
    assert {hint.rule for hint in hints} == {"reading_age"}
    assert hints[0].phrase == HARD
    assert hints[0].where == Where("section", "a", "text")
    hidden = replace(GOOD, sections=(SectionText("a", f"{easy} {HARD}", for_parent=False),))
    assert check(hidden) == []


def test_a_rule_a_school_switched_off_says_nothing() -> None:
    """Each rule has a switch."""
    plan = faulty(who="", how_often="Regular")
    assert rules(plan, off=frozenset({"vague"})) == ["who"]
    assert rules(plan, off=frozenset(RULES)) == []


def test_every_rule_names_its_source() -> None:
    """A hint says whose rule it is: a paragraph, an act or a formula."""
    for rule in RULES.values():
        assert rule.title
        assert any(word in rule.source for word in ("Code of Practice", "Act 2014", "Kincaid"))


@given(plans)
def test_any_plan_is_read_and_hints_point_into_its_texts(plan: PlanText) -> None:
    """No text makes the check fail, and a phrase is where the hint says it is."""
    texts = dict(every_text(plan))
    for hint in check(plan):
        assert hint.says
        assert hint.source == RULES[hint.rule].source
        if hint.phrase:
            assert texts[hint.where][hint.start : hint.end] == hint.phrase
        else:
            assert hint.start == hint.end == 0


@given(plans, st.randoms(use_true_random=False))
def test_the_order_of_targets_changes_nothing(plan: PlanText, chance: object) -> None:
    """The same hints, whichever target is written first."""
    mixed: list[TargetText] = list(plan.targets)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert _bag(check(replace(plan, targets=tuple(mixed)))) == _bag(check(plan))


@given(plans)
def test_a_target_without_faults_adds_no_hint(plan: PlanText) -> None:
    """Mending a target removes what was said of it; nothing is said of it any more."""
    mended = replace(GOOD_TARGET, key="mended")
    for hint in check(replace(plan, targets=(*plan.targets, mended), earlier=())):
        assert hint.where.key != "mended" or hint.rule == "reading_age"


def _bag(hints: list[Hint]) -> Counter[Hint]:
    return Counter(hints)


@pytest.mark.parametrize("sign", ["a", "\n", ". ", "as ", "1", "🙂", "and ", "e.g. ", "-", "'"])
def test_a_very_long_text_is_read_in_time(sign: str) -> None:
    """200,000 characters of one thing take seconds at most."""
    long = (sign * 200_000)[:200_000] + " end"
    before = time.process_time()
    check(faulty(what=long, baseline=long))
    assert time.process_time() - before < 8
