"""What the register can be asked for, all of it in the address: filters, pills, headings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from accounts.models import Membership
from common.years import YearGroup
from pupils.models import NeedType, Pupil
from reports.columns import Column
from schools.models import ClassGroup

LISTS = {
    "": "On the ladder",
    "register": "SEN register (K and E)",
    "all": "Whole school",
    "left": "Left the school",
}
STATUSES = {"K": "SEN support (K)", "E": "EHC plan (E)", "N": "No SEN (N)"}

YEARS = {str(year.value): str(year.label) for year in YearGroup if 0 <= year.value <= 13}

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
        whole_school = asked.get("show") or asked.get("q") or asked.get("gap") in {"class", "upn"}
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

    def key_worker_is(self, rows: QuerySet[Any], name: str, worker: str) -> QuerySet[Any]:
        """Those with a key worker of this name; `none` for those without."""
        return (
            rows.filter(key_worker__isnull=True)
            if worker == "none"
            else rows.filter(key_worker=worker)
        )


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

    A page has a hundred of them, so what they share is put together once (`_rest`).
    """

    path: str
    asked: QueryDict
    _rests: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False, compare=False)

    def having(self, **changes: str) -> str:
        """This address with some answers changed; an empty one is taken out, and the page too."""
        parts = [self._rest(tuple(changes))]
        parts += [f"{name}={quote_plus(value)}" for name, value in changes.items() if value]
        query = "&".join(filter(None, parts))
        return f"{self.path}?{query}" if query else self.path

    def _rest(self, without: tuple[str, ...]) -> str:
        """What is asked besides these and the page."""
        if without not in self._rests:
            self._rests[without] = urlencode(self.kept(*without))
        return self._rests[without]

    def having_page(self, number: int) -> str:
        """This address at another page."""
        asked = self.asked.copy()
        asked["page"] = str(number)
        return f"{self.path}?{asked.urlencode()}"

    def chosen(self, name: str) -> str:
        """What is asked of one filter."""
        return self.asked.get(name, "")

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """What is asked, for the hidden fields of a form that goes on from here."""
        left_out = {"page", *without}
        lists = self.asked.lists()
        return [(name, text) for name, texts in lists if name not in left_out for text in texts]


def choice_pill(
    address: Address, name: str, label: str, options: dict[str, str], *, unasked: str = "all"
) -> dict[str, Any]:
    """A pill that opens to a choice; `unasked` is what is shown without one."""
    chosen = address.chosen(name)
    links = [(unasked.capitalize(), address.having(**{name: ""}), not chosen)]
    links += [(text, address.having(**{name: key}), key == chosen) for key, text in options.items()]
    return {
        "label": label,
        "value": options.get(chosen, chosen or unasked),
        "chosen": bool(chosen),
        "options": links,
        "key": name,
    }


def list_pill(address: Address) -> dict[str, Any]:
    """Which children are listed at all."""
    chosen = address.chosen("show")
    return {
        "label": "Show",
        "value": LISTS.get(chosen, LISTS[""]),
        "chosen": bool(chosen),
        "options": [(text, address.having(show=key), key == chosen) for key, text in LISTS.items()],
        "key": "show",
    }


def pills(address: Address, membership: Membership, day: date) -> list[dict[str, Any]]:
    """The pills of the register: one query, for this year's classes."""
    classes = ClassGroup.objects.filter(
        academic_year__starts_on__lte=day, academic_year__ends_on__gte=day
    ).order_by("year_group", "name")
    groups = {str(pk): name for pk, name in classes.values_list("pk", "name")}
    needs = need_names()
    found = [
        list_pill(address),
        choice_pill(address, "year", "Year", YEARS),
        choice_pill(address, "group", "Class", groups),
        choice_pill(address, "need", "Need", needs),
        choice_pill(address, "status", "Status", STATUSES),
        choice_pill(address, "gap", "Missing", {key: words for key, (words, _) in GAPS.items()}),
    ]
    return found if membership.sees_whole_school else [found[0], *found[3:]]


@lru_cache(maxsize=1)
def need_names() -> dict[str, str]:
    """The types of need by code: a table that only a release of ours changes."""
    return dict(NeedType.objects.order_by("short_name").values_list("code", "short_name"))


def headings(address: Address, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The headings of the table, each with the address that sorts by it."""
    sort = address.chosen("sort") or "child"
    shown = [("child", "Child", False), *((c.key, c.label, c.number) for c in columns)]
    return [
        {
            "label": label,
            "number": number,
            "url": address.having(sort=f"-{key}" if sort == key else key),
            "sort": {key: "ascending", f"-{key}": "descending"}.get(sort, ""),
        }
        for key, label, number in shown
    ]
