"""What a child and the parents say, fenced to its school."""

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
        ("pupils", "0018_documents"),
        ("schools", "0006_reminder_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalVoice",
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
                        choices=[("pupil", "The pupil's"), ("parent", "A parent's or carer's")],
                        max_length=6,
                        verbose_name="whose words",
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=120, verbose_name="about what")),
                ("on", models.DateField(verbose_name="of the day")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spoken", "In a conversation"),
                            ("written", "In writing"),
                            ("scale", "With a scale or pictures to point at"),
                            ("drawn", "By drawing or making something"),
                            ("observed", "By watching what the child shows"),
                        ],
                        max_length=8,
                        verbose_name="how gathered",
                    ),
                ),
                (
                    "hand",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "Their own"),
                            ("scribe", "A member of staff wrote for them, word for word"),
                            ("summed", "A member of staff summed up what was said"),
                        ],
                        max_length=6,
                        verbose_name="whose hand",
                    ),
                ),
                ("words", models.TextField(verbose_name="their words, or why there are none")),
                ("why_none", models.BooleanField(default=False, verbose_name="there are none")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="given")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pupils.contact",
                        verbose_name="which parent",
                    ),
                ),
                (
                    "given_by",
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
                "verbose_name": "historical voice",
                "verbose_name_plural": "historical voices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Voice",
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
                        choices=[("pupil", "The pupil's"), ("parent", "A parent's or carer's")],
                        max_length=6,
                        verbose_name="whose words",
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=120, verbose_name="about what")),
                ("on", models.DateField(verbose_name="of the day")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spoken", "In a conversation"),
                            ("written", "In writing"),
                            ("scale", "With a scale or pictures to point at"),
                            ("drawn", "By drawing or making something"),
                            ("observed", "By watching what the child shows"),
                        ],
                        max_length=8,
                        verbose_name="how gathered",
                    ),
                ),
                (
                    "hand",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "Their own"),
                            ("scribe", "A member of staff wrote for them, word for word"),
                            ("summed", "A member of staff summed up what was said"),
                        ],
                        max_length=6,
                        verbose_name="whose hand",
                    ),
                ),
                ("words", models.TextField(verbose_name="their words, or why there are none")),
                ("why_none", models.BooleanField(default=False, verbose_name="there are none")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="given")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why taken back"),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voices",
                        to="pupils.contact",
                        verbose_name="which parent",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voices",
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
                    "started_by",
                    models.ForeignKey(
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
                "indexes": [models.Index(fields=["pupil", "-on"], name="voices_of_a_pupil")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="voice_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hand", ""), ("how", ""), ("why_none", True)),
                            models.Q(
                                ("why_none", False),
                                models.Q(("how", ""), _negated=True),
                                models.Q(("hand", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="voice_says_how_it_was_gathered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact__isnull", True), ("whose", "parent"), _connector="OR"
                        ),
                        name="voice_of_a_contact_is_a_parents",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_at__isnull", True), ("given_by__isnull", True)),
                            models.Q(("given_at__isnull", False), ("given_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="voice_given_by_someone",
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
                        name="voice_withdrawn_with_a_reason",
                    ),
                ],
            },
        ),
        SchoolFence("Voice"),
    ]
