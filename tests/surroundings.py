"""What tests replace of the site's surroundings, and nothing of its rules."""

import logging
from typing import Any

import hypothesis
import pytest
from django.conf import settings

PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
QUICK_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Files as they lie in the tree, a quick password hash, no log line for each request."""
    settings.STORAGES["staticfiles"] = {"BACKEND": PLAIN_STATIC}
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    logging.getLogger().setLevel(logging.WARNING)
    settings.PASSWORD_HASHERS = [QUICK_HASHER, *settings.PASSWORD_HASHERS]
    # A neighbour can slow one example threefold; the budget of a whole test is its limit.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Any) -> None:
    """What a test uploads or sends lies in its own folder."""
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = storages
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
