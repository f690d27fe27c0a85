"""The pupil, and whose record a person may see."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Membership
from common.dates import this_academic_year, today
from common.years import BESIDE_THE_RUN, YearGroup, academic_year_of, year_group_after
from pupils.models.people import AccessBlock
from pupils.models.sight import HOLDS, within_reach
from schools.files import private_path
from schools.records import Recorded, RecordedQuerySet
from schools.tenancy import SchoolOwnedManager

# 13 characters; a wrong check letter is only warned of, since schools hold such UPNs.
upn_shape = RegexValidator(
    r"^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$",
    "A UPN is a letter, eleven digits, and a digit (or a letter in a temporary one).",
)


class PupilQuerySet(RecordedQuerySet):
    """Pupils by the field's words, and by who may see them."""

    def on_roll(self) -> Self:
        """Those who have not left."""
        return self.filter(left_on__isnull=True)

    def visible_to(self, membership: Membership, *, day: date | None = None) -> Self:
        """The pupils a person may see today. The only definition of it (permissions.md, Scope)."""
        return self._seen_by(membership, day or today(), reading=True)

    def changeable_by(self, membership: Membership, *, day: date | None = None) -> Self:
        """The pupils whose records a person may change: no previews of next year, no tails."""
        return self._seen_by(membership, day or today(), reading=False)

    def own_of(self, membership: Membership, *, day: date | None = None) -> Self:
        """Of the pupils a person may see, those in their classes and years or linked to them."""
        on = day or today()
        rows = self.visible_to(membership, day=on).on_roll()
        return rows.filter(within_reach(membership, on, reading=False))

    def _seen_by(self, membership: Membership, day: date, *, reading: bool) -> Self:
        if not membership.holds_on(day) or membership.school_id is None or not membership.roles:
            return self.none()
        rows = self.filter(school_id=membership.school_id)
        if not membership.sees_whole_school:
            rows = rows.on_roll().filter(within_reach(membership, day, reading=reading))
        blocked = AccessBlock.objects.filter(HOLDS.on(day), user_id=membership.user_id)
        return rows.exclude(pk__in=blocked.values("pupil_id"))

    def matching(self, words: str) -> Self:
        """Those whose names (given or preferred) or UPN begin or hold every one of the words."""
        rows = self
        for word in words.split():
            rows = rows.filter(
                Q(surname__icontains=word)
                | Q(forename__icontains=word)
                | Q(preferred_forename__icontains=word)
                | Q(preferred_surname__icontains=word)
                | Q(upn__istartswith=word)
            )
        return rows


class Pupil(Recorded):
    """A child on the school's roll, or one who was. Leavers are archived, never deleted.

    `year_group` holds for the academic year from September `year_begins`; `next_year_group` is
    where the next September leads when it is not one more. `leaves_on` is the last day somebody
    expects: the child stays on roll until a person confirms it.
    """

    class Sex(models.TextChoices):
        FEMALE = "F", "Female"
        MALE = "M", "Male"

    class YoungCarer(models.TextChoices):
        """Codes of the school census, spring (statutory.md 2.3)."""

        NOT = "N", "Not a young carer"
        BY_PARENT = "P", "Young carer, told by parent"
        BY_SCHOOL = "S", "Young carer, identified by school"

    forename = models.CharField(max_length=60)
    middle_names = models.CharField(max_length=80, blank=True)
    surname = models.CharField(max_length=60)
    preferred_forename = models.CharField(max_length=60, blank=True)
    preferred_surname = models.CharField(max_length=60, blank=True)
    upn = models.CharField("UPN", max_length=13, blank=True, validators=[upn_shape])
    former_upn = models.CharField("former UPN", max_length=13, blank=True)
    born_on = models.DateField("date of birth")
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    year_group = models.SmallIntegerField(choices=YearGroup)
    year_begins = models.SmallIntegerField(default=this_academic_year, editable=False)
    next_year_group = models.SmallIntegerField(
        choices=YearGroup, null=True, blank=True, editable=False
    )
    leaves_on = models.DateField("expected to leave", null=True, blank=True, editable=False)
    photo = models.ImageField(upload_to=private_path, blank=True)
    home_language = models.CharField(max_length=40, blank=True)
    is_eal = models.BooleanField("English as an additional language", default=False)
    has_pupil_premium = models.BooleanField("pupil premium", default=False)
    has_free_meals = models.BooleanField("free school meals", default=False)
    is_looked_after = models.BooleanField("looked after", default=False)
    young_carer = models.CharField(max_length=1, choices=YoungCarer, default=YoungCarer.NOT)
    safeguarding_pointer = models.CharField(
        "safeguarding file",
        max_length=120,
        blank=True,
        help_text="Where it is held. Never what it says.",
    )
    joined_on = models.DateField("joined", null=True, blank=True)
    left_on = models.DateField("left", null=True, blank=True)
    left_for = models.CharField("went to", max_length=120, blank=True)

    objects: Any = SchoolOwnedManager.from_queryset(PupilQuerySet)()

    class Meta(Recorded.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["school", "upn"], condition=~Q(upn=""), name="one_pupil_a_upn"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="pupil_left_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(next_year_group__isnull=True)
                | Q(next_year_group__gte=F("year_group"))
                | Q(year_group__in=[int(year) for year in BESIDE_THE_RUN]),
                name="pupil_never_goes_down_a_year",
            ),
        ]
        indexes = [models.Index(fields=["school", "surname", "forename"])]

    feeds = True

    def __str__(self) -> str:
        return f"pupil {self.pk}"

    def about(self) -> Iterable[int]:
        """The child itself."""
        return [self.pk]

    @property
    def shown_forename(self) -> str:
        """The forename the child goes by."""
        return self.preferred_forename or self.forename

    @property
    def shown_surname(self) -> str:
        """The surname the child goes by."""
        return self.preferred_surname or self.surname

    @property
    def name(self) -> str:
        """`Preferred Surname`, as people say it."""
        return f"{self.shown_forename} {self.shown_surname}"

    def year_on(self, day: date) -> int:
        """The year group on a day of the year `year_group` holds for, or of a later one."""
        years = academic_year_of(day) - self.year_begins
        return year_group_after(self.year_group, years, first_step=self.next_year_group)

    def is_in_year(self, year_group: int, on: date) -> None:
        """Set the year group a person says the child is in on a day; what was planned is void."""
        self.year_group, self.year_begins = year_group, academic_year_of(on)
        self.next_year_group = None

    def leaves(self, on: date, went_to: str) -> None:
        """Mark as left after a last day, in the year group of that day; no longer expected to."""
        years = self.year_begins - academic_year_of(on)
        if years > 0 and self.year_group not in BESIDE_THE_RUN:
            self.is_in_year(self.year_group - years, on)
        self.left_on, self.left_for, self.leaves_on = on, went_to, None

    @property
    def has_left(self) -> bool:
        """Whether the record is archived."""
        return self.left_on is not None
