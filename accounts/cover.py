"""Cover of a class by somebody else: its form, and who covers what today and soon."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.forms import DayField, StaffChoice
from accounts.models import ClassAssignment, Membership
from accounts.staff import assignments, last_day, may_have_class, working_on
from common.dates import long_date, today
from schools.dates import current_year
from schools.models import ClassGroup


class ClassOfYear(forms.ModelChoiceField):
    """A class of this year by its name."""

    def label_from_instance(self, obj: Any) -> str:
        """`4B`."""
        return str(obj.name)


class CoverForm(forms.Form):
    """Who covers a class, and until when: today, unless more is said."""

    what = ClassOfYear(queryset=ClassGroup.objects.none(), label="Class", empty_label="Choose")
    person = StaffChoice(queryset=Membership.objects.none(), label="Who", empty_label="Choose")
    last_day = DayField(label="Until", help_text="Their last day with the class.")
    starts_on = DayField(label="From", required=False, help_text="Today, if it is left empty.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today()
        staff = [row.pk for row in working_on(day) if may_have_class(row)]
        what, person = self.fields["what"], self.fields["person"]
        assert isinstance(what, ClassOfYear)
        assert isinstance(person, StaffChoice)
        rows = ClassGroup.objects.filter(academic_year=current_year(day))
        what.queryset = rows.select_related("academic_year").order_by("name")
        person.queryset = working_on(day).filter(pk__in=staff)
        self.fields["last_day"].initial = day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, last = cleaned.get("starts_on") or today(), cleaned.get("last_day")
        if last and last < starts_on:
            self.add_error("last_day", f"This is before the cover begins, {long_date(starts_on)}.")
        return cleaned

    def cover(self) -> dict[str, Any]:
        """What `accounts.actions.assign` takes."""
        given = self.cleaned_data
        return {
            "membership": given["person"],
            "class_group": given["what"],
            "starts_on": given["starts_on"] or today(),
            "ends_on": given["last_day"] + timedelta(days=1),
        }


@dataclass(frozen=True)
class Cover:
    """One line of the list of cover. `is_now` tells today's from what is to come."""

    pk: int
    person: str
    class_name: str
    when: str
    is_now: bool


def cover_on(day: date) -> list[Cover]:
    """Who covers which class on a day, and then what is to come; one query."""
    rows = assignments(kind=ClassAssignment.Kind.COVER, ends_on__gt=day)
    found = [row for row in rows if row.ends_on and row.ends_on > row.starts_on]
    return [
        Cover(
            pk=row.pk,
            person=row.membership.user.name,
            class_name=row.class_group.name if row.class_group else "",
            when=_when(row, day),
            is_now=row.holds_on(day),
        )
        for row in sorted(found, key=lambda row: (row.starts_on > day, row.starts_on, row.pk))
    ]


def _when(row: ClassAssignment, day: date) -> str:
    last = last_day(row.ends_on)
    assert last is not None  # asked for above
    until = "today" if last == day else f"until {last:%A} {long_date(last)}"
    if row.starts_on <= day:
        return until
    begins = f"{row.starts_on:%A} {long_date(row.starts_on)}"
    return begins if row.starts_on == last else f"{begins} to {last:%A} {long_date(last)}"
