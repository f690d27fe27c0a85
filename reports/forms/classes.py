"""Forms about classes: one, or many from one text."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.forms import VersionField
from common.years import YearGroup
from schools.class_names import ReadClass, read_classes
from schools.models import AcademicYear, ClassGroup

LONGEST_TEXT, LONGEST_READING = 4000, 8000


class ClassForm(forms.Form):
    """A class: its name and year group."""

    name = forms.CharField(label="Name of the class", max_length=20, help_text="4B, or Oak.")
    year_group = forms.TypedChoiceField(
        label="Year group",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Mixed: several year groups"), *YearGroup.choices],
    )


class ClassAddForm(ClassForm):
    """A new class in one of the school's years."""

    year = forms.ModelChoiceField(
        label="Academic year", queryset=AcademicYear.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, years: QuerySet[AcademicYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = years


class ClassEditForm(ClassForm):
    """Another name or year group for a class."""

    version = VersionField()

    def __init__(self, data: Any = None, *, class_group: ClassGroup) -> None:
        initial = {
            "name": class_group.name,
            "year_group": class_group.year_group,
            "version": class_group.version,
        }
        super().__init__(data, initial=initial)


class ClassesForm(forms.Form):
    """Many classes in one field. They are added once their reading has been shown."""

    names = forms.CharField(
        label="Classes",
        max_length=LONGEST_TEXT,
        help_text="With commas or on lines of their own: RA, 1A, 1B, Oak (3/4).",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        error_messages={"required": "Type the names of the classes."},
    )
    year = forms.ModelChoiceField(
        label="Academic year", queryset=AcademicYear.objects.none(), empty_label=None
    )
    shown = forms.CharField(required=False, max_length=LONGEST_READING, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: QuerySet[AcademicYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = years
        self.read: list[ReadClass] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text, year = cleaned.get("names"), cleaned.get("year")
        if text and year:
            in_use = ClassGroup.objects.filter(academic_year=year).values_list("name", flat=True)
            self.read, unread = read_classes(text, in_use)
            for line in unread:
                self.add_error("names", ValidationError(f"“{line.words}”: {line.sentence}"))
        return cleaned

    def named(self) -> list[tuple[str, int | None]]:
        """The classes to add, after validation."""
        return [(row.name, row.year_group) for row in self.read]

    @property
    def reading(self) -> str:
        """What was understood, as one line: sent back with the yes to it."""
        year = self.cleaned_data.get("year")
        rows = "; ".join(f"{row.name} = {row.years_said}" for row in self.read)
        return f"{year}: {rows}"

    @property
    def was_shown(self) -> bool:
        """Whether exactly this reading was on the page that was answered; after validation."""
        return self.cleaned_data["shown"] == self.reading
