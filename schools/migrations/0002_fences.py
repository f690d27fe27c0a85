"""Fence the tables of this room to their school."""

from django.db import migrations

from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0001_first_schema"),
    ]

    operations = [
        SchoolFence("AcademicYear"),
        SchoolFence("HalfTerm"),
        SchoolFence("ClosureDay"),
        SchoolFence("ClassGroup"),
        SchoolFence("DatedSetting"),
    ]
