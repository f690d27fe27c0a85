"""Fence the tables of this room to their school."""

from django.db import migrations

from schools.fences import AppendOnly, NoOverlap, SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("pupils", "0001_first_schema"),
        ("accounts", "0002_fences"),
    ]

    operations = [
        SchoolFence("Pupil"),
        SchoolFence("ClassPlacement"),
        SchoolFence("Contact"),
        SchoolFence("StaffLink"),
        SchoolFence("AccessBlock"),
        SchoolFence("Need"),
        SchoolFence("SenStatus"),
        SchoolFence("AccessEntry"),
        AppendOnly("AccessEntry"),
        NoOverlap("ClassPlacement", owner="pupil"),
        NoOverlap("SenStatus", owner="pupil"),
    ]
