"""The school's checklist for concerns, and what was answered."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from schools.fences import RenewAppendOnly, SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("pupils", "0021_several_things_tried"),
        ("schools", "0006_reminder_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="concern",
            name="checklist_answers",
            field=models.JSONField(
                blank=True, default=list, verbose_name="what the checklist says"
            ),
        ),
        migrations.AddField(
            model_name="concern",
            name="checklist_kind",
            field=models.CharField(blank=True, max_length=40, verbose_name="key of its checklist"),
        ),
        migrations.AddField(
            model_name="concern",
            name="checklist_name",
            field=models.CharField(blank=True, max_length=80, verbose_name="checklist"),
        ),
        migrations.AddField(
            model_name="historicalconcern",
            name="checklist_answers",
            field=models.JSONField(
                blank=True, default=list, verbose_name="what the checklist says"
            ),
        ),
        migrations.AddField(
            model_name="historicalconcern",
            name="checklist_kind",
            field=models.CharField(blank=True, max_length=40, verbose_name="key of its checklist"),
        ),
        migrations.AddField(
            model_name="historicalconcern",
            name="checklist_name",
            field=models.CharField(blank=True, max_length=80, verbose_name="checklist"),
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("questions", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "number"), name="one_checklist_a_number"
                    )
                ],
            },
        ),
        SchoolFence("Checklist"),
        RenewAppendOnly("Concern"),  # rebuilt here and by 0021
    ]
