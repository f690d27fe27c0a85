"""Jobs that end without a word to who started them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0003_messages_let_be"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="tells_starter",
            field=models.BooleanField(default=True, verbose_name="sends word when it is over"),
        ),
    ]
