"""A test that commits leaves nothing behind for the next one."""

import pytest
from django.db import connection

from pupils.models import NeedType
from schools.models import School
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_tables_are_empty_again(turn: str) -> None:
    """Whichever turn comes first, the other finds no school; lookup tables stay filled."""
    assert not School.objects.exists()
    assert NeedType.objects.exists()
    SchoolFactory(slug="left-behind")
    assert not connection.in_atomic_block
