"""Forms of the register: keeping a view, and doing one thing for several children."""

from typing import Any

from django import forms

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from pupils.forms import StaffLinkForm
from pupils.models import StaffLink
from reports.models import SavedView


class SavedViewForm(forms.ModelForm):
    """The name of a view, and whether colleagues find it too."""

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        help_texts = {
            "name": "Such as: Year 6 with a plan. Do not use a child's name.",
            "is_shared": "They see only the children they may see anyway.",
        }

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not membership.can(Permission.SHARE_VIEWS):
            del self.fields["is_shared"]


class ChosenStaffForm(StaffLinkForm):
    """A member of staff for several children."""

    replaces = forms.BooleanField(
        label="In place of whoever is linked to them in this way now",
        required=False,
        initial=True,
        help_text="Those links end on that day. Without it both are linked.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today())
        self.initial.setdefault("kind", StaffLink.Kind.KEY_WORKER)
