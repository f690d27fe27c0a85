"""The roles a person may hold in a school, and the field that stores several of them."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models


class Role(StrEnum):
    """A role within one school, or `TRUST` across the schools of one."""

    SENCO = "senco"
    HEAD = "head"
    TEACHER = "teacher"
    YEAR_LEADER = "year_leader"
    TA = "ta"
    DSL = "dsl"
    OFFICE = "office"
    TRUST = "trust"

    @property
    def label(self) -> str:
        """The role in words a school uses."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.SENCO: "SENCO",
    Role.HEAD: "Head or senior leader",
    Role.TEACHER: "Class teacher",
    Role.YEAR_LEADER: "Year leader",
    Role.TA: "Teaching assistant",
    Role.DSL: "Designated safeguarding lead",
    Role.OFFICE: "Office or data manager",
    Role.TRUST: "Trust lead",
}

# Scope, permissions.md: these see every pupil of the school, leavers included.
WHOLE_SCHOOL = frozenset({Role.SENCO, Role.HEAD, Role.DSL, Role.OFFICE})


if TYPE_CHECKING:
    Words = models.CharField[Iterable[str], frozenset[Role]]
else:
    Words = models.CharField


class RolesField(Words):
    """Several roles as a frozenset; stored as ` senco teacher ` so that one can be searched for.

    A word that is no role (any more) is dropped on reading: an unknown role gives nobody anything.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> frozenset[Role]:
        return frozenset(Role(word) for word in (value or "").split() if word in set(Role))

    def to_python(self, value: Any) -> frozenset[Role]:
        if isinstance(value, str):
            value = value.split()
        try:
            return frozenset(Role(word) for word in value or ())
        except ValueError as fault:
            raise ValidationError("Choose roles from the list.") from fault

    def get_prep_value(self, value: Any) -> str:
        return f" {' '.join(sorted(self.to_python(value)))} "

    def value_to_string(self, obj: Any) -> str:
        return self.get_prep_value(self.value_from_object(obj))


def holding(role: Role) -> models.Q:
    """The condition on memberships that hold a role."""
    return models.Q(roles__contains=f" {role} ")


@RolesField.register_lookup
class RoleContains(models.lookups.Contains):
    """`roles__contains` looks in the stored words, not in a set."""

    prepare_rhs = False
