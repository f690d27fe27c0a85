"""Keep what a school adds to the bank and hides of it, fenced."""

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import schools.records
from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("provision", "0002_issued_plans"),
        ("pupils", "0021_several_things_tried"),
        ("schools", "0006_reminder_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalBankItem",
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
                    "kind",
                    models.CharField(
                        choices=[("target", "Target"), ("strategy", "Strategy")], max_length=8
                    ),
                ),
                ("words", models.CharField(max_length=400, verbose_name="what it says")),
                (
                    "measure",
                    models.CharField(blank=True, max_length=400, verbose_name="how we will know"),
                ),
                ("how_often", models.CharField(blank=True, max_length=160)),
                ("is_built_in", models.BooleanField(default=False, verbose_name="of the start")),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
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
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pupils.needarea",
                        verbose_name="area of need",
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
                "verbose_name": "historical bank item",
                "verbose_name_plural": "historical bank items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="BankItem",
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
                    "kind",
                    models.CharField(
                        choices=[("target", "Target"), ("strategy", "Strategy")], max_length=8
                    ),
                ),
                ("words", models.CharField(max_length=400, verbose_name="what it says")),
                (
                    "measure",
                    models.CharField(blank=True, max_length=400, verbose_name="how we will know"),
                ),
                ("how_often", models.CharField(blank=True, max_length=160)),
                ("is_built_in", models.BooleanField(default=False, verbose_name="of the start")),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pupils.needarea",
                        verbose_name="area of need",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "kind", "words"), name="one_bank_item_a_wording"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="bank_item_says_what"
                    ),
                ],
            },
        ),
        SchoolFence("BankItem"),
    ]
