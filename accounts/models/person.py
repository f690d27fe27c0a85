"""Who: people, and what they are in a school."""

from datetime import date
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from accounts.permissions import Permission, permissions_of
from accounts.roles import WHOLE_SCHOOL, Role, RolesField, holding
from schools.models import School, Trust
from schools.records import HistoryRow, current_user
from schools.tenancy import Dated


class UserManager(BaseUserManager["User"]):
    """Makes people; they sign in with their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; without a password they cannot sign in until they set one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff, across the schools they work in. Deactivated, never deleted."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_email")]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by day and role."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        ended = models.Q(ends_on__isnull=False, ends_on__lte=day)
        return self.filter(starts_on__lte=day, user__is_active=True).exclude(ended)

    def holding(self, role: Role) -> Self:
        """Those with a role among theirs."""
        return self.filter(holding(role))


class Membership(Dated):
    """What a person is in a school (or a trust): one membership holds several roles.

    Read before the school is known, so no row policy guards it; its keys are fenced all the same.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True)
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True)
    roles = RolesField()
    job_title = models.CharField(max_length=80, blank=True)

    history = HistoricalRecords(bases=[HistoryRow], get_user=current_user, user_db_constraint=False)
    objects = MembershipQuerySet.as_manager()
    is_cut = False

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(school__isnull=True) ^ models.Q(trust__isnull=True),
                name="membership_of_school_or_trust",
            ),
            models.UniqueConstraint(
                fields=["user", "school"],
                condition=models.Q(ends_on__isnull=True),
                name="one_open_membership_a_school",
            ),
        ]
        indexes = [models.Index(fields=["user", "school"])]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    def cut_to(self, roles: frozenset[Role]) -> None:
        """Act as these roles only, for one request; what is cut is never saved."""
        self.roles, self.is_cut = roles, True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, as it is in the school. Raises `RuntimeError` for one that was cut."""
        if self.is_cut:
            raise RuntimeError("A membership cut to a tablet's rights was about to be saved.")
        super().save(*args, **kwargs)

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything its roles may do: the union."""
        return permissions_of(self.roles)

    def can(self, permission: Permission) -> bool:
        """Whether any of its roles may do this."""
        return permission in self.permissions

    @property
    def sees_whole_school(self) -> bool:
        """Whether a role of theirs sees every pupil, leavers included (permissions.md, Scope)."""
        return bool(WHOLE_SCHOOL & self.roles)
