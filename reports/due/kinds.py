"""What is overdue and due in a school, counted by kind, for those who answer for all of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.asks import Answer, Group
from accounts.models import Membership
from accounts.roles import Role
from reports.due.columns import is_asked
from stages.due import ChildItems, kind_of

ANSWER_FOR_ALL = frozenset({Role.SENCO, Role.HEAD})
KINDS_SHOWN = 8


@dataclass
class KindLine:
    """One kind of item: of how many children it is overdue, and to be done within 14 days."""

    words: str
    url: str
    late: set[int] = field(default_factory=set)
    soon: set[int] = field(default_factory=set)


def by_kind(
    membership: Membership, children: Iterable[ChildItems], day: date, register_url: str
) -> list[KindLine]:
    """The kinds with anything overdue or due soon, the most overdue first."""
    if not ANSWER_FOR_ALL & membership.roles:
        return []
    found: dict[str, KindLine] = {}
    for child in children:
        for item in child.items:
            if not is_asked(item, "14", day):
                continue
            kind = kind_of(item)
            line = found.setdefault(kind, KindLine(item.what, f"{register_url}?asked={kind}"))
            line.soon.add(child.pupil)
            if is_asked(item, "overdue", day):
                line.late.add(child.pupil)
    order = sorted(found.values(), key=lambda line: (-len(line.late), -len(line.soon), line.words))
    return order[:KINDS_SHOWN]


def due_answers(
    membership: Membership, children: Iterable[ChildItems], day: date, register_url: str
) -> list[Answer]:
    """Of how many children something is overdue; where it is all told."""
    if not ANSWER_FOR_ALL & membership.roles:
        return []
    late = sum(any(is_asked(item, "overdue", day) for item in child.items) for child in children)
    words = "child has something overdue" if late == 1 else "children have something overdue"
    url = f"{register_url}?due=overdue&sort=overdue"
    return [Answer(late, words, url, "late", Group.DO)] if late else []
