"""What the sheets of a class say of each child; pure.

The class sheet lies in the classroom, where the teacher, the TA and whoever covers read it. It
holds only what the class copy and the TA's copy of a plan both hold: one version for everybody.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from provision.sections import Sort

MOST = 3  # strategies of a child, and things to avoid
MOST_TO_A_STRANGER = 2
LONGEST = 150
NOT_RECORDED = "Not recorded"


@dataclass(frozen=True)
class Help:
    """Something that helps: in its plan under a target, or for the whole plan."""

    words: str
    of_target: bool = False


@dataclass
class PlanOnSheet:
    """A plan in use, as far as the classroom may read it: `shown` are its sorts of section."""

    name: str
    review_due: bool = False
    shown: set[Sort] = field(default_factory=set)
    sorts: set[Sort] = field(default_factory=set)
    avoid: Sequence[str] = ()
    helps: list[Help] = field(default_factory=list)

    @property
    def helps_shown(self) -> list[str]:
        """What helps with everything first, then with single targets, in the plan's order."""
        ordered = sorted(self.helps, key=lambda one: one.of_target)
        return [one.words for one in ordered if self._home(one) in self.shown]

    def _home(self, one: Help) -> Sort:
        """The section it stands in: under its target where the plan shows targets."""
        of_target = one.of_target and Sort.TARGETS in self.sorts
        return Sort.TARGETS if of_target else Sort.STRATEGIES


@dataclass(frozen=True)
class SheetLine:
    """One child of a class: what to know on Monday.

    `plans` are the names of those in use; `version` follows from the words, so that who has read
    them is asked again when they change; `state` is `New` or `Changed` to a reader.
    """

    pk: int
    forename: str
    surname: str
    need: str
    plans: Sequence[str]
    helps: Sequence[str]
    avoid: Sequence[str]
    today: Sequence[str] = ()
    has_photo: bool = False
    state: str = ""

    @property
    def name(self) -> str:
        """As lists show it: `Khan, Ayla`."""
        return f"{self.surname}, {self.forename}"

    @property
    def full_name(self) -> str:
        """As a stranger says it: `Ayla Khan`."""
        return f"{self.forename} {self.surname}"

    @property
    def top_helps(self) -> list[str]:
        """The first three."""
        return [shortened(words) for words in self.helps[:MOST]]

    @property
    def first_helps(self) -> list[str]:
        """The first two, for a stranger."""
        return [shortened(words) for words in self.helps[:MOST_TO_A_STRANGER]]

    @property
    def top_avoid(self) -> list[str]:
        """The first three things to avoid."""
        return [shortened(words) for words in self.avoid[:MOST]]

    @property
    def more(self) -> int:
        """How much more the plans say than the sheet has room for."""
        return max(0, len(self.helps) - MOST) + max(0, len(self.avoid) - MOST)

    @property
    def missing(self) -> str:
        """What is not written yet, plainly; empty where there is something that helps."""
        if not self.plans:
            return "No plan yet"
        return "" if self.helps else f"{' and '.join(self.plans)}: nothing that helps written yet"

    @property
    def version(self) -> str:
        """The version of what is said of the child; not of the day's meetings."""
        said = [self.need, list(self.plans), list(self.helps[:MOST]), list(self.avoid[:MOST])]
        return digest_of(said)


def sheet_version(lines: Iterable[SheetLine]) -> str:
    """The version of a whole sheet as one reader sees it."""
    return digest_of([[line.pk, line.version] for line in lines])


def digest_of(said: object) -> str:
    """A SHA-256 of words, in hexadecimal."""
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def once(words: Iterable[str]) -> list[str]:
    """Each thing once, whichever plans say it; on one line, without empty ones."""
    found: dict[str, str] = {}
    for each in words:
        line = " ".join(each.split())
        if line:
            found.setdefault(line.rstrip(".").casefold(), line)
    return list(found.values())


def shortened(words: str) -> str:
    """At most 150 letters, cut where a word ends; the plan has the whole."""
    if len(words) <= LONGEST:
        return words
    cut = words[:LONGEST]
    return f"{cut.rpartition(' ')[0] or cut}…"
