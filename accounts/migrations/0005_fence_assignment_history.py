"""Fence the history of class assignments to its school, and make it append-only."""

from django.db import migrations

from schools.fences import HistoryFence


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_record_assignments")]

    operations = [HistoryFence("ClassAssignment")]
