"""What the register can be asked for, all of it in the address."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from common.years import YearGroup
from pupils.models import NeedType, Pupil
from reports.due.columns import DUES, asked_for, children_asked

LISTS = {
    "": "On the ladder",
    "register": "SEN register (K and E)",
    "all": "Whole school",
    "left": "Left the school",
}
STATUSES = {"K": "SEN support (K)", "E": "EHC plan (E)", "N": "No SEN (N)"}

YEARS = {str(year.value): str(year.label) for year in YearGroup if 0 <= year.value <= 13}

# Asked for one of these, the register looks among all children on roll.
WHOLE_SCHOOL = ("show", "q", "due", "asked")
# What a stage asks of a child is told to those who may see its Stage page.
OF_THE_STAGE = ("due", "asked")

# What is missing, as a home page counts it and the register lists it: words, condition.
# A stage taken over at go-live was no move, unless it brought the child onto the register.
A_MOVE = Q(taken_over__isnull=True) | Q(sen_source="stage_move")
SEN = Q(sen_code__in=["K", "E"])
GAPS: dict[str, tuple[str, Q]] = {
    "stage": ("SEN support or a plan, at no stage", SEN & Q(stage_key__isnull=True)),
    "need": ("SEN support or a plan, no need recorded", SEN & Q(need_code__isnull=True)),
    "untold": ("Parent not yet told of the last move", Q(told_how="not_yet") & A_MOVE),
    "class": ("In no class", Q(class_pk__isnull=True)),
    "upn": ("No UPN", Q(upn="")),
}


# Choices are given as functions: lists would be copied whole at each request, and copied again.
def _years() -> list[tuple[int, str]]:
    return YearGroup.choices


def _gaps() -> list[tuple[str, str]]:
    return [(key, words) for key, (words, _) in GAPS.items()]


class RegisterFilter(django_filters.FilterSet):
    """The filters of the register. A value that is not known narrows nothing."""

    q = django_filters.CharFilter(method="search")
    show = django_filters.ChoiceFilter(choices=LISTS.items, method="whom", empty_label=None)
    stage = django_filters.CharFilter(field_name="stage_key")
    year = django_filters.ChoiceFilter(choices=_years, field_name="year_group")
    group = django_filters.NumberFilter(field_name="class_pk")
    need = django_filters.CharFilter(field_name="need_code")
    status = django_filters.ChoiceFilter(choices=STATUSES.items, field_name="sen_code")
    worker = django_filters.CharFilter(method="key_worker_is")
    gap = django_filters.ChoiceFilter(choices=_gaps, method="lacking")
    due = django_filters.ChoiceFilter(choices=DUES.items, method="to_be_done")
    asked = django_filters.CharFilter(method="of_whom_is_asked")

    class Meta:
        model = Pupil
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows asked for; without a search or a list, those on the ladder or the register."""
        rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        ticked = ticked_in(self.data)
        if ticked:
            rows = rows.filter(pk__in=ticked)
        if asked.get("show") == "left":
            return rows.filter(left_on__isnull=False)
        rows = rows.filter(left_on__isnull=True)
        whole_school = any(asked.get(name) for name in WHOLE_SCHOOL)
        whole_school |= asked.get("gap") in {"class", "upn"}
        return rows if whole_school or ticked else on_the_ladder(rows)

    def search(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        """Those whose names or UPN hold every word."""
        return rows.matching(words)  # type: ignore[attr-defined]  # a PupilQuerySet

    def whom(self, rows: QuerySet[Any], name: str, which: str) -> QuerySet[Any]:
        """Those with K or E for the SEN register; the other lists are cut elsewhere."""
        return rows.filter(sen_code__in=["K", "E"]) if which == "register" else rows

    def lacking(self, rows: QuerySet[Any], name: str, gap: str) -> QuerySet[Any]:
        """Those for whom something is missing."""
        return rows.filter(GAPS[gap][1])

    def to_be_done(self, rows: QuerySet[Any], name: str, which: str) -> QuerySet[Any]:
        """Those for whom something is due, overdue or missing, or whose time runs out."""
        return rows.filter(asked_for(which, today()))

    def of_whom_is_asked(self, rows: QuerySet[Any], name: str, kind: str) -> QuerySet[Any]:
        """Those of whom one thing is asked: overdue or due soon, where that is chosen too."""
        return rows.filter(pk__in=children_asked(kind, self.data.get("due", ""), today())[0])

    def key_worker_is(self, rows: QuerySet[Any], name: str, worker: str) -> QuerySet[Any]:
        """Those with a key worker of this name; `none` for those without."""
        return (
            rows.filter(key_worker__isnull=True)
            if worker == "none"
            else rows.filter(key_worker=worker)
        )


def permitted(asked: QueryDict, membership: Membership) -> QueryDict:
    """What is asked, without what would tell somebody what they may not see."""
    if membership.can(Permission.VIEW_STAGE) or not any(name in asked for name in OF_THE_STAGE):
        return asked
    left = asked.copy()
    for name in OF_THE_STAGE:
        left.pop(name, None)
    return left


def ticked_in(asked: QueryDict) -> list[int]:
    """The children ticked one by one; what is no number is nobody."""
    return [
        int(pk) for pk in asked.getlist("pupil") if pk.isascii() and pk.isdigit() and len(pk) < 19
    ]


def on_the_ladder(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those at a stage, or with K or E."""
    return rows.filter(Q(stage_key__isnull=False) | Q(sen_code__in=["K", "E"]))


@dataclass(frozen=True)
class Address:
    """The address of the register with what is asked of it; makes the addresses beside it.

    A page has a hundred of them, so what they share is put together once (`_rest`), and a page's
    own (`is_here`) are told without the path.
    """

    path: str
    asked: QueryDict
    is_here: bool = False
    _rests: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False, compare=False)

    def having(self, **changes: str) -> str:
        """This address with some answers changed; an empty one is taken out, and the page too."""
        parts = [self._rest(tuple(changes))]
        parts += [f"{name}={quote_plus(value)}" for name, value in changes.items() if value]
        query = "&".join(filter(None, parts))
        if not query:
            return self.path
        return f"?{query}" if self.is_here else f"{self.path}?{query}"

    def _rest(self, without: tuple[str, ...]) -> str:
        """What is asked besides these and the page."""
        if without not in self._rests:
            self._rests[without] = urlencode(self.kept(*without))
        return self._rests[without]

    def having_page(self, number: int) -> str:
        """This address at another page."""
        return self.having(page=str(number))

    def chosen(self, name: str) -> str:
        """What is asked of one filter."""
        return self.asked.get(name, "")

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """What is asked, for the hidden fields of a form that goes on from here."""
        left_out = {"page", *without}
        lists = self.asked.lists()
        return [(name, text) for name, texts in lists if name not in left_out for text in texts]


@lru_cache(maxsize=1)
def need_names() -> dict[str, str]:
    """The types of need by code: a table that only a release of ours changes."""
    return dict(NeedType.objects.order_by("short_name").values_list("code", "short_name"))
