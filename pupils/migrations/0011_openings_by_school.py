"""Find the openings of a school by time."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pupils", "0010_entry_tablet"),
        ("schools", "0002_fences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accessentry",
            index=models.Index(fields=["school", "-at"], name="openings_of_school"),
        ),
    ]
