"""What the settings make of their surroundings, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

NEEDED = {
    "SENREGISTER_ENV": "production",
    "SECRET_KEY": "only-for-this-test-" * 4,
    "ALLOWED_HOSTS": "register.example",
    "BASE_URL": "https://register.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def _engine(surroundings: dict[str, str], var: Path) -> subprocess.CompletedProcess[str]:
    """Read the settings with these surroundings; the database's engine is printed."""
    code = "from django.conf import settings; print(settings.DATABASES['default']['ENGINE'])"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "senregister.settings",
            "SENREGISTER_VAR": str(var),
            **surroundings,
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_address_left_empty_is_none(tmp_path: Path) -> None:
    """A `DATABASE_URL` set to nothing means the embedded database, as one that is not set."""
    read = _engine({"DATABASE_URL": ""}, tmp_path)
    assert read.stdout.strip() == "django.db.backends.sqlite3", read.stderr


@pytest.mark.parametrize(
    "missing", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "REDIS_URL"]
)
@pytest.mark.parametrize("how", ["unset", "empty"])
def test_production_refuses_to_start_without(missing: str, how: str, tmp_path: Path) -> None:
    """Production starts with what it needs, and refuses, naming it, without any one of them."""
    assert _engine(NEEDED, tmp_path).returncode == 0
    given = {name: value for name, value in NEEDED.items() if name != missing}
    read = _engine(given | ({missing: ""} if how == "empty" else {}), tmp_path)
    assert read.returncode != 0
    assert missing in read.stderr
