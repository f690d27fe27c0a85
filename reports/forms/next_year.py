"""Forms about the year being built: its classes on one screen, children, a pasted list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayField
from accounts.models import Membership
from common.tabular import Limits
from common.years import BESIDE_THE_RUN, YearGroup, year_group_after
from pupils.next_year.arranging import Wish
from pupils.next_year.building import ClassLine
from pupils.next_year.moves import Group
from pupils.next_year.pasted import MOST_LINES
from pupils.next_year.picture import Child, Picture
from reports.forms.was import WasForm

NEW = ("new1", "new2", "new3")
A_NEW_CLASS = "A new class"
COLUMNS = (("name", "Class"), ("year", "Year group"), ("teacher", "Teacher"))
AS_THEY_ARE, LEAVES, NOT_YET = "", "leaves", "none"
Choices = list[tuple[str, str]]


def places(picture: Picture) -> Choices:
    """Where a child can go next year, as choices."""
    classes = [(str(row.pk), row.name) for row in picture.next_classes]
    return [*classes, (LEAVES, "Leaves the school"), (NOT_YET, "No class yet")]


def place_of(child: Child) -> str:
    """Where a child goes, as one of these choices."""
    return LEAVES if child.leaves else str(child.next_pk) if child.next_pk else NOT_YET


def wish_for(place: str, **more: Any) -> Wish:
    """What somebody wishes who chose this place."""
    by_number = int(place) if place.isdecimal() else None
    return Wish(class_pk=by_number, leaves=place == LEAVES, **more)


class ClassesForm(WasForm):
    """Next year's classes, who teaches them from when, and where each of this year's goes."""

    preview = DayField(
        label="New teachers may read from",
        required=False,
        help_text="The handover in July. They may change nothing before the year begins.",
    )

    def __init__(
        self, data: Any, *, picture: Picture, staff: Iterable[Membership], preview: date
    ) -> None:
        super().__init__(data, initial={"preview": preview})
        self.picture = picture
        self.staff = {str(row.pk): row for row in staff}
        people = [("", "Nobody yet"), *((key, row.user.name) for key, row in self.staff.items())]
        for row in picture.next_classes:
            held = picture.teachers.get(row.pk, [])
            self._add_class(str(row.pk), row.name, row.year_group, held, people)
        for key in NEW:
            self._add_class(key, "", None, [], people)
        self.groups = {f"{g.class_pk}_{g.going_to}": g for g in picture.groups}
        for key, group in self.groups.items():
            self._add_group(key, group, picture.groups[group])

    def _add_class(
        self, key: str, name: str, year: int | None, held: Sequence[Any], people: Choices
    ) -> None:
        years = [("", "Mixed"), *((str(y.value), str(y.label)) for y in YearGroup)]
        required, of = key not in NEW, name or A_NEW_CLASS
        named = forms.CharField(label=f"{of}, name", max_length=20, required=required)
        self.watch(f"name_{key}", named, name)
        field = forms.ChoiceField(label=f"{of}, year group", choices=years, required=False)
        self.watch(f"year_{key}", field, "" if year is None else str(year))
        first = str(held[0].membership_id) if held else ""
        offered = people
        if first and first not in self.staff:
            offered = [*people, (first, held[0].membership.user.name)]
        field = forms.ChoiceField(label=f"{of}, teacher", choices=offered, required=False)
        self.watch(f"teacher_{key}", field, first)
        if required:
            tick = forms.CheckboxInput(attrs={"class": "form-check-input"})
            self.fields[f"remove_{key}"] = forms.BooleanField(
                label=f"Remove {of}", widget=tick, required=False
            )

    def _add_group(self, key: str, group: Group, children: Sequence[Child]) -> None:
        held = sorted({place_of(child) for child in children})
        one = held[0] if len(held) == 1 else AS_THEY_ARE
        choices = places(self.picture)
        if len(held) > 1:
            choices = [(AS_THEY_ARE, _split(children, dict(choices))), *choices]
        label = f"{group.class_name}, goes to"
        field = forms.ChoiceField(label=label, choices=choices, required=False)
        self.watch(f"to_{key}", field, one)

    def class_rows(self) -> list[dict[str, Any]]:
        """The fields of each class, side by side."""
        keys = [str(row.pk) for row in self.picture.next_classes]
        shared = {str(pk): len(rows) for pk, rows in self.picture.teachers.items()}
        return [
            {
                "label": self.fields[f"name_{key}"].initial or A_NEW_CLASS,
                "fields": [(column, self[f"{part}_{key}"]) for part, column in COLUMNS],
                "hidden": [self[f"was_{part}_{key}"] for part, _column in COLUMNS],
                "remove": self[f"remove_{key}"] if key not in NEW else None,
                "shared": max(0, shared.get(key, 0) - 1),
            }
            for key in (*keys, *NEW)
        ]

    def group_rows(self) -> list[dict[str, Any]]:
        """Each of this year's classes (a mixed one by year group), and where it goes."""
        return [
            {
                "name": group.class_name,
                "count": len(self.picture.groups[group]),
                "going_to": YearGroup(group.going_to).label,
                "to": self[f"to_{key}"],
                "was": self[f"was_to_{key}"],
            }
            for key, group in self.groups.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen: dict[str, str] = {}
        for key in self._kept():
            name = (cleaned.get(f"name_{key}") or "").strip()
            if name and seen.setdefault(name.casefold(), key) != key:
                self.add_error(f"name_{key}", f"Two classes are called {name}.")
            if key in NEW and not name and cleaned.get(f"teacher_{key}"):
                self.add_error(f"name_{key}", "Name the class this person teaches.")
        return cleaned

    def _kept(self) -> list[str]:
        keys = [*(str(row.pk) for row in self.picture.next_classes), *NEW]
        return [key for key in keys if not self.cleaned_data.get(f"remove_{key}")]

    def lines(self) -> list[ClassLine]:
        """The classes as the action takes them: those that are new, changed or removed."""
        given, kept = self.cleaned_data, set(self._kept())
        versions = {str(row.pk): row for row in self.picture.next_classes}
        found = []
        for key in (*versions, *NEW):
            name, year = given[f"name_{key}"].strip(), given[f"year_{key}"]
            if name:
                found.append(
                    ClassLine(
                        pk=None if key in NEW else int(key),
                        name=name,
                        year_group=int(year) if year else None,
                        version=1 if key in NEW else versions[key].version,
                        teacher=self.staff.get(given[f"teacher_{key}"]),
                        keeps_teacher=not self.changed(f"teacher_{key}"),
                        remove=key not in kept,
                    )
                )
        return found

    def moves(self) -> dict[Group, Wish]:
        """The groups for which another place was chosen."""
        return {
            group: wish_for(self.cleaned_data[f"to_{key}"])
            for key, group in self.groups.items()
            if self.changed(f"to_{key}") and self.cleaned_data[f"to_{key}"] != AS_THEY_ARE
        }


def _split(children: Sequence[Child], labels: dict[str, str]) -> str:
    """`As they are: 28 in 4A, 2 in 4B`."""
    counts: dict[str, int] = {}
    for child in children:
        label = labels.get(place_of(child), "another class")
        counts[label] = counts.get(label, 0) + 1
    return "As they are: " + ", ".join(f"{n} {label}" for label, n in counts.items())


class ChildrenForm(WasForm):
    """Where each of some children goes next year, and in which year group."""

    def __init__(self, data: Any, *, picture: Picture, children: Sequence[Child]) -> None:
        super().__init__(data)
        self.children = children
        choices = places(picture)
        for child in children:
            field = forms.ChoiceField(label=f"{child.name}, next year", choices=choices)
            self.watch(f"to_{child.pk}", field, place_of(child))
            steps = _steps(child)
            if steps:
                field = forms.ChoiceField(label=f"{child.name}, year group", choices=steps)
                now = str(child.going_to) if child.steps_aside else ""
                field.required = False
                self.watch(f"year_{child.pk}", field, now)

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each child."""
        return [
            {
                "child": child,
                "to": self[f"to_{child.pk}"],
                "year": self[f"year_{child.pk}"] if f"year_{child.pk}" in self.fields else None,
                "hidden": [
                    self[f"was_{part}_{child.pk}"]
                    for part in ("to", "year")
                    if f"was_{part}_{child.pk}" in self.fields
                ],
            }
            for child in self.children
        ]

    def wishes(self) -> dict[int, Wish]:
        """What was changed, by child."""
        found = {}
        for child in self.children:
            year = f"year_{child.pk}"
            steps = year in self.fields and self.changed(year)
            if steps or self.changed(f"to_{child.pk}"):
                given = self.cleaned_data.get(year) or ""
                found[child.pk] = wish_for(
                    self.cleaned_data[f"to_{child.pk}"],
                    year_group=int(given) if given else None,
                    keeps_year=not steps,
                )
        return found


def _steps(child: Child) -> Choices:
    """Up, the same again, or one skipped; none for a code that is no step."""
    now = child.year_now
    if now in BESIDE_THE_RUN:
        return []
    up, skipped = year_group_after(now, 1), year_group_after(now, 2)
    return [
        ("", f"Moves up to {YearGroup(up).label}"),
        (str(now), f"Stays in {YearGroup(now).label}"),
        (str(skipped), f"Skips to {YearGroup(skipped).label}"),
    ]


class PasteForm(forms.Form):
    """Lines of "UPN or name, class", typed, pasted, or read from a spreadsheet."""

    lines = forms.CharField(
        label="One child a line",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="UPN or name, then the class: A801200012345, 4B. Write “leaves” for a leaver.",
    )
    file = forms.FileField(
        label="Or a spreadsheet",
        required=False,
        help_text="CSV or Excel with a column of UPNs or names and a column headed Class.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_lines(self) -> str:
        text: str = self.cleaned_data["lines"]
        if len(text.splitlines()) > MOST_LINES:
            raise forms.ValidationError(f"At most {MOST_LINES} lines at once.")
        return text

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > Limits().size:
            raise forms.ValidationError("This file is too large for a list of children.")
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("lines", "").strip() and not cleaned.get("file"):
            self.add_error("lines", "Paste some lines, or choose a file.")
        return cleaned
