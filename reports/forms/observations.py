"""Forms of what colleagues are asked about a child: asking, answering."""

from datetime import timedelta
from typing import Any

from django import forms

from accounts.models import Membership
from common.dates import today
from pupils.forms.base import DayField
from pupils.models import Concern, Observation
from reports.forms.meetings import owners_for

LONGEST = 5000
SOON = timedelta(days=7)
QUESTION = "What do you see of this in your time with the child, and what helps?"


def _words(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=area, **options)


class AskForm(forms.Form):
    """Whom to ask, what, and by when."""

    members = forms.ModelMultipleChoiceField(
        label="Colleagues who may see the child",
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one colleague."},
    )
    question = _words(
        "What you ask",
        initial=QUESTION,
        help_text="They read this and not the concern: say no more than they need.",
    )
    due_on = DayField(label="Answer by")

    def __init__(self, *args: Any, concern: Concern, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Observation.objects.waiting().filter(concern=concern, kind=Observation.Kind.WORDS)
        members: Any = self.fields["members"]
        rows = owners_for(concern.pupil).exclude(pk=by.pk)
        members.queryset = rows.exclude(pk__in=asked.values("member"))
        members.label_from_instance = lambda member: member.user.name
        self.fields["due_on"].initial = today() + SOON

    def clean_due_on(self) -> Any:
        """A day to come."""
        day = self.cleaned_data["due_on"]
        if day < today():
            raise forms.ValidationError("Choose a day to come.")
        return day


class ObservationForm(forms.Form):
    """What somebody sees of a child, and what helps."""

    seen = _words(
        "What do you see?",
        rows=5,
        help_text="What the child does, says or finds hard: when, how often. Also what goes well.",
        error_messages={"required": "Say what you see."},
    )
    helps = _words("What helps?", required=False)
    seen_on = DayField(label="Seen on", past=True, initial=today)
