"""Fence the tables of this room to their school."""

from django.db import migrations

from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_saved_views"),
        ("accounts", "0002_fences"),
        ("schools", "0002_fences"),
    ]

    operations = [
        SchoolFence("SavedView"),
    ]
