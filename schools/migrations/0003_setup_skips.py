"""The steps of set-up a school passes over for now."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0002_fences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SetupSkip",
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
                    "step",
                    models.CharField(
                        choices=[
                            ("school", "The school"),
                            ("dates", "Term dates"),
                            ("ladder", "Ladder"),
                            ("classes", "Classes"),
                            ("pupils", "Pupils"),
                            ("people", "People"),
                        ],
                        max_length=8,
                    ),
                ),
                ("skipped_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "skipped_by",
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
                "constraints": [
                    models.UniqueConstraint(fields=("school", "step"), name="one_skip_a_step")
                ],
            },
        ),
        SchoolFence("SetupSkip"),
    ]
