"""Keep concerns from a draft to what was decided, fenced to their school."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import schools.records
from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_factor_resets"),
        ("pupils", "0016_meetings"),
        ("schools", "0005_record_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalConcern",
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
                ("history_change_reason", models.TextField(null=True)),
                (
                    "whose",
                    models.CharField(
                        choices=[
                            ("staff", "Mine, or a colleague's"),
                            ("parent", "A parent or carer's"),
                            ("professional", "A professional's from outside"),
                        ],
                        default="staff",
                        max_length=12,
                        verbose_name="whose worry",
                    ),
                ),
                (
                    "from_name",
                    models.CharField(blank=True, max_length=120, verbose_name="their name"),
                ),
                (
                    "from_role",
                    models.CharField(blank=True, max_length=120, verbose_name="their role"),
                ),
                ("areas", models.JSONField(blank=True, default=list, verbose_name="areas of need")),
                ("seen", models.TextField(blank=True, verbose_name="what is seen")),
                ("tried", models.TextField(blank=True, verbose_name="what was tried")),
                (
                    "tried_since",
                    models.DateField(blank=True, null=True, verbose_name="tried since"),
                ),
                (
                    "parents_know",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes, they know"), ("no", "Not yet")],
                        max_length=3,
                        verbose_name="do the parents know",
                    ),
                ),
                (
                    "why_not_told",
                    models.TextField(blank=True, verbose_name="why the parents do not know"),
                ),
                (
                    "kind",
                    models.CharField(blank=True, max_length=40, verbose_name="key of its form"),
                ),
                ("kind_name", models.CharField(blank=True, max_length=80, verbose_name="form")),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("open", "Open: staff who work with the child read it"),
                            (
                                "restricted",
                                "Restricted: others see that there is one, and whom to ask",
                            ),
                            ("concealed", "Concealed: others see nothing at all"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="who may read it",
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("raised_at", models.DateTimeField(blank=True, null=True, verbose_name="raised")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "Resolved"),
                            ("observe", "Observation planned"),
                            ("stage", "A stage was agreed"),
                        ],
                        max_length=8,
                        verbose_name="decided",
                    ),
                ),
                (
                    "outcome_words",
                    models.CharField(blank=True, max_length=200, verbose_name="what that means"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "observe_on",
                    models.DateField(blank=True, null=True, verbose_name="observation by"),
                ),
                (
                    "triaged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why withdrawn"),
                ),
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
                    "observer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.membership",
                        verbose_name="who observes",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
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
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "triaged_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical concern",
                "verbose_name_plural": "historical concerns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "whose",
                    models.CharField(
                        choices=[
                            ("staff", "Mine, or a colleague's"),
                            ("parent", "A parent or carer's"),
                            ("professional", "A professional's from outside"),
                        ],
                        default="staff",
                        max_length=12,
                        verbose_name="whose worry",
                    ),
                ),
                (
                    "from_name",
                    models.CharField(blank=True, max_length=120, verbose_name="their name"),
                ),
                (
                    "from_role",
                    models.CharField(blank=True, max_length=120, verbose_name="their role"),
                ),
                ("areas", models.JSONField(blank=True, default=list, verbose_name="areas of need")),
                ("seen", models.TextField(blank=True, verbose_name="what is seen")),
                ("tried", models.TextField(blank=True, verbose_name="what was tried")),
                (
                    "tried_since",
                    models.DateField(blank=True, null=True, verbose_name="tried since"),
                ),
                (
                    "parents_know",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes, they know"), ("no", "Not yet")],
                        max_length=3,
                        verbose_name="do the parents know",
                    ),
                ),
                (
                    "why_not_told",
                    models.TextField(blank=True, verbose_name="why the parents do not know"),
                ),
                (
                    "kind",
                    models.CharField(blank=True, max_length=40, verbose_name="key of its form"),
                ),
                ("kind_name", models.CharField(blank=True, max_length=80, verbose_name="form")),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("open", "Open: staff who work with the child read it"),
                            (
                                "restricted",
                                "Restricted: others see that there is one, and whom to ask",
                            ),
                            ("concealed", "Concealed: others see nothing at all"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="who may read it",
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("raised_at", models.DateTimeField(blank=True, null=True, verbose_name="raised")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "Resolved"),
                            ("observe", "Observation planned"),
                            ("stage", "A stage was agreed"),
                        ],
                        max_length=8,
                        verbose_name="decided",
                    ),
                ),
                (
                    "outcome_words",
                    models.CharField(blank=True, max_length=200, verbose_name="what that means"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "observe_on",
                    models.DateField(blank=True, null=True, verbose_name="observation by"),
                ),
                (
                    "triaged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why withdrawn"),
                ),
                (
                    "observer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                        verbose_name="who observes",
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "triaged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["school", "raised_at"], name="concerns_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("raised_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("pupil", "started_by"),
                        name="one_draft_concern_a_writer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("raised_at__isnull", True), ("raised_by__isnull", True)),
                            models.Q(
                                ("raised_at__isnull", False),
                                ("raised_by__isnull", False),
                                models.Q(("seen", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="concern_raised_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", ""),
                                ("triaged_at__isnull", True),
                                ("triaged_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("raised_at__isnull", False),
                                ("triaged_at__isnull", False),
                                ("triaged_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="concern_decided_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "observe"), _negated=True),
                            models.Q(("observe_on__isnull", False), ("observer__isnull", False)),
                            _connector="OR",
                        ),
                        name="concern_observed_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_because", ""),
                                ("withdrawn_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="concern_withdrawn_with_a_reason",
                    ),
                ],
            },
        ),
        SchoolFence("Concern"),
    ]
