"""Fence the tables of the refresh to their school."""

from django.db import migrations

from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [("pupils", "0005_mis_refresh")]

    operations = [
        SchoolFence("MisRecord"),
        SchoolFence("MisKeyed"),
        SchoolFence("ColumnMatching"),
        SchoolFence("RefreshSetting"),
        SchoolFence("DropNight"),
    ]
