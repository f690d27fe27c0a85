"""Fence shared tablets and PINs to their school."""

from django.db import migrations

from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_tablets")]

    operations = [SchoolFence("Tablet"), SchoolFence("TabletPin")]
