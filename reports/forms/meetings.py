"""Forms of meetings: one about a child, one of a class, what was said, what is to be done."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from accounts.models import Membership
from accounts.staff import working_on
from common.dates import long_date, today
from pupils.actions import Agreed, MeetingFacts, Said
from pupils.forms.base import DayField
from pupils.models import Meeting, MeetingPupil, Pupil
from pupils.readers import who_can_see
from reports.meetings.kinds import OF_A_CLASS, PARTIES, MeetingKinds, meeting_kinds
from schools.models import ClassGroup
from stages.vocabulary import Party

LONGEST = 5000
ROWS = 3  # actions that can be given with the meeting; more on its page


def words_field(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    """A few lines about a child; they may be left out."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=area, **options)


def line_field(label: str) -> forms.CharField:
    """The same as a field of a line, drawn without a helper."""
    field = words_field(label, rows=2)
    field.widget.attrs["class"] = "form-control"
    return field


class PartiesField(forms.MultipleChoiceField):
    """Who of the parties is or was there."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, parties: Iterable[Party], **options: Any) -> None:
        choices = [
            (party.value, f"{party.label[:1].upper()}{party.label[1:]}") for party in parties
        ]
        super().__init__(choices=choices, required=False, **options)


class ClassMeetingForm(forms.Form):
    """What a meeting is, when and where; without the class, which stays."""

    kind = forms.ChoiceField(label="Kind of meeting")
    on = DayField(label="Day", initial=today)
    at = forms.TimeField(
        label="Time",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Enter a time, such as 14:30."},
    )
    place = forms.CharField(label="Where", required=False, max_length=120)

    def __init__(self, *args: Any, also: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds: MeetingKinds = meeting_kinds()
        self.names = self.kinds.names | dict(also or {})
        choice: Any = self.fields["kind"]
        choice.choices = self.kinds.choices(also=also)

    def facts(self, **more: Any) -> MeetingFacts:
        """The meeting as it was filled in; after validation."""
        given = self.cleaned_data
        return MeetingFacts(
            kind=given["kind"],
            kind_name=self.names[given["kind"]],
            on=given["on"],
            at=given["at"],
            place=given["place"],
            **more,
        )


class ClassMeetingAddForm(ClassMeetingForm):
    """A meeting about a class this person works with."""

    class_group = forms.ModelChoiceField(
        label="Class", queryset=ClassGroup.objects.none(), empty_label="Choose"
    )
    field_order = ("class_group", "kind", "on", "at", "place")

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["class_group"]
        choice.queryset = classes
        self.initial.setdefault("kind", self.kinds.for_class)


class ClassMeetingEditForm(ClassMeetingForm):
    """The same of a meeting there is."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class MeetingForm(ClassMeetingForm):
    """A meeting about one child: held, or planned."""

    is_held = forms.BooleanField(
        label="It has been held", required=False, help_text="No tick: it is planned."
    )
    who = PartiesField(PARTIES, label="Who was there, or is invited")
    people = forms.CharField(label="Their names", required=False, max_length=300)
    note = words_field("What was said")
    next_step = words_field("Next step", rows=2)
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("kind", "on", "is_held", "who", "note", "next_step", "at", "place", "people")

    @property
    def first(self) -> list[forms.BoundField]:
        """What every meeting has."""
        return [self[name] for name in ("kind", "on", "is_held", "who", "note", "next_step")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What some have."""
        return [self[name] for name in ("at", "place", "people")]

    @property
    def has_more(self) -> bool:
        """Whether any of that is filled in, or wrong."""
        return any(bound.value() or bound.errors for bound in self.more)

    def clean(self) -> dict[str, Any]:
        """What is held is not to come."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        on = given.get("on")
        if on and on > today() and given.get("is_held"):
            self.add_error(
                "is_held", f"{long_date(on)} is in the future: without the tick it is planned."
            )
        return given

    def meeting_facts(self) -> MeetingFacts:
        """The meeting as it was filled in; after validation."""
        given = self.cleaned_data
        return self.facts(is_held=given["is_held"], who=given["who"], people=given["people"])

    def said(self) -> Said:
        """What was said of the child; after validation."""
        return Said(self.cleaned_data["note"], self.cleaned_data["next_step"])


def values_of(meeting: Meeting, row: MeetingPupil) -> dict[str, Any]:
    """What a form about a meeting with one child begins with."""
    return {
        "kind": meeting.kind,
        "on": meeting.on,
        "at": meeting.at,
        "place": meeting.place,
        "is_held": meeting.is_held,
        "who": meeting.attended if meeting.is_held else meeting.invited,
        "people": meeting.people,
        "note": row.note,
        "next_step": row.next_step,
    }


class ActionForm(forms.Form):
    """Something for a member of staff to do, by a day."""

    what = forms.CharField(label="What", max_length=300)
    owner = forms.ModelChoiceField(
        label="Who", queryset=Membership.objects.none(), empty_label="Choose"
    )
    due_on = DayField(label="By")
    named: Sequence[str] = ()  # the children whom its choices name

    def __init__(
        self, *args: Any, owners: Any, me: Membership, pupil: Pupil | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pupil = pupil
        self.fields["owner"].initial = me.pk
        choice: Any = self.fields["owner"]
        choice.queryset = owners
        choice.label_from_instance = lambda member: member.user.name

    def has_changed(self) -> bool:
        """Whether anything is asked for: a name alone asks for nothing."""
        return bool({"what", "due_on"} & set(self.changed_data))

    def agreed(self) -> Agreed:
        """What is to be done; after validation."""
        given = self.cleaned_data
        return Agreed(given["what"], given["owner"], given["due_on"], self.pupil)


class ActionRows(forms.BaseFormSet):
    """Actions given with the meeting; a row with nothing in it is none."""

    def agreed(self) -> list[Agreed]:
        """What is to be done, row by row; after validation."""
        return [form.agreed() for form in self.forms if form.has_changed()]


ActionFormSet = forms.formset_factory(ActionForm, formset=ActionRows, extra=ROWS, max_num=ROWS)


class ClassActionForm(ActionForm):
    """The same from a meeting about a class: about one of its children, or none."""

    child = forms.ModelChoiceField(
        label="About",
        queryset=Pupil.objects.none(),
        required=False,
        empty_label="The class, or nobody in particular",
    )

    def __init__(self, *args: Any, children: Any, **kwargs: Any) -> None:
        super().__init__(*args, pupil=None, **kwargs)
        choice: Any = self.fields["child"]
        choice.queryset = children
        choice.label_from_instance = lambda pupil: pupil.name
        self.named = [pupil.name for pupil in children]

    def agreed(self) -> Agreed:
        given = self.cleaned_data
        return Agreed(given["what"], given["owner"], given["due_on"], given["child"])


def owners_for(pupil: Pupil | None) -> Any:
    """The staff who can be given something to do: of a child, those who may see the child."""
    rows = working_on(today()).filter(starts_on__lte=today(), user__is_active=True)
    return rows if pupil is None else rows.filter(pk__in=who_can_see(pupil, today()))


class SaidForm(forms.Form):
    """What was said of one child in a class's meeting."""

    pupil = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = line_field("Note")
    next_step = line_field("Next step")
    was_discussed = forms.BooleanField(
        label="Discussed",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    @property
    def words(self) -> list[forms.BoundField]:
        """The fields to write in."""
        return [self["note"], self["next_step"]]

    @property
    def mistakes(self) -> list[str]:
        """What is wrong, each with its field; nothing on a form that was not sent."""
        return [f"{self[name].label}: {words[0]}" for name, words in self.errors.items()]

    def said(self) -> Said:
        """What was said; after validation."""
        given = self.cleaned_data
        return Said(given["note"], given["next_step"], given["was_discussed"])


class HeldForm(forms.Form):
    """Who was there, and that the meeting took place."""

    who = PartiesField(OF_A_CLASS, label="Who was there")
    people = forms.CharField(label="Their names", required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MeetingDayForm(forms.Form):
    """A day for meetings of a kind, of every class or of one."""

    kind = forms.ChoiceField(label="Kind of meeting")
    on = DayField(label="Day")
    class_group = forms.ModelChoiceField(
        label="Class", queryset=ClassGroup.objects.none(), required=False, empty_label="Every class"
    )

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = meeting_kinds()
        kind: Any = self.fields["kind"]
        kind.choices = self.kinds.choices()
        choice: Any = self.fields["class_group"]
        choice.queryset = classes
        self.initial.setdefault("kind", self.kinds.for_class)
