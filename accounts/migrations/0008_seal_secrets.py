"""Seals the secrets of second factors that were stored as allauth stores them by default."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

from accounts.sealing import seal, unseal

SECRETS = ("secret", "seed")


def seal_all(apps: Any, schema_editor: Any) -> None:
    """No secret of an authenticator can be read without the site's key."""
    _rewrite(apps, seal)


def unseal_all(apps: Any, schema_editor: Any) -> None:
    """As they were before."""
    _rewrite(apps, unseal)


def _rewrite(apps: Any, change: Callable[[str], str]) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.iterator():
        changed = {name: change(row.data[name]) for name in SECRETS if name in row.data}
        if changed:
            row.data |= changed
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_fence_invitations"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(seal_all, unseal_all)]
