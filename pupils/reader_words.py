"""Why somebody sees a child, and what their role lets them see, in words a parent could read."""

from collections.abc import Callable
from datetime import date, timedelta

from accounts.models import ClassAssignment
from accounts.permissions import Permission
from common.dates import long_date
from common.years import YearGroup
from pupils.models import StaffLink
from pupils.models.sight import IN_CLASS, IN_YEAR, PREVIEW, TAIL, Row, Span

Kind = ClassAssignment.Kind
P = Permission
ONE_DAY = timedelta(days=1)

AS_WHAT = {
    Kind.TEACHER: "Class teacher of",
    Kind.COVER: "Covers",
    Kind.TA: "Teaching assistant in",
    Kind.YEAR_LEADER: "Year leader for",
}
DOES = {
    Kind.TEACHER: ("teaches", "taught"),
    Kind.COVER: ("covers", "covered"),
    Kind.TA: ("assists in", "assisted in"),
    Kind.YEAR_LEADER: ("leads", "led"),
}
# What a permission opens of a child's record. Those that are about no child are in NO_CHILD.
SHOWS = {
    P.VIEW_REGISTER: "the register",
    P.VIEW_PUPIL: "needs and support",
    P.VIEW_STAGE: "the stage and its record",
    P.VIEW_CONTACTS: "details and contacts",
    P.VIEW_LETTERS: "letters to parents",
    P.VIEW_MEETINGS: "meetings",
    P.VIEW_PLANS: "plans and how targets go",
    P.VIEW_CLASS_SHEET: "the sheets of the class",
    P.VIEW_AUDIT: "where a safeguarding file is, every change, and who opened what",
}
CHANGES = {
    P.EDIT_PUPIL: "details and contacts",
    P.EDIT_NEEDS: "needs",
    P.PLACE_BELOW_REGISTER: "the stage below the register",
    P.PLACE_ANYWHERE: "any stage",
    P.RECORD_MEETINGS: "meetings",
    P.MANAGE_ACCESS: "who is linked and who is kept away",
}


def span_words(span: Span, day: date) -> str:
    """`since 1 September 2026`, `from 4 January 2027`, with its last day where it has one."""
    begins = f"{'since' if span.begins <= day else 'from'} {long_date(span.begins)}"
    return begins if span.ends == date.max else f"{begins}, until {last_day(span.ends)}"


def last_day(ends: date) -> str:
    """The last day of something that no longer holds on `ends`: `Friday 27 November 2026`."""
    last = ends - ONE_DAY
    return f"{last:%A} {long_date(last)}"


def link_words(kind: str, span: Span) -> str:
    """`Key worker since 1 September 2026`."""
    until = "" if span.ends == date.max else f" until {last_day(span.ends)}"
    return f"{StaffLink.Kind(kind).label} since {long_date(span.begins)}{until}"


def class_words(rule: str, tie: Row, span: Span) -> str:
    """Why an assignment lets its person see the child, for one of the rules of classes."""
    return WORDS[rule](tie, span)


def _in_class(tie: Row, span: Span) -> str:
    words = f"{AS_WHAT[Kind(tie['kind'])]} {tie['class_name']}"
    if tie["kind"] == Kind.COVER and span.ends != date.max:
        return f"{words} until {last_day(span.ends)}"
    words = f"{words} since {long_date(span.begins)}"
    of_the_year = tie["year_ends"] is not None and span.ends > tie["year_ends"]
    return words if of_the_year else f"{words} until {last_day(span.ends)}"


def _in_year(tie: Row, span: Span) -> str:
    words = f"Leads {YearGroup(tie['year_group']).label} since {long_date(span.begins)}"
    moves_on = span.ends in {date.max, tie["in_year"].ends}
    return words if moves_on else f"{words} until {last_day(span.ends)}"


def _preview(tie: Row, span: Span) -> str:
    does = DOES[Kind(tie["kind"])][0]
    begins = f"{does} {tie['class_name']} from {long_date(tie['starts_on'])}"
    return f"May read from {long_date(span.begins)}: {begins}"


def _tail(tie: Row, span: Span) -> str:
    did = f"{DOES[Kind(tie['kind'])][1]} {tie['class_name']} until"
    return f"May read until {last_day(span.ends)}: {did} {last_day(tie['ends_on'])}"


WORDS: dict[str, Callable[[Row, Span], str]] = {
    IN_CLASS.key: _in_class,
    IN_YEAR.key: _in_year,
    PREVIEW.key: _preview,
    TAIL.key: _tail,
}


def coming_words(words: str, on: date) -> str:
    """The same reason told of a day to come."""
    return words.replace(f" since {long_date(on)}", f" from {long_date(on)}")


def lets_them(permissions: frozenset[Permission], *, may_change: bool) -> str:
    """What a person's roles let them see of a child and change, in one sentence."""
    sees = _listed([words for permission, words in SHOWS.items() if permission in permissions])
    told = [words for permission, words in CHANGES.items() if permission in permissions]
    if P.PLACE_ANYWHERE in permissions:
        told.remove(CHANGES[P.PLACE_BELOW_REGISTER])
    if not sees:
        return "Their role opens no page about a child."
    if not may_change:
        return f"Sees {sees}. May read only."
    return f"Sees {sees}. May change {_listed(told)}." if told else f"Sees {sees}."


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
