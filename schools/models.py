"""The school itself: name and numbers, calendar, classes, settings with dates."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from common.years import YearGroup
from schools.files import private_path
from schools.records import HistoryRow, current_user, kept_history
from schools.tenancy import DatedQuerySet, SchoolOwned, SchoolOwnedManager

digits = {n: RegexValidator(rf"^\d{{{n}}}$", f"Enter {n} digits.") for n in (3, 4, 6)}


class Trust(models.Model):
    """A group of schools. Sees aggregates only (permissions.md)."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """One school: the root that every record of a child hangs from."""

    class Phase(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        INFANT = "infant", "Infant"
        JUNIOR = "junior", "Junior"
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all_through", "All-through"
        SPECIAL = "special", "Special"
        PRU = "pru", "Pupil referral unit"

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT)
    urn = models.CharField("URN", max_length=6, blank=True, validators=[digits[6]])
    la_number = models.CharField("LA number", max_length=3, blank=True, validators=[digits[3]])
    estab_number = models.CharField(
        "establishment number", max_length=4, blank=True, validators=[digits[4]]
    )
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.PRIMARY)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    logo = models.ImageField(
        upload_to=private_path, blank=True, validators=[FileExtensionValidator(["png"])]
    )
    senco_name = models.CharField("SENCO", max_length=120, blank=True)
    senco_email = models.EmailField("SENCO's e-mail", blank=True)
    dsl_name = models.CharField("designated safeguarding lead", max_length=120, blank=True)
    dsl_phone = models.CharField("DSL's phone", max_length=30, blank=True)
    go_live_on = models.DateField(
        "goes live on", null=True, blank=True, help_text="Nothing is overdue before this day."
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(bases=[HistoryRow], get_user=current_user, user_db_constraint=False)

    def __str__(self) -> str:
        return self.name


class AcademicYear(SchoolOwned):
    """One academic year as the school keeps it: 1 September to 31 August, terms inside."""

    name = models.CharField(max_length=9, help_text="2026/27")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day of the year, usually 31 August.")

    history = kept_history()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="one_year_of_a_name"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="year_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HalfTerm(SchoolOwned):
    """One of six half-terms, with its first and last day of school; never derived."""

    class Name(models.TextChoices):
        AUTUMN_1 = "autumn1", "Autumn 1"
        AUTUMN_2 = "autumn2", "Autumn 2"
        SPRING_1 = "spring1", "Spring 1"
        SPRING_2 = "spring2", "Spring 2"
        SUMMER_1 = "summer1", "Summer 1"
        SUMMER_2 = "summer2", "Summer 2"

    academic_year = models.ForeignKey(
        AcademicYear, on_delete=models.PROTECT, related_name="half_terms"
    )
    name = models.CharField(max_length=8, choices=Name)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day of school before the break.")

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["academic_year", "name"], name="one_half_term_of_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="half_term_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.academic_year_id}"

    @property
    def term(self) -> str:
        """The term this is half of: Autumn, Spring or Summer."""
        return str(self.get_name_display()).split()[0]


class ClosureDay(SchoolOwned):
    """A day in term when pupils are not at school: INSET, or closed for another reason."""

    class Kind(models.TextChoices):
        INSET = "inset", "INSET day"
        CLOSED = "closed", "Closed"

    on = models.DateField()
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.INSET)
    why = models.CharField(max_length=120, blank=True)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["school", "on"], name="one_closure_a_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class ClassGroup(SchoolOwned):
    """A class in one academic year, such as 4B in 2026/27. A mixed class has no `year_group`."""

    academic_year = models.ForeignKey(
        AcademicYear, on_delete=models.PROTECT, related_name="classes"
    )
    name = models.CharField(max_length=20)
    year_group = models.SmallIntegerField(choices=YearGroup, null=True, blank=True)

    history = kept_history()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["academic_year", "name"], name="one_class_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class DatedSettingQuerySet(DatedQuerySet):
    """Settings, asked for by name and day."""

    def value_of(self, name: str, on: date) -> Decimal | None:
        """The value of a setting on a day; `None` when the school has set none by then."""
        row = self.filter(name=name, starts_on__lte=on).order_by("-starts_on").first()
        return row.value if row else None


class DatedSetting(SchoolOwned):
    """A figure of the school that changes at a date, such as the notional £6,000."""

    class Name(models.TextChoices):
        NOTIONAL_THRESHOLD = "notional_threshold", "Notional SEN threshold, £ a pupil a year"
        WEEKS_PER_YEAR = "weeks_per_year", "Weeks a year for costing"
        RETENTION_YEARS = "retention_years", "Years from birth an SEN file is kept"
        LINK_DAYS = "link_days", "Days a parent's link lives"
        SMALL_NUMBER = "small_number", "Counts below this are suppressed for the trust"
        TAIL_DAYS = "tail_days", "Days last year's teacher can still read"
        ALERT_HOUR = "alert_hour", "Children opened in an hour that raise an alert"
        ALERT_TIMES = "alert_times", "Times their usual day that raise an alert"
        ALERT_LEAST = "alert_least", "Children in a day below which their usual day does not count"
        ALERT_NIGHT = "alert_night", "Children opened after midnight that raise an alert"
        ALERT_EXPORTS = "alert_exports", "Exports with names in a day that raise an alert"
        REMIND_SENCO = "remind_senco", "School days overdue after which the SENCO is told"
        REMIND_HEAD = "remind_head", "School days overdue after which the head is told"
        TEACHERS_ISSUE = "teachers_issue", "Teachers issue plans themselves: 1 yes, 0 no"

    name = models.CharField(max_length=20, choices=Name)
    starts_on = models.DateField("from")
    value = models.DecimalField(max_digits=9, decimal_places=2)

    history = kept_history()
    objects: Any = SchoolOwnedManager.from_queryset(DatedSettingQuerySet)()

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name", "starts_on"], name="one_setting_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} from {self.starts_on}"


class SetupSkip(SchoolOwned):
    """A step of set-up that the school passes over for now. What is done is never stored."""

    class Step(models.TextChoices):
        SCHOOL = "school", "The school"
        DATES = "dates", "Term dates"
        LADDER = "ladder", "Ladder"
        CLASSES = "classes", "Classes"
        PUPILS = "pupils", "Pupils"
        PEOPLE = "people", "People"

    step = models.CharField(max_length=8, choices=Step)
    skipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    skipped_at = models.DateTimeField(default=timezone.now)

    class Meta(SchoolOwned.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["school", "step"], name="one_skip_a_step")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} skipped"
