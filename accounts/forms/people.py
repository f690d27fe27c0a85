"""Forms about people: who works here, and as what."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.fields import VersionField
from accounts.models import Membership
from accounts.roles import Role
from accounts.staff import may_give, version_of


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
