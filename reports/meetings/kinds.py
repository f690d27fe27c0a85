"""The kinds of meeting a page offers: the school's own, from its ladder, then the usual ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pupils.meetings.kinds import STANDARD_KINDS
from stages.models import LadderVersion
from stages.vocabulary import Evidence, Party

# Who can have been at a meeting, as a page offers it.
PARTIES = (
    Party.PARENT,
    Party.PUPIL,
    Party.CLASS_TEACHER,
    Party.SENCO,
    Party.YEAR_LEADER,
    Party.SENIOR_LEADERS,
    Party.TA,
    Party.KEY_STAFF,
    Party.SCHOOL_SPECIALIST,
    Party.AGENCY,
    Party.PROFESSIONAL,
    Party.LA,
)
OF_A_CLASS = (
    Party.CLASS_TEACHER,
    Party.SENCO,
    Party.YEAR_LEADER,
    Party.SENIOR_LEADERS,
    Party.TA,
    Party.SCHOOL_SPECIALIST,
    Party.AGENCY,
)
PROGRESS = "progress"


@dataclass(frozen=True)
class MeetingKinds:
    """The kinds by key, in the order they are offered: the school's own, and others."""

    own: Mapping[str, str]
    others: Mapping[str, str]

    @property
    def names(self) -> dict[str, str]:
        """Every kind's name, by key."""
        return {**self.own, **self.others}

    def choices(self, *, also: Mapping[str, str] | None = None) -> list[tuple[str, object]]:
        """As choices of a field; `also` are kinds a record has that are offered no more."""
        more = {key: name for key, name in (also or {}).items() if key not in self.names}
        groups = [
            ("Your school's", [*self.own.items(), *more.items()]),
            ("Other meetings", list(self.others.items())),
        ]
        return [("", "Choose"), *((title, kinds) for title, kinds in groups if kinds)]

    @property
    def for_class(self) -> str:
        """What a meeting about a class most likely is: pupil progress, in the school's words."""
        keys = [key for key in self.names if PROGRESS in key]
        return keys[0] if keys else ""


def meeting_kinds() -> MeetingKinds:
    """The kinds of the school's ladder in use and the standard ones. One query."""
    version = LadderVersion.objects.in_use().first()
    every = version.kinds if version else []
    rows = [row for row in every if row["evidence"] == Evidence.MEETING]
    own = {row["key"]: row.get("short") or row["name"] for row in rows}
    known = {_plain(row["name"]) for row in rows} | {_plain(name) for name in own.values()}
    others = {
        key: name
        for key, name in STANDARD_KINDS.items()
        if key not in own and _plain(name) not in known
    }
    return MeetingKinds(own, others)


def party_words(keys: Iterable[str]) -> str:
    """Who was there, in words: `Parents, class teacher and SENCO`."""
    words = [Party(key).label for key in keys if key in set(Party)]
    told = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
    return f"{told[:1].upper()}{told[1:]}"


def _plain(name: str) -> str:
    return name.casefold().replace("-", " ").strip()
