"""Identity and background, class, photo, leaving."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.db.models import QuerySet

from accounts.models import Membership
from common.dates import long_date, today
from common.errors import Refused
from common.years import academic_year_of
from pupils import upn
from pupils.forms.base import DayField, RecordForm, VersionForm
from pupils.models import Pupil
from pupils.records import SEES_SAFEGUARDING
from schools.files import clean_image
from schools.models import ClassGroup

OLDEST = 26  # years: an EHC plan can last to 25 (Children and Families Act 2014, s46)


class UpnField(forms.CharField):
    """A UPN as people type it: spaces, hyphens and small letters are put right."""

    def to_python(self, value: Any) -> str:
        return upn.tidy_upn(super().to_python(value) or "")


class PupilForm(RecordForm):
    """A pupil's identity and background. Only who may see a safeguarding pointer may change it."""

    upn = UpnField(
        label="UPN",
        required=False,
        help_text="Thirteen characters. Leave it empty if the child has none yet.",
    )
    former_upn = UpnField(label="Former UPN", required=False)
    born_on = DayField(label="Date of birth", past=True)
    joined_on = DayField(label="Joined the school on", required=False)

    class Meta:
        model = Pupil
        fields = [
            "forename",
            "middle_names",
            "surname",
            "preferred_forename",
            "preferred_surname",
            "born_on",
            "sex",
            "year_group",
            "upn",
            "former_upn",
            "joined_on",
            "home_language",
            "is_eal",
            "has_pupil_premium",
            "has_free_meals",
            "is_looked_after",
            "young_carer",
            "safeguarding_pointer",
        ]
        labels = {"year_group": "Year", "safeguarding_pointer": "Where the safeguarding file is"}

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        if self.instance.pk:
            self.initial["year_group"] = self.instance.year_on(today())
        if not membership.can(SEES_SAFEGUARDING):
            del self.fields["safeguarding_pointer"]
        for name, empty in (("sex", "Not recorded"), ("year_group", "Choose")):
            choice: Any = self.fields[name]
            choice.choices = [("", empty), *(pair for pair in choice.choices if pair[0] != "")]

    def clean_born_on(self) -> date:
        """A child, and not one of another century."""
        born_on: date = self.cleaned_data["born_on"]
        if born_on.year < today().year - OLDEST:
            raise forms.ValidationError(f"{long_date(born_on)} is too long ago for a pupil.")
        return born_on

    def clean_upn(self) -> str:
        """Nobody else's. A wrong check letter is only warned of: schools hold such UPNs."""
        number: str = self.cleaned_data["upn"]
        others = Pupil.objects.exclude(pk=self.instance.pk)
        if number and others.filter(upn=number).exists():
            raise forms.ValidationError("Another pupil of this school has this UPN.")
        return number

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        born_on, joined_on = given.get("born_on"), given.get("joined_on")
        left_on = self.instance.left_on
        if born_on and joined_on and joined_on < born_on:
            self.add_error("joined_on", "This is before the date of birth.")
        elif joined_on and left_on and joined_on > left_on:
            self.add_error("joined_on", f"The pupil left on {long_date(left_on)}.")
        self._say_in_which_year(given.get("year_group"), joined_on)
        return given

    def _say_in_which_year(self, year_group: int | None, joined_on: date | None) -> None:
        """The year group is of today, or for one who joins later of the day they join."""
        pupil = self.instance
        day = max(joined_on or today(), today())
        if year_group is not None and (pupil.year_group, pupil.year_begins) != (
            year_group,
            academic_year_of(day),
        ):
            pupil.is_in_year(year_group, day)


class ClassChoice(forms.ModelChoiceField):
    """A class with its year: `4B, 2026/27`."""

    def label_from_instance(self, obj: ClassGroup) -> str:
        return f"{obj.name}, {obj.academic_year.name}"


def classes_to_choose() -> QuerySet[ClassGroup]:
    """This school's classes of this academic year and those to come."""
    rows: QuerySet[ClassGroup] = ClassGroup.objects.filter(academic_year__ends_on__gte=today())
    return rows.select_related("academic_year").order_by("academic_year__starts_on", "name")


class PupilAddForm(PupilForm):
    """A new pupil, with a class, and a question when there seems to be such a child already."""

    class_group = ClassChoice(
        label="Class", queryset=ClassGroup.objects.none(), required=False, empty_label="No class"
    )
    is_another_child = forms.BooleanField(
        label="This is another child of the same name and date of birth", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["class_group"]
        choice.queryset = classes_to_choose()
        if "is_another_child" not in self.data:
            self.fields["is_another_child"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("is_another_child") and self._is_here():
            self.fields["is_another_child"].widget = forms.CheckboxInput()
            self.add_error(
                "is_another_child",
                "A pupil of this name and date of birth is in the school's records already. "
                "If this is another child, say so with a tick.",
            )
        return given

    def _is_here(self) -> bool:
        names = ("forename", "surname", "born_on")
        given = {name: self.cleaned_data.get(name) for name in names}
        if not all(given.values()):
            return False
        return bool(
            Pupil.objects.visible_to(self.membership)
            .filter(
                forename__iexact=given["forename"],
                surname__iexact=given["surname"],
                born_on=given["born_on"],
            )
            .exists()
        )


class ClassFromDayForm(forms.Form):
    """Another class, from a day."""

    class_group = ClassChoice(label="Class", queryset=ClassGroup.objects.none())
    on = DayField(label="From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["class_group"]
        choice.queryset = classes_to_choose()


class ClassForm(VersionForm, ClassFromDayForm):
    """Another class for one child, who was in the class the form was opened on."""


class PhotoForm(forms.Form):
    """A picture, or none."""

    photo = forms.FileField(
        label="Photo",
        required=False,
        help_text="A PNG or JPEG of up to 5 MB. What a camera wrote into it is taken out.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    remove = forms.BooleanField(label="Remove the photo there is", required=False)

    def clean_photo(self) -> ContentFile[bytes] | None:
        """The picture made anew from what it shows."""
        upload = self.cleaned_data["photo"]
        try:
            return clean_image(upload) if upload else None
        except Refused as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "photo" not in self.errors and not given.get("photo") and not given.get("remove"):
            self.add_error("photo", "Choose a picture.")
        return given


class ArchiveForm(VersionForm):
    """A pupil's last day, and where they went."""

    on = DayField(label="Last day at the school", past=True)
    went_to = forms.CharField(
        label="Went to", max_length=120, required=False, help_text="The next school, if known."
    )
