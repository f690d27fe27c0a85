"""Who: people, what they are in a school, and which classes are theirs."""

from datetime import date
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from accounts.permissions import PERMISSIONS, Permission
from accounts.roles import WHOLE_SCHOOL, Role, RolesField, holding
from common.years import YearGroup
from schools.models import ClassGroup, School, Trust
from schools.records import HistoryRow, Recorded, current_user
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

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything its roles may do: the union."""
        return frozenset().union(*(PERMISSIONS[role] for role in self.roles))

    def can(self, permission: Permission) -> bool:
        """Whether any of its roles may do this."""
        return permission in self.permissions

    @property
    def sees_whole_school(self) -> bool:
        """Whether a role of theirs sees every pupil, leavers included (permissions.md, Scope)."""
        return bool(WHOLE_SCHOOL & self.roles)


class ClassAssignment(Recorded, Dated):
    """A class, or for a year leader a whole year group, that is a member of staff's for a time.

    `may_see_from` opens next year's class early (July handover), `may_see_until` leaves a short
    tail: both to read only. Recorded, since it decides who sees which child.
    """

    class Kind(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        COVER = "cover", "Cover"
        TA = "ta", "Teaching assistant"
        YEAR_LEADER = "year_leader", "Year leader"

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="class_assignments"
    )
    class_group = models.ForeignKey(
        ClassGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    year_group = models.SmallIntegerField(choices=YearGroup, null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.TEACHER)
    may_see_from = models.DateField(null=True, blank=True)
    may_see_until = models.DateField(null=True, blank=True)

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(class_group__isnull=True) ^ models.Q(year_group__isnull=True),
                name="assignment_of_class_or_year",
            ),
            models.CheckConstraint(
                condition=models.Q(year_group__isnull=True) | models.Q(kind="year_leader"),
                name="whole_years_are_for_year_leaders",
            ),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"
