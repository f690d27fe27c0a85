"""A draft of the ladder: who began it, who changed it last, and the whole of it as one value."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0002_fences"),
        ("stages", "0003_letters_of_moves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ladderversion",
            name="begun_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ladderversion",
            name="begun_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ladderversion",
            name="changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ladderversion",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ladderversion",
            name="content",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ladderversion",
            name="reason",
            field=models.TextField(blank=True, verbose_name="what changed and why"),
        ),
        migrations.AddConstraint(
            model_name="ladderversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)),
                fields=("ladder",),
                name="one_draft_a_ladder",
            ),
        ),
        migrations.AddConstraint(
            model_name="ladderversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content__isnull", True), ("published_at__isnull", False)),
                    models.Q(
                        ("begun_at__isnull", False),
                        ("begun_by__isnull", False),
                        ("changed_at__isnull", False),
                        ("changed_by__isnull", False),
                        ("content__isnull", False),
                        ("published_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="draft_is_somebodys_work",
            ),
        ),
    ]
