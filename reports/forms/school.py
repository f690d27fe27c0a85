"""Forms of the school's own pages: details and logo, dates, figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.forms import DayField, VersionField
from common.dates import today
from common.errors import Refused
from schools.actions import Closure
from schools.calendar import Span
from schools.files import clean_image
from schools.half_terms import mistakes_in
from schools.models import AcademicYear, ClosureDay, HalfTerm, School
from schools.settings import Name

SPARE_ROWS = 3
MOST_CLOSURES = 60


class SchoolForm(forms.ModelForm):
    """The details of a school, and its logo."""

    version = VersionField()
    logo_file = forms.FileField(
        label="New logo",
        required=False,
        help_text="A PNG or JPEG of up to 5 MB.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    remove_logo = forms.BooleanField(label="Remove the logo", required=False)
    go_live_on = DayField(
        label="Goes live on",
        required=False,
        help_text="Nothing is overdue before this day.",
    )

    class Meta:
        model = School
        fields = [
            "name",
            "phase",
            "urn",
            "la_number",
            "estab_number",
            "address",
            "phone",
            "email",
            "senco_name",
            "senco_email",
            "dsl_name",
            "dsl_phone",
            "go_live_on",
        ]
        labels = {
            "name": "Name of the school",
            "urn": "URN",
            "la_number": "LA number",
            "estab_number": "Establishment number",
            "email": "E-mail",
            "senco_name": "SENCO's name",
            "dsl_name": "Designated safeguarding lead (DSL)",
        }
        help_texts = {
            "urn": "6 digits.",
            "la_number": "3 digits.",
            "estab_number": "4 digits.",
        }
        widgets = {"address": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean_logo_file(self) -> ContentFile[bytes] | None:
        """The picture as a new PNG. What it was called, and all it carried beside, is gone."""
        upload = self.cleaned_data.get("logo_file")
        try:
            return clean_image(upload) if upload else None
        except Refused as fault:
            raise ValidationError(str(fault)) from fault


class YearForm(forms.Form):
    """The first and last day of each of the six half-terms of a year."""

    version = VersionField()

    def __init__(self, data: Any = None, *, year: AcademicYear, half_terms: list[Span]) -> None:
        super().__init__(data, initial={"version": year.version})
        self.year = year
        known = {span.name: span for span in half_terms}
        for name in HalfTerm.Name:
            span = known.get(str(name.label))
            for end, words in (("starts_on", "begins"), ("ends_on", "ends")):
                self.fields[f"{name.value}_{end}"] = DayField(
                    label=f"{name.label} {words}", initial=getattr(span, end, None)
                )

    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each half-term, side by side."""
        return [(self[f"{name}_starts_on"], self[f"{name}_ends_on"]) for name in HalfTerm.Name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        fields = {str(name.label): name.value for name in HalfTerm.Name}
        if not self.errors:
            first, last = self.year.starts_on, self.year.ends_on
            for mistake in mistakes_in(self.spans(), first=first, last=last):
                self.add_error(f"{fields[mistake.name]}_{mistake.end}", mistake.sentence)
        return cleaned

    def spans(self) -> list[Span]:
        """The six half-terms as typed."""
        return [
            Span(
                self.cleaned_data[f"{name.value}_starts_on"],
                self.cleaned_data[f"{name.value}_ends_on"],
                str(name.label),
            )
            for name in HalfTerm.Name
        ]


class ClosureForm(forms.Form):
    """One day in term when pupils stay away; a row whose day is cleared is left out."""

    on = DayField(label="Day", required=False)
    kind = forms.ChoiceField(label="What", choices=ClosureDay.Kind.choices, required=False)
    why = forms.CharField(label="Why", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleared = bool(self.initial.get("on"))
        if cleaned.get("why") and not cleaned.get("on") and not cleared and "on" not in self.errors:
            self.add_error("on", f"Which day is “{cleaned['why']}”?")
        return cleaned


class ClosureRows(forms.BaseFormSet):
    """All closures of a year; a day counts once."""

    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            day = form.cleaned_data.get("on") if form.is_valid() else None
            if day in seen:
                form.add_error("on", "This day is listed twice.")
            if day:
                seen.add(day)

    def closures(self) -> list[Closure]:
        """The rows that have a day."""
        rows = [form.cleaned_data for form in self.forms]
        return [
            Closure(row["on"], row["kind"] or ClosureDay.Kind.INSET, row["why"])
            for row in rows
            if row.get("on")
        ]


ClosureFormSet = forms.formset_factory(
    ClosureForm,
    formset=ClosureRows,
    extra=SPARE_ROWS,
    max_num=MOST_CLOSURES,
    validate_max=True,
    absolute_max=MOST_CLOSURES,
)


class SettingForm(forms.Form):
    """A figure of the school from a day."""

    name = forms.ChoiceField(label="Which figure?", choices=[(n.value, n.label) for n in Name])
    value = forms.DecimalField(label="What is it?", max_digits=9, decimal_places=2)
    starts_on = DayField(
        label="From when?",
        help_text="Before that day the old figure still holds. The same day again is a correction.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today
