"""A concern can tell of several things that were tried."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pupils", "0020_observations"),
    ]

    operations = [
        migrations.AddField(
            model_name="concern",
            name="tried_more",
            field=models.JSONField(blank=True, default=list, verbose_name="what else was tried"),
        ),
        migrations.AddField(
            model_name="historicalconcern",
            name="tried_more",
            field=models.JSONField(blank=True, default=list, verbose_name="what else was tried"),
        ),
    ]
