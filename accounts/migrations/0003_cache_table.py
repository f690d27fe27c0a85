"""The table of the shared cache, which holds the counts of the sign-in rate limits."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def add_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_fences")]

    operations = [migrations.RunPython(add_table, migrations.RunPython.noop)]
