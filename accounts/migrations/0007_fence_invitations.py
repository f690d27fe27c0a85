"""Fence invitations to their school."""

from django.db import migrations

from schools.fences import SchoolFence


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_invitations")]

    operations = [SchoolFence("Invitation"), SchoolFence("InvitedClass")]
