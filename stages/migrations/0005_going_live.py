"""Drafts of placing a school's list at go-live, and the mark on the records they make."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import schools.files
from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("pupils", "0002_fences"),
        ("schools", "0003_setup_skips"),
        ("stages", "0004_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalstagerecord",
            name="taken_over_on",
            field=models.DateField(blank=True, null=True, verbose_name="taken over at go-live"),
        ),
        migrations.AddField(
            model_name="stagerecord",
            name="taken_over_on",
            field=models.DateField(blank=True, null=True, verbose_name="taken over at go-live"),
        ),
        migrations.CreateModel(
            name="StagingDraft",
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
                    "how",
                    models.CharField(
                        choices=[
                            ("status", "By SEN status: K, E or N"),
                            ("need", "By main need"),
                            ("year", "By year group"),
                            ("column", "By a column of a spreadsheet"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not placed yet"),
                            ("placed", "Placed"),
                            ("aside", "Put aside, nothing changed"),
                        ],
                        default="open",
                        max_length=6,
                    ),
                ),
                ("rules", models.JSONField(default=dict)),
                ("file", models.FileField(blank=True, upload_to=schools.files.private_path)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("placed", models.PositiveIntegerField(default=0)),
                (
                    "ended_by",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StagingChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("stage_key", models.CharField(blank=True, max_length=40)),
                ("since", models.DateField(blank=True, null=True)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pupils.pupil",
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="stages.stagingdraft",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="stagingdraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("school",),
                name="one_open_staging_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagingdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True), ("ended_by__isnull", True), ("state", "open")
                    ),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="staging_draft_ended_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="stagingchoice",
            constraint=models.UniqueConstraint(
                fields=("draft", "pupil"), name="one_choice_a_child"
            ),
        ),
        migrations.AddConstraint(
            model_name="stagingchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage_key", ""), ("since__isnull", False), _connector="OR"),
                name="placed_since_a_day",
            ),
        ),
        SchoolFence("StagingDraft"),
        SchoolFence("StagingChoice"),
    ]
