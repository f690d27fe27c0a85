"""Phrases that a reader cannot act on or check, and signs of several targets in one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """A phrase in a text."""

    phrase: str
    start: int
    end: int
    says: str


HOW_OFTEN = "Say how often: how many times a week, for how long."
WHAT_EXACTLY = "Say what exactly is given, by whom and how often."
WHEN = "Say when, or what the sign is that it is needed."
HOW_MUCH = "Say how much, or how many."
WHAT_SHOWS = "Say what the child will do that others can see or count."

_VAGUE = (
    (HOW_OFTEN, "regular", "regularly", "frequent", "frequently", "often", "from time to time"),
    (HOW_OFTEN, "ongoing", "on an ongoing basis", "on a regular basis", "periodically"),
    (WHAT_EXACTLY, "access to", "opportunities for", "opportunities to", "opportunity to"),
    (WHAT_EXACTLY, "a range of", "a variety of", "various", "etc", "and so on"),
    (WHAT_EXACTLY, "additional support", "extra support", "some support", "support as"),
    (WHAT_EXACTLY, "would benefit from", "will benefit from", "benefits from access"),
    (WHEN, "as appropriate", "where appropriate", "when appropriate", "if appropriate"),
    (WHEN, "as needed", "as required", "as necessary", "when necessary", "where necessary"),
    (WHEN, "when needed", "when required", "if needed", "if required", "where possible"),
    (WHEN, "as and when", "when possible", "if possible", "in due course", "as soon as possible"),
    (HOW_MUCH, "appropriate", "suitable", "sufficient", "adequate", "some of the time"),
    (HOW_MUCH, "most of the time", "more consistently", "to the best of", "to an extent"),
)
_UNSEEN = (
    "improve",
    "improves",
    "improved",
    "improving",
    "develop",
    "develops",
    "enhance",
    "make progress",
    "make good progress",
    "be aware of",
    "understand",
    "understands",
    "be more confident",
    "become more confident",
    "become more independent",
    "be more independent",
    "try to",
    "work on",
    "do better",
)
_VERBS = (
    "add answer ask blend build call choose clap complete copy count cut describe draw eat explain "
    "find finish fasten follow form give greet hold join join jump keep know label learn line "
    "listen look make match move name order pack pick play point put raise reach read recall "
    "recognise remember retell say segment sequence share show sit solve sort speak spell stand "
    "start stay stop subtract take tell throw tidy try turn use wait walk wash write"
)


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    joined = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.IGNORECASE)


_SAYS = {phrase: says for says, *phrases in _VAGUE for phrase in phrases}
VAGUE = _pattern(tuple(_SAYS))
UNSEEN = _pattern(_UNSEEN)
# "and write her name", "; spell ten words", a second line, a second sentence that begins anew.
SEVERAL = re.compile(
    rf"\b(?:and|as\s+well\s+as)\s+(?:also\s+|then\s+)?(?:to\s+|will\s+|can\s+)?"
    rf"(?:{'|'.join(_VERBS.split())})(?:e?s)?\b"
    r"|\band\s+(?:also|to|will|can)\b"
    r"|\bas\s+well\s+as\b"
    r"|;(?=\s*\w)"
    r"|\n\s*(?=\S)"
    r"|[.!?]\s+(?=\w)",
    re.IGNORECASE,
)


def vague(text: str) -> Iterator[Found]:
    """The vague phrases of a text, each with what to say instead."""
    for found in VAGUE.finditer(text):
        known = " ".join(found.group().lower().split())
        yield Found(found.group(), found.start(), found.end(), _SAYS[known])


def unseen(text: str) -> Iterator[Found]:
    """The verbs of a target that nobody can see happen."""
    for found in UNSEEN.finditer(text):
        yield Found(found.group(), found.start(), found.end(), WHAT_SHOWS)


def several(text: str) -> Iterator[Found]:
    """Where a second target seems to begin within one."""
    trimmed = text.rstrip()
    for found in SEVERAL.finditer(trimmed):
        phrase = found.group()
        if re.search(r"\w", trimmed[: found.start()]):
            yield Found(phrase, found.start(), found.end(), "")
