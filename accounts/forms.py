"""Forms about people: who works here, as what, and which class is whose."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import ClassAssignment, Membership
from accounts.roles import Role
from accounts.staff import last_day, may_give, may_have_class, version_of, working_on
from common.dates import today
from common.years import YearGroup
from schools.models import ClassGroup

LEADS_A_YEAR = ClassAssignment.Kind.YEAR_LEADER


class DayField(forms.DateField):
    """A day, picked from the browser's calendar or typed."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionField(forms.IntegerField):
    """The version a form was opened on, unseen."""

    widget = forms.HiddenInput


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """Roles to tick, in the order they are listed."""
    offered = set(roles)
    return [(role.value, role.label) for role in Role if role in offered]


class RolesForm(forms.Form):
    """What a person is in this school. Only the roles the reader may give are offered."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        widget=forms.CheckboxSelectMultiple,
        help_text="All that fit: what they may do is the sum.",
        error_messages={"required": "Choose at least one role."},
    )
    job_title = forms.CharField(
        label="Job title",
        max_length=80,
        required=False,
        help_text="As on the school's website: Deputy head, Higher level teaching assistant.",
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.roles_field.choices = role_choices(may_give(by))

    @property
    def roles_field(self) -> forms.MultipleChoiceField:
        """The field of roles, as what it is."""
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)
        return field

    def chosen(self) -> frozenset[Role]:
        """The roles ticked."""
        return frozenset(Role(value) for value in self.cleaned_data["roles"])


class PersonAddForm(RolesForm):
    """A person begins to work here."""

    name = forms.CharField(label="Name", max_length=120, help_text="As colleagues know them.")
    email = forms.EmailField(
        label="E-mail", help_text="They sign in with it. Use their own school address."
    )
    starts_on = DayField(label="From", help_text="The first day they may sign in to this school.")
    field_order = ["name", "email", "roles", "job_title", "starts_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today


class PersonEditForm(RolesForm):
    """A person's roles and title. Roles the reader may not take away stay, and are only named."""

    version = VersionField()

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        initial = {
            "roles": [role.value for role in membership.roles],
            "job_title": membership.job_title,
            "version": version_of(membership),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.kept = membership.roles - may_give(self.by)
        self.roles_field.required = not self.kept

    def chosen(self) -> frozenset[Role]:
        """The roles ticked, and those that were not the reader's to take away."""
        return super().chosen() | self.kept


class PersonEndForm(forms.Form):
    """When somebody stops working here."""

    last_day = DayField(
        label="Their last day here",
        help_text="They may sign in until that day is over. For at once, choose yesterday.",
    )


class StaffChoice(forms.ModelChoiceField):
    """People by name, with what they are."""

    def label_from_instance(self, obj: Any) -> str:
        """`Ms Ash, Class teacher`."""
        return f"{obj.user.name}, {obj.job_title}" if obj.job_title else obj.user.name


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
        self.classes = {f"class-{row.pk}": row for row in classes}
        self.years = {f"year-{year.value}": year for year in YearGroup}
        staff = [row.pk for row in working_on(today()) if may_have_class(row)]
        person, what = self.fields["person"], self.fields["what"]
        assert isinstance(person, StaffChoice)
        assert isinstance(what, forms.ChoiceField)
        person.queryset = working_on(today()).filter(pk__in=staff)
        what.choices = [
            ("", "Choose"),
            ("Classes", [(key, _class_label(row)) for key, row in self.classes.items()]),
            ("Year groups", [(key, str(year.label)) for key, year in self.years.items()]),
        ]
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


def _class_label(row: ClassGroup) -> str:
    return f"{row.name}, {row.academic_year.name}"
