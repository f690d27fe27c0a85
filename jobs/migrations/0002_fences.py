"""Fence the tables of this room to their school."""

from django.db import migrations

from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_first_schema"),
        ("schools", "0002_fences"),
    ]

    operations = [
        SchoolFence("Job"),
        SchoolFence("OutboxMessage"),
    ]
