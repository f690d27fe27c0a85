"""Keep who changed the school, its years, its classes and its figures, and what they were."""

import uuid

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import schools.records
from schools.fences import AppendOnly, HistoryFence


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0004_opening_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalAcademicYear",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "request_id",
                    models.CharField(
                        blank=True, default=schools.records._current_request_id, max_length=64
                    ),
                ),
                ("name", models.CharField(help_text="2026/27", max_length=9)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="Last day of the year, usually 31 August.")),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical academic year",
                "verbose_name_plural": "historical academic years",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalClassGroup",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "request_id",
                    models.CharField(
                        blank=True, default=schools.records._current_request_id, max_length=64
                    ),
                ),
                ("name", models.CharField(max_length=20)),
                (
                    "year_group",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (-4, "Early years 1"),
                            (-3, "Early years 2"),
                            (-2, "Nursery 1"),
                            (-1, "Nursery 2"),
                            (0, "Reception"),
                            (1, "Year 1"),
                            (2, "Year 2"),
                            (3, "Year 3"),
                            (4, "Year 4"),
                            (5, "Year 5"),
                            (6, "Year 6"),
                            (7, "Year 7"),
                            (8, "Year 8"),
                            (9, "Year 9"),
                            (10, "Year 10"),
                            (11, "Year 11"),
                            (12, "Year 12"),
                            (13, "Year 13"),
                            (14, "Year 14"),
                            (90, "Mixed year"),
                            (91, "Not following the national curriculum"),
                        ],
                        null=True,
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "academic_year",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="schools.academicyear",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical class group",
                "verbose_name_plural": "historical class groups",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDatedSetting",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "request_id",
                    models.CharField(
                        blank=True, default=schools.records._current_request_id, max_length=64
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("notional_threshold", "Notional SEN threshold, £ a pupil a year"),
                            ("weeks_per_year", "Weeks a year for costing"),
                            ("retention_years", "Years from birth an SEN file is kept"),
                            ("link_days", "Days a parent's link lives"),
                            ("small_number", "Counts below this are suppressed for the trust"),
                            ("tail_days", "Days last year's teacher can still read"),
                            ("alert_hour", "Children opened in an hour that raise an alert"),
                            ("alert_times", "Times their usual day that raise an alert"),
                            (
                                "alert_least",
                                "Children in a day below which their usual day does not count",
                            ),
                            ("alert_night", "Children opened after midnight that raise an alert"),
                            ("alert_exports", "Exports with names in a day that raise an alert"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("value", models.DecimalField(decimal_places=2, max_digits=9)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical dated setting",
                "verbose_name_plural": "historical dated settings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSchool",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "request_id",
                    models.CharField(
                        blank=True, default=schools.records._current_request_id, max_length=64
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField()),
                (
                    "urn",
                    models.CharField(
                        blank=True,
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{6}$", "Enter 6 digits.")
                        ],
                        verbose_name="URN",
                    ),
                ),
                (
                    "la_number",
                    models.CharField(
                        blank=True,
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{3}$", "Enter 3 digits.")
                        ],
                        verbose_name="LA number",
                    ),
                ),
                (
                    "estab_number",
                    models.CharField(
                        blank=True,
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{4}$", "Enter 4 digits.")
                        ],
                        verbose_name="establishment number",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("nursery", "Nursery"),
                            ("infant", "Infant"),
                            ("junior", "Junior"),
                            ("primary", "Primary"),
                            ("secondary", "Secondary"),
                            ("all_through", "All-through"),
                            ("special", "Special"),
                            ("pru", "Pupil referral unit"),
                        ],
                        default="primary",
                        max_length=12,
                    ),
                ),
                ("address", models.TextField(blank=True)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "logo",
                    models.TextField(
                        blank=True,
                        max_length=100,
                        validators=[django.core.validators.FileExtensionValidator(["png"])],
                    ),
                ),
                ("senco_name", models.CharField(blank=True, max_length=120, verbose_name="SENCO")),
                (
                    "senco_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="SENCO's e-mail"),
                ),
                (
                    "dsl_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="designated safeguarding lead"
                    ),
                ),
                (
                    "dsl_phone",
                    models.CharField(blank=True, max_length=30, verbose_name="DSL's phone"),
                ),
                (
                    "go_live_on",
                    models.DateField(
                        blank=True,
                        help_text="Nothing is overdue before this day.",
                        null=True,
                        verbose_name="goes live on",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="schools.trust",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical school",
                "verbose_name_plural": "historical schools",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        HistoryFence("AcademicYear"),
        HistoryFence("ClassGroup"),
        HistoryFence("DatedSetting"),
        AppendOnly("HistoricalSchool"),
    ]
