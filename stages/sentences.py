"""A requirement read back as a sentence, so that whoever chose it sees what was chosen. Pure.

"Reviewed every six weeks in school and each term with parents" is made of two requirements: what
one asks is `read_back`, what a stage asks of reviews altogether is `reviewed`.
"""

from collections.abc import Iterable

from stages.ladder import LadderSpec, RequirementSpec, StageSpec
from stages.periods import Every
from stages.plain_words import NUMBERS, how_often, listed, parties
from stages.vocabulary import Applies, Evidence, HeldFor, Party

WHOSE = {"pupil": "pupil voice", "parent": "parent voice"}


def noun(ladder: LadderSpec, evidence: Evidence, of: str = "", whose: str = "") -> str:
    """What is asked for, by the school's own name where there is one: `IEP`, `pupil voice`."""
    for kind in ladder.kinds:
        if (kind.evidence, kind.key) == (evidence, of):
            return kind.name
    if evidence is Evidence.VOICE and whose in WHOSE:
        return WHOSE[whose]
    return f"{evidence.label} ({of.replace('_', ' ')})" if of else evidence.label


def read_back(ladder: LadderSpec, item: RequirementSpec) -> str:
    """One requirement as two sentences: what, how often, with whom; then how firmly, for whom."""
    what = ", ".join(part for part in (_what(ladder, item), *_who(item)) if part)
    return f"{_capital(what)}. {_capital(_how_firmly(item))}."


def reviewed(stage: StageSpec, ladder: LadderSpec) -> str:
    """All reviews a stage asks for in one sentence; empty where it asks for none."""
    parts = [_review(ladder, item) for item in stage.requirements if _is_review(item)]
    return f"Reviewed {listed(parts)}." if parts else ""


def _is_review(item: RequirementSpec) -> bool:
    return item.evidence is Evidence.REVIEW and item.every.every is not Every.AS_NEEDED


def _review(ladder: LadderSpec, item: RequirementSpec) -> str:
    first = f", first after {item.after}," if item.after else ""
    if not item.with_whom:
        place = "" if item.every.every is Every.AT_EVERY else " in school"
    elif Party.PARENT in item.with_whom:
        place = f" with {parties(item.with_whom)}"
    else:
        place = f" in school with {parties(item.with_whom)}"
    return f"{how_often(ladder, item.every)}{first}{place}"


def _what(ladder: LadderSpec, item: RequirementSpec) -> str:
    if item.evidence is Evidence.REVIEW and not item.of:
        return f"reviewed {how_often(ladder, item.every)}"
    count = f"{_number(item.count)} times: " if item.count > 1 else ""
    about = f" about {item.about}" if item.about else ""
    name = noun(ladder, item.evidence, item.of, item.whose)
    return f"{count}{name}{about}, {how_often(ladder, item.every)}"


def _who(item: RequirementSpec) -> Iterable[str]:
    yield f"by {parties(item.by)}" if item.by else ""
    yield f"with {parties(item.with_whom)}" if item.with_whom else ""
    yield f"given to {listed(item.given_to)}" if item.given_to else ""
    yield f"first after {item.after}" if item.after else ""


def _how_firmly(item: RequirementSpec) -> str:
    whom = {
        Applies.EVERY: "for every child at the stage",
        Applies.WHERE_APPROPRIATE: "where appropriate",
    }.get(item.applies, f"for {item.applies.label}")
    found = f"{item.strength.label} {whom}"
    if item.held_for is HeldFor.CLASS:
        found += "; one record does for the whole class"
    return found + ("; what earlier stages have counts" if item.across_stages else "")


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
