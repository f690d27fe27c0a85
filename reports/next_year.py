"""What the pages of next year say: the checklist, its classes, and what home tells of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from accounts.asks import Ask, Group, saying
from accounts.models import ClassAssignment, Membership
from accounts.permissions import Permission
from common.dates import long_date
from common.years import YearGroup
from pupils.models import ClassPlacement, Pupil
from pupils.next_year.picture import NEVER_HELD, Child, Picture
from pupils.next_year.years import YearPair, builds_from, dates_clash, has_terms, pair_on

HANDOVER = (7, 1)  # the first of July: when schools hand over
SHOWN = 60


@dataclass(frozen=True)
class Check:
    """One line of the checklist: what, how it stands, and where it is put right."""

    what: str
    kind: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class NextClassLine:
    """A class of next year as the overview lists it."""

    pk: int
    name: str
    year: str
    pupils: int
    teachers: str
    reads_from: str


def handover_of(pair: YearPair) -> date:
    """The day new teachers may usually read from."""
    return date(pair.begins, *HANDOVER)


def checklist(picture: Picture, slug: str) -> list[Check]:
    """How next year stands, line by line. One query, for its terms."""
    return [_terms(picture.pair, slug), *(_progress(picture, slug) if picture.is_begun else ())]


def _terms(pair: YearPair, slug: str) -> Check:
    clash = dates_clash(pair)
    if pair.next is None:
        url = reverse("reports:year_add", kwargs={"school": slug})
        return Check("Dates", "due", f"{pair.name} has no dates yet", url)
    url = reverse("reports:year_edit", kwargs={"school": slug, "pk": pair.next.pk})
    if clash:
        return Check("Dates", "late", clash, url)
    done = has_terms(pair)
    return Check("Dates", "done" if done else "due", "Six half-terms" if done else "No terms", url)


def _progress(picture: Picture, slug: str) -> list[Check]:
    groups = list(picture.groups.values())
    moved = sum(all(child.is_settled for child in group) for group in groups)
    without, untaught = len(picture.without_class), len(picture.without_teacher)
    children = reverse("reports:next_year_children", kwargs={"school": slug})
    edit = reverse("reports:next_year_edit", kwargs={"school": slug})
    return [
        _check("Classes moved up", moved == len(groups), f"{moved} of {len(groups)}", edit),
        _check(
            "Children without a class",
            not without,
            f"{without} without a class" if without else "None",
            f"{children}?show=none",
        ),
        _check(
            "Classes without a teacher",
            not untaught,
            f"{untaught} without a teacher" if untaught else "None",
            edit,
        ),
        Check("Leaving", "info", _many(len(picture.leaving)), f"{children}?show=leaves"),
    ]


def _check(what: str, done: bool, words: str, url: str) -> Check:
    return Check(what, "done" if done else "due", words, url)


def _many(count: int) -> str:
    return f"{count} child" if count == 1 else f"{count} children"


def class_lines(picture: Picture) -> list[NextClassLine]:
    """Next year's classes with who teaches them and how many children they have."""
    return [
        NextClassLine(
            pk=row.pk,
            name=row.name,
            year="Mixed" if row.year_group is None else str(row.get_year_group_display()),
            pupils=picture.counts[row.pk],
            teachers=", ".join(
                one.membership.user.name for one in picture.teachers.get(row.pk, ())
            ),
            reads_from=_reads_from(picture.teachers.get(row.pk, ())),
        )
        for row in picture.next_classes
    ]


def _reads_from(rows: "list[ClassAssignment] | tuple[()]") -> str:
    days = [row.may_see_from for row in rows if row.may_see_from]
    return long_date(min(days)) if days else ""


def children_shown(picture: Picture, show: str, membership: Membership) -> tuple[str, list[Child]]:
    """The part of the children asked for and its title: leaving, without a class, or one class.

    Only those whom the reader may see; one query.
    """
    named = {str(row.pk): row.name for row in picture.next_classes}
    if show in named:
        title = named[show]
        found = [child for child in picture.children if str(child.next_pk) == show]
    elif show == "leaves":
        title, found = "Leaving", picture.leaving
    else:
        title, found = "Without a class", picture.without_class
    return title, seen_by(membership, found)


def seen_by(membership: Membership, children: list[Child]) -> list[Child]:
    """Those whom a person may see: an access block holds here too. One query."""
    rows = Pupil.objects.visible_to(membership).filter(pk__in=[child.pk for child in children])
    seen = set(rows.values_list("pk", flat=True))
    return [child for child in children if child.pk in seen][:SHOWN]


@dataclass(frozen=True)
class ComingClass:
    """A class that will be somebody's, and the children they may read about already."""

    name: str
    starts: str
    year: str
    children: list[tuple[int, str]]


def coming_of(membership: Membership, day: date) -> Any:
    """What gives a person a class from a coming day, within its preview."""
    return ClassAssignment.objects.filter(
        membership=membership, may_see_from__lte=day, starts_on__gt=day, class_group__isnull=False
    ).exclude(NEVER_HELD)


def coming_classes(membership: Membership, day: date) -> list[ComingClass]:
    """The classes a person has from a coming day and may preview; three queries at most."""
    rows = coming_of(membership, day)
    found = list(rows.select_related("class_group").order_by("class_group__name"))
    if not found:
        return []
    seen = Pupil.objects.visible_to(membership, day=day)
    placements = ClassPlacement.objects.filter(
        class_group__in=[row.class_group_id for row in found], starts_on__gt=day, pupil__in=seen
    ).exclude(NEVER_HELD)
    children: dict[int, list[Pupil]] = {}
    for placement in placements.select_related("pupil"):
        children.setdefault(placement.class_group_id, []).append(placement.pupil)
    return [_coming(row, children.get(row.class_group_id, [])) for row in found]


def _coming(row: ClassAssignment, pupils: list[Pupil]) -> ComingClass:
    group = row.class_group
    assert group is not None  # asked for above
    ordered = sorted(pupils, key=lambda one: (one.shown_surname, one.shown_forename, one.pk))
    return ComingClass(
        name=group.name,
        starts=long_date(row.starts_on),
        year="" if group.year_group is None else str(YearGroup(group.year_group).label),
        children=[(pupil.pk, pupil.name) for pupil in ordered],
    )


def leavers_to_confirm(membership: Membership, day: date) -> "list[Pupil]":
    """Children on roll who were expected to have left by now. One query."""
    rows = Pupil.objects.visible_to(membership, day=day).on_roll().filter(leaves_on__lt=day)
    return list(rows.order_by("surname", "forename", "pk"))


def year_asks(reader: Membership, day: date) -> list[Ask]:
    """What home tells the office and the SENCO of the turn of the year, in its season."""
    assert reader.school is not None  # home is a school's page
    where, asks = {"school": reader.school.slug}, []
    if reader.can(Permission.EDIT_PUPIL):
        rows = Pupil.objects.visible_to(reader, day=day).on_roll().filter(leaves_on__lt=day)
        url = reverse("reports:leaver_list", kwargs=where)
        words = "child expected to have left: confirm", "children expected to have left: confirm"
        asks.append(Ask(rows, saying(*words, url, Group.DECIDE)))
    if reader.can(Permission.EDIT_SCHOOL) and 4 <= day.month <= 8:
        asks += _next_year_asks(day, reverse("reports:next_year", kwargs=where))
    return asks


def _next_year_asks(day: date, url: str) -> list[Ask]:
    pair = pair_on(day)
    if pair is None or day < builds_from(pair) - timedelta(days=1):
        return []
    in_class = ClassPlacement.objects.filter(class_group__academic_year=pair.next)
    rows = Pupil.objects.on_roll().filter(leaves_on__isnull=True)
    rows = rows.exclude(pk__in=in_class.exclude(NEVER_HELD).values("pupil_id"))
    end = f"without a class in {pair.name}"
    return [Ask(rows, saying(f"child {end}", f"children {end}", url, Group.MEND))]
