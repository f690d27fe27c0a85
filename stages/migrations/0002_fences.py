"""Fence the tables of this room to their school."""

from django.db import migrations

from schools.fences import NoOverlap, SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("stages", "0001_first_schema"),
        ("pupils", "0002_fences"),
    ]

    operations = [
        SchoolFence("Ladder"),
        SchoolFence("LadderVersion"),
        SchoolFence("Stage"),
        SchoolFence("Requirement"),
        SchoolFence("Route"),
        SchoolFence("Link"),
        SchoolFence("StageRecord"),
        NoOverlap("StageRecord", owner="pupil", condition="withdrawn_at IS NULL AND NOT beside"),
    ]
