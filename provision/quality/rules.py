"""The rules a plan is read by. Each says what it looks for and whose rule it is.

The sources are the SEND Code of Practice 2015 (statutory guidance) and the Children and Families
Act 2014. What the Code asks of EHC plans only is named as such: it is good practice in others.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from provision.quality import phrases, reading_age
from provision.quality.phrases import Found
from provision.quality.texts import (
    Hint,
    PlanText,
    TargetText,
    Where,
    every_text,
    parents_read,
    says_something,
)

READ_AT = 12  # plain words to parents are read at about 11 (product.md); a year's grace
HARDEST = 3
CYCLES = 3

ASSESS = "SEND Code of Practice 6.45: assess first, so that what follows can be compared"
SMART = "SEND Code of Practice 9.66 (outcomes of EHC plans): specific, measurable, time-bound"
EXPECTED = "SEND Code of Practice 6.48: the expected impact on progress is agreed"
STAFF = "SEND Code of Practice 6.49: all who work with the pupil know the support provided"
QUANTIFIED = "SEND Code of Practice 9.69 (section F of EHC plans): specific and quantified"
REVIEW_DATE = "SEND Code of Practice 6.48: a clear date for review"
REVISE = "SEND Code of Practice 6.54: support is revised in the light of progress"
VOICES = "Children and Families Act 2014, section 19; SEND Code of Practice 6.48"
READABLE = f"Reading age: {reading_age.FORMULA}"

Finds = Callable[[PlanText], Iterator[Hint]]


@dataclass(frozen=True)
class Rule:
    """A rule: its key, what it looks for in a line, whose it is, and how it looks."""

    key: str
    title: str
    source: str
    finds: Finds


def _each_target(key: str, field: str, says: str, source: str, lacks: Callable[..., bool]) -> Finds:
    """Every target that lacks something."""

    def finds(plan: PlanText) -> Iterator[Hint]:
        for target in plan.targets:
            if lacks(plan, target):
                yield Hint(key, Where("target", target.key, field), says, source)

    return finds


def _no_baseline(_plan: PlanText, target: TargetText) -> bool:
    return not target.has_start and not says_something(target.baseline)


def _no_measure(_plan: PlanText, target: TargetText) -> bool:
    return not target.has_aim and not says_something(target.measure)


def _nobody(plan: PlanText, target: TargetText) -> bool:
    helps = (row.who for row in plan.strategies if row.target == target.key)
    return not any(says_something(who) for who in (target.who, *helps))


def _no_frequency(plan: PlanText, target: TargetText) -> bool:
    helps = (row.how_often for row in plan.strategies if row.target == target.key)
    return not any(says_something(often) for often in (target.how_often, *helps))


def _no_day(_plan: PlanText, target: TargetText) -> bool:
    return target.by_on is None


def _hint(key: str, where: Where, found: Found, says: str, source: str) -> Hint:
    return Hint(key, where, says, source, found.phrase, found.start, found.end)


def _vague(plan: PlanText) -> Iterator[Hint]:
    for where, text in every_text(plan):
        for found in phrases.vague(text):
            says = f"“{found.phrase}” can mean anything. {found.says}"
            yield _hint("vague", where, found, says, QUANTIFIED)


def _unseen(plan: PlanText) -> Iterator[Hint]:
    for target in plan.targets:
        for found in phrases.unseen(target.what):
            says = f"“{found.phrase}” cannot be seen to happen. {found.says}"
            yield _hint("unseen", Where("target", target.key, "what"), found, says, SMART)


def _several(plan: PlanText) -> Iterator[Hint]:
    for target in plan.targets:
        for found in phrases.several(target.what):
            says = "This may be more than one target. One each can be met one at a time."
            yield _hint("several", Where("target", target.key, "what"), found, says, SMART)
            break


def _unchanged(plan: PlanText) -> Iterator[Hint]:
    before = [{_core(words) for words in plan_before} for plan_before in plan.earlier]
    before = before[: CYCLES - 1]
    if len(before) < CYCLES - 1:
        return
    for target in plan.targets:
        core = _core(target.what)
        if core and all(core in words for words in before):
            says = "The same words for three plans running. Change the target, or what helps."
            yield Hint("unchanged", Where("target", target.key, "what"), says, REVISE)


def _core(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _no_pupil_voice(plan: PlanText) -> Iterator[Hint]:
    if not plan.has_pupil_voice:
        says = "The pupil's own words are not here, nor why there are none."
        yield Hint("pupil_voice", Where("plan"), says, VOICES)


def _no_parent_voice(plan: PlanText) -> Iterator[Hint]:
    if not plan.has_parent_voice:
        says = "The parents' words are not here, nor why there are none."
        yield Hint("parent_voice", Where("plan"), says, VOICES)


def _hard_to_read(plan: PlanText) -> Iterator[Hint]:
    texts = parents_read(plan)
    age = reading_age.reading_age(text for _, text in texts)
    if age is None or age <= READ_AT:
        return
    says = f"What parents read needs a reading age of about {age:.0f}; aim for 11. "
    for where, sentence in _hardest(texts):
        advice = "Of its sentences this is one of the hardest: shorten it, or use plainer words."
        yield Hint(
            "reading_age",
            where,
            says + advice,
            READABLE,
            sentence.words,
            sentence.start,
            sentence.end,
        )


def _hardest(texts: list[tuple[Where, str]]) -> list[tuple[Where, reading_age.Sentence]]:
    """The sentences that raise the age most: their own age, weighed by their words."""
    found = []
    for where, text in texts:
        for sentence in reading_age.sentences(text):
            counts = reading_age.count(sentence.words)
            age = counts.age or 0.0
            weight = (age - READ_AT) * counts.words
            found.append((-weight, sentence.words, str(where), where, sentence))
    found.sort(key=lambda row: row[:3])
    return [(where, sentence) for *_, where, sentence in found[:HARDEST]]


def _missing(
    key: str, title: str, field: str, says: str, source: str, lacks: Callable[..., bool]
) -> Rule:
    return Rule(key, title, source, _each_target(key, field, says, source, lacks))


RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        _missing(
            *("baseline", "Where a target starts", "baseline"),
            "Say where it starts: what the child does now, best with a number.",
            ASSESS,
            _no_baseline,
        ),
        _missing(
            *("measure", "How it is known that a target is met", "measure"),
            "Say how we will know that it is met.",
            EXPECTED,
            _no_measure,
        ),
        _missing(
            *("who", "Who helps", "who"),
            "Say who helps, here or beside what helps.",
            STAFF,
            _nobody,
        ),
        _missing(
            *("how_often", "How often", "how_often"),
            "Say how often and for how long, here or beside what helps.",
            QUANTIFIED,
            _no_frequency,
        ),
        _missing(
            *("by_when", "By when", "by_on"),
            "Say by when it is to be met.",
            REVIEW_DATE,
            _no_day,
        ),
        Rule("vague", "Vague words, such as “regular” or “access to”", QUANTIFIED, _vague),
        Rule("unseen", "Targets nobody can see being met, such as “improve”", SMART, _unseen),
        Rule("several", "Several targets in one", SMART, _several),
        Rule("unchanged", "The same target in three plans running", REVISE, _unchanged),
        Rule("pupil_voice", "The pupil's own words", VOICES, _no_pupil_voice),
        Rule("parent_voice", "The parents' words", VOICES, _no_parent_voice),
        Rule("reading_age", "Words a parent can read", READABLE, _hard_to_read),
    )
}
