"""Decisions that a child stays at a stage."""

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
        ("pupils", "0017_concerns"),
        ("schools", "0005_record_settings"),
        ("stages", "0006_due_items"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalStayDecision",
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
                ("route_words", models.CharField(blank=True, max_length=160)),
                ("reason", models.TextField()),
                (
                    "decided_at",
                    models.CharField(blank=True, max_length=120, verbose_name="decided at"),
                ),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="decided by"),
                ),
                (
                    "took_part",
                    models.CharField(blank=True, max_length=300, verbose_name="took part"),
                ),
                (
                    "parent_told_how",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("meeting", "In a meeting"),
                            ("phone", "By phone"),
                            ("email", "By e-mail"),
                            ("letter", "By letter"),
                            ("not_yet", "Not yet told"),
                        ],
                        default="not_yet",
                        max_length=10,
                    ),
                ),
                ("parent_told_on", models.DateField(blank=True, null=True)),
                ("missing", models.TextField(blank=True, verbose_name="what was missing")),
                ("went_on_because", models.TextField(blank=True, verbose_name="why it went on")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
                ("decided_on", models.DateField(verbose_name="decided on")),
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
                    "record",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stages.stagerecord",
                    ),
                ),
                (
                    "recorded_by",
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
                "verbose_name": "historical stay decision",
                "verbose_name_plural": "historical stay decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="StayDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("route_words", models.CharField(blank=True, max_length=160)),
                ("reason", models.TextField()),
                (
                    "decided_at",
                    models.CharField(blank=True, max_length=120, verbose_name="decided at"),
                ),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=200, verbose_name="decided by"),
                ),
                (
                    "took_part",
                    models.CharField(blank=True, max_length=300, verbose_name="took part"),
                ),
                (
                    "parent_told_how",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("meeting", "In a meeting"),
                            ("phone", "By phone"),
                            ("email", "By e-mail"),
                            ("letter", "By letter"),
                            ("not_yet", "Not yet told"),
                        ],
                        default="not_yet",
                        max_length=10,
                    ),
                ),
                ("parent_told_on", models.DateField(blank=True, null=True)),
                ("missing", models.TextField(blank=True, verbose_name="what was missing")),
                ("went_on_because", models.TextField(blank=True, verbose_name="why it went on")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stay_decisions",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="stages.stagerecord",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
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
                "indexes": [models.Index(fields=["pupil", "decided_on"], name="stays_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("record", "decided_on"),
                        name="one_stay_decision_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="stay_decision_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("parent_told_how", "not_yet"), ("parent_told_on__isnull", True)
                            ),
                            models.Q(
                                models.Q(("parent_told_how", "not_yet"), _negated=True),
                                ("parent_told_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="stay_parent_told_how_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("missing", ""),
                            models.Q(("went_on_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="stay_going_on_says_why",
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
                        name="stay_withdrawn_by_someone",
                    ),
                ],
            },
        ),
        SchoolFence("StayDecision"),
    ]
