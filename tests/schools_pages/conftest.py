"""What the tests of the school's pages share."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def monday() -> Any:
    """A Monday in term."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def private_files(settings: Any, tmp_path: Path) -> Path:
    """Where uploads of a test lie."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    return tmp_path
