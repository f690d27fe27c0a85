"""Forms about whose class is whose, and for how long."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.fields import DayField, StaffChoice, VersionField
from accounts.models import ClassAssignment, Membership
from accounts.staff import last_day, may_have_class, working_on
from common.dates import today
from common.years import YearGroup
from schools.models import ClassGroup

LEADS_A_YEAR = ClassAssignment.Kind.YEAR_LEADER


Classes = dict[str, ClassGroup]
Years = dict[str, YearGroup]


def places_to_choose(rows: Iterable[ClassGroup]) -> tuple[Classes, Years, list[Any]]:
    """Classes and year groups by the key a choice sends, and both as grouped choices."""
    classes = {f"class-{row.pk}": row for row in rows}
    years = {f"year-{year.value}": year for year in YearGroup}
    named = [(key, f"{row.name}, {row.academic_year.name}") for key, row in classes.items()]
    offered = [
        ("Classes", named),
        ("Year groups", [(key, str(year.label)) for key, year in years.items()]),
    ]
    return classes, years, offered


class DaysForm(forms.Form):
    """From when until when a class is somebody's."""

    starts_on = DayField(label="First day")
    last_day = DayField(
        label="Last day",
        required=False,
        help_text="Without one: until the academic year is over.",
    )
    may_see_from = DayField(
        label="Preview from",
        required=False,
        help_text="For next year's class: from when they may read about its children.",
    )

    def days(self) -> dict[str, Any]:
        """The days as assignments keep them: `ends_on` is the day after the last."""
        last = self.cleaned_data["last_day"]
        return {
            "starts_on": self.cleaned_data["starts_on"],
            "ends_on": last + timedelta(days=1) if last else None,
            "may_see_from": self.cleaned_data["may_see_from"],
        }


class AssignmentAddForm(DaysForm):
    """A class or a year group becomes somebody's."""

    person = StaffChoice(queryset=Membership.objects.none(), label="Who", empty_label="Choose")
    kind = forms.ChoiceField(label="As", choices=ClassAssignment.Kind.choices)
    what = forms.ChoiceField(label="Class, or for a year leader the year group")
    field_order = ["person", "kind", "what", "starts_on", "last_day", "may_see_from"]

    def __init__(self, *args: Any, classes: "QuerySet[ClassGroup]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes, self.years, offered = places_to_choose(classes)
        staff = [row.pk for row in working_on(today()) if may_have_class(row)]
        person, what = self.fields["person"], self.fields["what"]
        assert isinstance(person, StaffChoice)
        assert isinstance(what, forms.ChoiceField)
        person.queryset = working_on(today()).filter(pk__in=staff)
        what.choices = [("", "Choose"), *offered]
        self.fields["starts_on"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        what, kind = cleaned.get("what", ""), cleaned.get("kind")
        if what in self.years and kind != LEADS_A_YEAR:
            self.add_error("what", "A whole year group is for a year leader. Choose a class.")
        if what in self.classes and kind == LEADS_A_YEAR:
            self.add_error("what", "A year leader leads a year group. Choose one.")
        return cleaned

    def assignment(self) -> dict[str, Any]:
        """What `accounts.actions.assign` takes."""
        what = self.cleaned_data["what"]
        return self.days() | {
            "membership": self.cleaned_data["person"],
            "kind": self.cleaned_data["kind"],
            "class_group": self.classes.get(what),
            "year_group": self.years.get(what),
        }


class AssignmentEditForm(DaysForm):
    """Other days for an assignment."""

    version = VersionField()

    def __init__(self, data: Any = None, *, assignment: ClassAssignment) -> None:
        initial = {
            "starts_on": assignment.starts_on,
            "last_day": last_day(assignment.ends_on),
            "may_see_from": assignment.may_see_from,
            "version": assignment.version,
        }
        super().__init__(data, initial=initial)
