"""Keep documents about a child, fenced to their school."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import schools.files
import schools.records
from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("pupils", "0017_concerns"),
        ("schools", "0006_reminder_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalDocument",
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
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("on", models.DateField(verbose_name="of the day")),
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
                (
                    "is_issued",
                    models.BooleanField(default=False, verbose_name="issued by the school"),
                ),
                ("file", models.TextField(max_length=120)),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why taken back"),
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
                    "added_by",
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
                "verbose_name": "historical document",
                "verbose_name_plural": "historical documents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("on", models.DateField(verbose_name="of the day")),
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
                (
                    "is_issued",
                    models.BooleanField(default=False, verbose_name="issued by the school"),
                ),
                ("file", models.FileField(max_length=120, upload_to=schools.files.private_path)),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why taken back"),
                ),
                (
                    "added_by",
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
                        related_name="documents",
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
                "indexes": [models.Index(fields=["pupil", "-on"], name="documents_of_a_pupil")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("file", ""), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                            ("size__gt", 0),
                        ),
                        name="document_has_a_title_and_a_file",
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
                        name="document_taken_back_with_a_reason",
                    ),
                ],
            },
        ),
        SchoolFence("Document"),
    ]
