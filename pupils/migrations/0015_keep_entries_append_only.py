"""Put the triggers of the access log back, which SQLite lost when 0010 and 0011 changed it."""

from django.db import migrations

from schools.fences import RenewAppendOnly


class Migration(migrations.Migration):
    dependencies = [("pupils", "0014_snapshots")]

    operations = [RenewAppendOnly("AccessEntry", history=False)]
