"""Whether a file is what it should be: this school's, this year's, and all of it.

Pure: counts go in, sentences come out. What is odd is said before anything else. `other_school`,
`last_year` and `half_empty` keep the file out until a person says that it is right all the same;
`short` and `groups` only keep leavers from being archived until then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

OTHER_SCHOOL, LAST_YEAR, HALF_EMPTY = "other_school", "last_year", "half_empty"
SHORT, GROUPS = "short", "groups"
NO_ARCHIVING = frozenset({SHORT, GROUPS})

FEW = 10
"""Under so many children nothing can be told from a share: small schools and first imports."""
SHORT_SHARE = 0.05
"""Of those on roll. A primary of 420 loses 2 to 3 in an ordinary week and 10 in a bad month, so
more than 10 children *and* more than 5% missing at once is a list that was cut. Neither alone will
do: 5% of a village school is three children, and ten of a large secondary are an ordinary week."""
STRANGE_SHARE = 0.2
"""Known here are under a fifth of the rows, and of the roll: the file is of other children."""
YEAR_SHARE = 0.5
"""Most of those known here are exactly one year group lower in the file."""
EMPTIED = 0.1
"""A column that used to be filled, and is so for fewer than a tenth of as many children now."""


@dataclass(frozen=True)
class Oddity:
    """One thing that is odd: its key, and what a person is told and asked."""

    key: str
    words: str
    anyway: str

    @property
    def keeps_out(self) -> bool:
        """Whether the file cannot be loaded until a person accepts this."""
        return self.key not in NO_ARCHIVING


@dataclass(frozen=True)
class Facts:
    """What is counted in a file and here.

    `used` and `filled` are by column: for how many children it used to be filled, and is now.
    """

    school: str = ""
    sender: str = ""
    addressee: str = ""
    is_transfer: bool = False
    rows: int = 0
    on_roll: int = 0
    matched: int = 0
    absent: int = 0
    back: int = 0
    a_year_lower: int = 0
    with_year: int = 0
    issuers: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, int] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)
    empty_groups: Sequence[str] = ()


def oddities_of(facts: Facts) -> tuple[Oddity, ...]:
    """Everything odd about a file, what matters most first."""
    found = [_other_school(facts)]
    if not facts.is_transfer and facts.on_roll >= FEW:
        found += [_last_year(facts), _half_empty(facts), _short(facts), _groups(facts)]
    return tuple(oddity for oddity in found if oddity)


def _other_school(facts: Facts) -> Oddity | None:
    anyway = "It is right: use it here"
    if facts.school and facts.addressee and facts.school not in {facts.addressee, facts.sender}:
        words = (
            f"This file is from one school to another: it is addressed to {_named(facts.addressee)}"
            f", and this school is {_named(facts.school)}."
        )
        return Oddity(OTHER_SCHOOL, words, anyway)
    if facts.is_transfer or min(facts.rows, facts.on_roll) < FEW:
        return None
    if facts.matched >= STRANGE_SHARE * min(facts.rows, facts.on_roll):
        return None
    words = f"Of the {facts.rows} children in this file {_or_none(facts.matched)} known here."
    issuer = max(facts.issuers, key=lambda key: facts.issuers[key], default="")
    if issuer and issuer != facts.school and facts.issuers[issuer] > facts.rows / 2:
        words += f" Most of their UPNs were given by {_named(issuer)}."
    return Oddity(OTHER_SCHOOL, words + " It looks like another school's.", anyway)


def _or_none(count: int) -> str:
    return f"only {count} {'is' if count == 1 else 'are'}" if count else "none is"


def _named(number: str) -> str:
    """`8012000` as people write it: `LA 801, establishment 2000`."""
    return f"LA {number[:3]}, establishment {number[3:]}"


def _last_year(facts: Facts) -> Oddity | None:
    if facts.with_year < FEW or facts.a_year_lower <= YEAR_SHARE * facts.with_year:
        return None
    words = (
        f"{facts.a_year_lower} of the {facts.with_year} children known here are one year group"
        " lower in this file."
    )
    if facts.back:
        words += f" {facts.back} who {'has' if facts.back == 1 else 'have'} left are in it."
    return Oddity(LAST_YEAR, words + " It looks like last year's.", "It is this year's: use it")


def _half_empty(facts: Facts) -> Oddity | None:
    empty = [
        name
        for name, count in facts.used.items()
        if name in facts.filled and facts.filled[name] < EMPTIED * count
    ]
    if not empty:
        return None
    words = f"Hardly anything stands under {_listed(empty)}, which used to be filled."
    return Oddity(HALF_EMPTY, words + " The export may be half done.", "It is whole: use it")


def _short(facts: Facts) -> Oddity | None:
    if facts.absent <= FEW or facts.absent <= SHORT_SHARE * facts.on_roll:
        return None
    words = (
        f"This file has {facts.on_roll - facts.absent} of the {facts.on_roll} children on roll."
        " It looks like part of a list."
    )
    return Oddity(SHORT, words, "It is the whole list: let me archive leavers")


def _groups(facts: Facts) -> Oddity | None:
    if not facts.empty_groups:
        return None
    words = f"Nobody of {_listed(facts.empty_groups)} is in this file."
    return Oddity(GROUPS, words, "They have left: let me archive leavers")


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:6]) + (["others"] if len(names) > 6 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
