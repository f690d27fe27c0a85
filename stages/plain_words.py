"""A ladder in plain words, for its own page and beside a child. Pure."""

from calendar import month_name
from collections.abc import Iterable, Sequence

from stages.ladder import LadderSpec, RequirementSpec, StageSpec
from stages.periods import Every, Frequency, Timeframe
from stages.vocabulary import Applies, Evidence, HeldFor, Party, Strength

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTHS = [(str(number), month_name[number]) for number in range(1, 13)]
_PLAIN = {
    Every.ONCE: "once",
    Every.HALF_TERM: "each half-term",
    Every.TERM: "each term",
    Every.AS_NEEDED: "as needed",
}


def listed(parts: Iterable[str]) -> str:
    """`a, b and c`."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def parties(who: Sequence[Party]) -> str:
    """Who, as a list in words."""
    return listed(party.label for party in who)


def how_often(ladder: LadderSpec, frequency: Frequency) -> str:
    """`at least three times a year`, `in October, February and July`, `at every PCP meeting`."""
    least = "at least " if frequency.at_least else ""
    return least + _often(ladder, frequency)


def _often(ladder: LadderSpec, frequency: Frequency) -> str:
    match frequency.every:
        case Every.WEEKS:
            return "each week" if frequency.n == 1 else f"every {_number(frequency.n)} weeks"
        case Every.TIMES_A_YEAR:
            return "once a year" if frequency.n == 1 else f"{_number(frequency.n)} times a year"
        case Every.MONTHS:
            return f"in {listed(month_name[month] for month in frequency.months)}"
        case Every.AT_EVERY:
            return f"at every {_kind_name(ladder, frequency.of)}"
        case _:
            return _PLAIN[frequency.every]


def _kind_name(ladder: LadderSpec, of: str) -> str:
    evidence, _, key = of.partition(":")
    name = ladder.kind(Evidence(evidence), key).said
    return name if name[1:2].isupper() else name[0].lower() + name[1:]


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def how_long(stage: StageSpec) -> str:
    """`2 terms (unless further concerns)`; empty where the ladder names no time."""
    if stage.timeframe is None:
        return ""
    words = _length(stage.timeframe)
    return f"{words} ({stage.timeframe_note})" if stage.timeframe_note else words


def _length(frame: Timeframe) -> str:
    return f"until {listed(month_name[m] for m in frame.months)}" if frame.months else str(frame)


def details(ladder: LadderSpec, item: RequirementSpec) -> str:
    """What a requirement says beside its words: how often, with whom, for whom, how firmly."""
    return "; ".join(part for part in _details(ladder, item) if part)


def _details(ladder: LadderSpec, item: RequirementSpec) -> Iterable[str]:
    yield how_often(ladder, item.every)
    yield f"first after {item.after}" if item.after else ""
    yield f"{_number(item.count)} of them" if item.count > 1 else ""
    yield f"by {parties(item.by)}" if item.by else ""
    yield f"with {parties(item.with_whom)}" if item.with_whom else ""
    yield f"given to {listed(item.given_to)}" if item.given_to else ""
    yield "one for the whole class" if item.held_for is HeldFor.CLASS else ""
    yield f"for {item.applies.label}" if _is_for_some(item) else ""
    yield item.applies.label if item.applies is Applies.WHERE_APPROPRIATE else ""
    yield "earlier stages count" if item.across_stages else ""
    yield item.strength.label if item.strength is not Strength.REQUIRED else ""


def _is_for_some(item: RequirementSpec) -> bool:
    return item.applies in (Applies.IN_INTERVENTION, Applies.WITH_THE_PLAN)
