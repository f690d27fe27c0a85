"""All needs of a child on one form: ranks, additions, ends."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from common.dates import today
from pupils.forms.base import DayField
from pupils.models import Need, NeedType, Pupil, SenStatus
from pupils.need_rules import NeedLine, problems_of

LINES_TO_ADD = 2
MOST_LINES = 20
Types = dict[str, NeedType]


def need_types(pupil: Pupil) -> Types:
    """The types of need in use today, and those this child has, by code."""
    day = today()
    in_use = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    in_use &= Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    held = Need.objects.filter(pupil=pupil).still_open().values("type_id")
    rows = NeedType.objects.filter(in_use | Q(pk__in=held)).select_related("area")
    return {row.code: row for row in rows.order_by("area__name", "name")}


class NeedLineForm(forms.Form):
    """One need. The type of a need there is stays; a new line chooses one."""

    type = forms.ChoiceField(label="Type of need")
    rank = forms.IntegerField(label="Rank", min_value=1, max_value=89)
    identified_by = forms.CharField(label="Identified by", max_length=120, required=False)
    starts_on = DayField(label="From")
    ends_on = DayField(label="Ended on", required=False)

    def __init__(self, *args: Any, types: Types, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.types = types
        choice: Any = self.fields["type"]
        choice.choices = [("", "Choose"), *_by_area(types)]
        if self.initial.get("type"):
            choice.widget = forms.HiddenInput()

    @property
    def need_type(self) -> NeedType | None:
        """The type of a line about a need there is."""
        return self.types.get(str(self["type"].value())) if self.initial.get("type") else None

    def line(self) -> NeedLine | None:
        """The need of this line; `None` for a line left empty."""
        given = self.cleaned_data
        if not given.get("type"):
            return None
        need_type = self.types[given["type"]]
        return NeedLine(
            type_code=need_type.code,
            type_name=need_type.name,
            only_with_sen_support=need_type.only_with_sen_support,
            rank=given["rank"],
            identified_by=given["identified_by"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
        )


def _by_area(types: Types) -> list[tuple[str, list[tuple[str, str]]]]:
    areas: dict[str, list[tuple[str, str]]] = {}
    for need_type in types.values():
        area = need_type.area.name if need_type.area else "Across areas, or none"
        areas.setdefault(area, []).append((need_type.code, need_type.name))
    return list(areas.items())


class NeedsFormSet(forms.BaseFormSet):
    """The whole list of a child's needs, which must be right as a list."""

    def __init__(self, *args: Any, pupil: Pupil, **kwargs: Any) -> None:
        self.pupil = pupil
        super().__init__(*args, **kwargs)

    @property
    def lines(self) -> list[NeedLine]:
        """The needs of all lines."""
        return [line for form in self.forms if (line := form.line()) is not None]

    def clean(self) -> None:
        if any(self.errors):
            return
        status = SenStatus.objects.code_of(self.pupil.pk, today())
        found = problems_of(self.lines, status=status, born_on=self.pupil.born_on, today=today())
        if found:
            raise forms.ValidationError(found)


def needs_formset(pupil: Pupil, data: Any = None) -> NeedsFormSet:
    """The form of a child's needs now, with room for two more."""
    needs = Need.objects.filter(pupil=pupil).still_open().order_by("rank")
    kind: Any = forms.formset_factory(
        NeedLineForm,
        formset=NeedsFormSet,
        extra=LINES_TO_ADD,
        max_num=MOST_LINES,
        absolute_max=MOST_LINES,
        validate_max=True,
    )
    made: NeedsFormSet = kind(
        data,
        pupil=pupil,
        prefix="needs",
        initial=[_initial(need) for need in needs],
        form_kwargs={"types": need_types(pupil)},
    )
    return made


def _initial(need: Need) -> dict[str, str | int | date | None]:
    return {
        "type": need.type_id,
        "rank": need.rank,
        "identified_by": need.identified_by,
        "starts_on": need.starts_on,
        "ends_on": None,
    }
