"""Staff linked to a child by name, and staff kept away."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Membership
from common.dates import today
from pupils.forms.base import DayField
from pupils.models import StaffLink
from schools.models import School

# A link of the kind "in a provision" comes with the provision, and goes with it.
KINDS = [kind for kind in StaffLink.Kind.choices if kind[0] != StaffLink.Kind.IN_PROVISION]


class StaffChoice(forms.ModelChoiceField):
    """One of the people who work in this school today, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Membership.objects.none(), empty_label="Choose", **kwargs)

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user.name} ({', '.join(sorted(role.label for role in obj.roles))})"


def staff_of(school: School) -> QuerySet[Membership]:
    """Everyone with a role in a school today."""
    rows = Membership.objects.on(today()).filter(school=school).exclude(roles=frozenset())
    return rows.select_related("user").order_by("user__name")


class StaffForm(forms.Form):
    """A form about one of the school's staff."""

    membership = StaffChoice(label="Member of staff")

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["membership"]
        choice.queryset = staff_of(school)


class StaffLinkForm(StaffForm):
    """A member of staff who sees this child by name."""

    kind = forms.ChoiceField(label="As", choices=KINDS, widget=forms.RadioSelect)
    on = DayField(label="From")
    last_day = DayField(label="Last day", required=False, help_text="Leave it empty if it goes on.")


class AccessBlockForm(StaffForm):
    """A member of staff who must not see this child."""

    why = forms.CharField(
        label="Why?", max_length=200, help_text="A few words, such as: their own child."
    )
