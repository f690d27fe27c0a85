"""Rules of the house that a reader would otherwise have to look for (architecture.md)."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CASCADE, Model

from tests.consistency.tree import ROOMS, ROOT, code, text

OURS: list[type[Model]] = [
    model
    for model in apps.get_models()
    if model._meta.app_label in ROOMS and not hasattr(model, "history_object")
]
# Rows that go with what they belong to, and why nothing about a child is lost.
CASCADES: dict[str, str] = {}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_models_have_no_order_of_their_own(model: type[Model]) -> None:
    """`Meta.ordering` sorts queries nobody asked to sort: each list says its order."""
    assert not model._meta.ordering


def test_nothing_goes_down_with_something_else() -> None:
    """PROTECT, then archive: no cascade over a child's records."""
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.concrete_fields
        if field.remote_field and getattr(field.remote_field, "on_delete", None) is CASCADE
        if field.name != "history_relation"
    }
    assert cascading == set(CASCADES)


def test_the_common_room_has_no_models_views_or_addresses() -> None:
    """`common` is a plain package: whatever knows a record lives in that record's room."""
    names = {path.stem for path in (ROOT / "common").glob("*.py")}
    assert not names & {"models", "views", "urls", "forms", "apps", "tasks"}
    assert "common" not in settings.INSTALLED_APPS


def test_no_signals_carry_rules() -> None:
    """A rule is called by name where it applies; nothing listens from afar."""
    listening = re.compile(r"@receiver\b|\b(pre|post)_(save|delete|init)\b|m2m_changed")
    assert not [path for path in code() if listening.search(text(path))]


def test_there_is_no_admin() -> None:
    """Django's admin knows neither scope nor access log."""
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
