"""Who can see a child and why, who is kept away, and who will see the child from a coming day.

Asks the rules of `pupils/models/sight.py`, as `PupilQuerySet.visible_to` does: three queries,
whatever the number of staff.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, FilteredRelation, Q

from accounts.models import ClassAssignment, Membership
from accounts.permissions import PERMISSIONS, Permission
from accounts.roles import WHOLE_SCHOOL, Role
from accounts.staff import roles_in_words
from pupils.models import AccessBlock, Pupil
from pupils.models.sight import CLASS_RULES, HOLDS, LINKED, NEVER, Row, Span
from pupils.reader_words import class_words, coming_words, lets_them, link_words, span_words

MEMBER = ("pk", "user_id", "user__name", "roles", "starts_on", "ends_on")
LINK = ("link__pk", "link__kind", "link__starts_on", "link__ends_on")


ONE_YEAR = timedelta(days=365)
FURTHEST = 30  # academic years: more than there are year groups


@dataclass(frozen=True)
class Reason:
    """One way in which a person sees a child: when, in words, and whether it is to read only."""

    span: Span
    words: str
    reads_only: bool


@dataclass(frozen=True)
class Reader:
    """A member of staff who sees the child, or will."""

    user_id: int
    name: str
    roles: str
    reasons: list[str]
    lets: str
    begins: date | None = None


@dataclass(frozen=True)
class Kept:
    """A member of staff who is kept from the child."""

    pk: int
    name: str
    when: str
    why: str


@dataclass(frozen=True)
class Readers:
    """Who sees a child on a day, who is kept away, and who will see the child from later."""

    now: list[Reader]
    kept: list[Kept]
    coming: list[Reader]


@dataclass
class _Member:
    """A membership with everything that ties it to the child."""

    pk: int
    user_id: int
    name: str
    roles: frozenset[Role]
    here: Span
    reasons: list[Reason] = field(default_factory=list)
    kept: list[Span] = field(default_factory=list)

    def add(self, span: Span, words: str, *, reads_only: bool = False) -> None:
        meets = span.meet(self.here)
        if meets:
            self.reasons.append(Reason(meets, words, reads_only))

    def seen_on(self, day: date) -> list[Reason]:
        """The reasons for which this person sees the child on a day."""
        if not self.here.holds(day) or any(span.holds(day) for span in self.kept):
            return []
        return [reason for reason in self.reasons if reason.span.holds(day)]

    def next_day(self, day: date) -> date | None:
        """The first day of the coming year from which this person will see the child.

        Later ones are left out: whoever leads Year 6 will lead today's Year 3 one day.
        """
        starts = [reason.span.begins for reason in self.reasons]
        starts += [span.ends for span in self.kept]
        ahead = [start for start in starts if day < start <= day + ONE_YEAR]
        return min((start for start in ahead if self.seen_on(start)), default=None)


def who_can_see(pupil: Pupil, day: date) -> set[int]:
    """The memberships that see a child on a day."""
    return {member.pk for member in _members(pupil, day) if member.seen_on(day)}


def readers_of(pupil: Pupil, day: date, *, tell_kept: bool) -> Readers:
    """Who sees a child on a day and why, in three queries; blocks are told only on `tell_kept`."""
    blocks = _blocks(pupil)
    members = _members(pupil, day, blocks)
    now = [(member, member.seen_on(day)) for member in members]
    later = [(member, member.next_day(day)) for member, seen in now if not seen]
    coming = [_reader(member, member.seen_on(on), on) for member, on in later if on is not None]
    return Readers(
        now=[_reader(member, seen) for member, seen in now if seen],
        kept=_kept(blocks, members, day) if tell_kept else [],
        coming=sorted(coming, key=lambda reader: (reader.begins, reader.name)),
    )


def _reader(member: _Member, reasons: list[Reason], on: date | None = None) -> Reader:
    permissions = frozenset[Permission]().union(*(PERMISSIONS[role] for role in member.roles))
    may_change = not all(reason.reads_only for reason in reasons)
    return Reader(
        user_id=member.user_id,
        name=member.name,
        roles=roles_in_words(member.roles),
        reasons=[reason.words for reason in reasons]
        if on is None
        else [coming_words(reason.words, on) for reason in reasons],
        lets=lets_them(permissions, may_change=may_change),
        begins=on,
    )


def _kept(blocks: Iterable[AccessBlock], members: list[_Member], day: date) -> list[Kept]:
    """Blocks of today, and those to come, of people who work here."""
    here = {member.user_id for member in members}
    return [
        Kept(block.pk, block.user.name, span_words(_span(block), day), block.why)
        for block in blocks
        if block.user_id in here and _span(block).ends > day and _span(block)
    ]


def _blocks(pupil: Pupil) -> list[AccessBlock]:
    rows = AccessBlock.objects.filter(pupil=pupil).select_related("user")
    return list(rows.order_by("user__name", "starts_on"))


def _span(row: Any) -> Span:
    return HOLDS.of({"starts_on": row.starts_on, "ends_on": row.ends_on})


def _members(pupil: Pupil, day: date, blocks: Iterable[AccessBlock] | None = None) -> list[_Member]:
    """Everyone who works here on a day or later, by name, with their reasons and their blocks."""
    members = _with_links(pupil, day)
    if not pupil.has_left:
        _add_classes(pupil, members)
    kept: dict[int, list[Span]] = defaultdict(list)
    for block in _blocks(pupil) if blocks is None else blocks:
        kept[block.user_id].append(_span(block))
    for member in members.values():
        member.kept = kept[member.user_id]
        if WHOLE_SCHOOL & member.roles:
            member.reasons = []
            member.add(member.here, f"{_whole(member.roles)}: sees the whole school")
    return list(members.values())


def _whole(roles: frozenset[Role]) -> str:
    return roles_in_words(WHOLE_SCHOOL & roles)


def _with_links(pupil: Pupil, day: date) -> dict[int, _Member]:
    """The memberships, each with the child's links to it. One query."""
    rows = (
        Membership.objects.filter(school_id=pupil.school_id, user__is_active=True)
        .exclude(ends_on__lte=day)
        .annotate(link=FilteredRelation("staff_links", condition=Q(staff_links__pupil=pupil)))
        .order_by("user__name", "pk", "link__starts_on")
        .values(*MEMBER, *LINK)
    )
    found: dict[int, _Member] = {}
    for row in rows:
        if not row["roles"]:
            continue
        member = found.setdefault(row["pk"], _member(row))
        if row["link__pk"] is not None and not pupil.has_left:
            span = LINKED.span(
                {"starts_on": row["link__starts_on"], "ends_on": row["link__ends_on"]}
            )
            member.add(span, link_words(row["link__kind"], span))
    return found


def _member(row: Row) -> _Member:
    return _Member(row["pk"], row["user_id"], row["user__name"], row["roles"], HOLDS.of(row))


def _add_classes(pupil: Pupil, members: dict[int, _Member]) -> None:
    """The reasons that come with classes and years. One query."""
    for tie in _ties(pupil):
        member = members.get(tie["membership_id"])
        for rule in CLASS_RULES if member else ():
            span = rule.span(tie)
            if span and member:
                words = class_words(rule.key, tie, span)
                member.add(span, words, reads_only=rule.reads_only)


def _ties(pupil: Pupil) -> Iterable[Row]:
    """Assignments to the child's year, and to each class the child is in, was in or will be in."""
    placed = FilteredRelation(
        "class_group__placements", condition=Q(class_group__placements__pupil=pupil)
    )
    rows = ClassAssignment.objects.annotate(
        placed=placed,
        placed_from=F("placed__starts_on"),
        placed_until=F("placed__ends_on"),
        class_name=F("class_group__name"),
        year_ends=F("class_group__academic_year__ends_on"),
    )
    ours = rows.filter(Q(placed_from__isnull=False) | Q(year_group__isnull=False))
    found = ours.order_by("starts_on", "pk").values(
        "membership_id",
        "kind",
        "year_group",
        "starts_on",
        "ends_on",
        "may_see_from",
        "may_see_until",
        "placed_from",
        "placed_until",
        "class_name",
        "year_ends",
    )
    return [row | {"in_year": _in_year(pupil, row["year_group"])} for row in found]


def _in_year(pupil: Pupil, year_group: int | None) -> Span:
    """When the child is in a year group: `year_group_on` as one span of days.

    A child never goes back, so the academic years in one year group follow each other.
    """
    if year_group is None:
        return NEVER
    begins = range(pupil.year_begins, pupil.year_begins + FURTHEST)
    held = [year for year in begins if pupil.year_on(date(year, 9, 1)) == year_group]
    if not held:
        return NEVER
    for_good = held[-1] == begins[-1]
    ends = date.max if for_good else date(held[-1] + 1, 9, 1)
    gone = pupil.leaves_on + timedelta(days=1) if pupil.leaves_on else date.max
    return Span(date(held[0], 9, 1), min(ends, gone))
