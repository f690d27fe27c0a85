"""The command itself: what it prints, refuses and leaves alone."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from common.errors import Refused
from reports.demo.demo import load_demo
from schools.models import School
from tests.demo.conftest import NOW, content_of

pytestmark = [pytest.mark.django_db, pytest.mark.budget(60)]


@pytest.fixture(autouse=True)
def _on_one_day(time_machine: Any) -> None:
    time_machine.move_to(NOW)


def small(**more: Any) -> dict[str, Any]:
    """One small school."""
    return load_demo(**({"schools": 1, "pupils": 60, "seed": 7} | more))


def test_one_seed_gives_the_same_content() -> None:
    """Loaded twice from nothing, every row says the same; the next seed gives another school."""
    found = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            told = small(seed=seed)
            found.append((told, content_of(School.objects.get(slug=told["schools"][0]["slug"]))))
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0][1] != found[2][1]


def test_a_second_run_changes_nothing_and_says_the_same() -> None:
    """Safe to repeat; more schools asked for are added beside those there."""
    first = small()
    before = content_of(School.objects.get())
    assert small() == first
    assert content_of(School.objects.get()) == before
    more = small(schools=2)
    assert more["schools"][0] == first["schools"][0]
    assert School.objects.count() == 2


def test_it_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json nothing but the object is printed; without it the sign-ins in words."""
    call_command("demo", "--json", schools=1, pupils=30, seed=3)
    told = json.loads(capsys.readouterr().out)
    assert told.keys() == {"schools", "people"}
    call_command("demo", schools=1, pupils=30, seed=3)
    assert told["people"][0]["email"] in capsys.readouterr().out


def test_it_refuses_production(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Into a production database nothing fictional goes: exit 1, one sentence, nothing changed."""
    settings.PRODUCTION = True
    with pytest.raises(SystemExit) as left:
        call_command("demo", "--json")
    assert left.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert not School.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "asked", [{"schools": 0}, {"schools": 5000}, {"pupils": 3}, {"pupils": 1_000_000}]
)
def test_it_refuses_what_it_cannot_make(asked: dict[str, int]) -> None:
    """No schools, too many, too few pupils, too many: refused in words."""
    with pytest.raises(Refused):
        small(**asked)
    assert not School.objects.exists()


def test_it_refuses_a_school_it_did_not_make() -> None:
    """A school of the same name from another seed, or somebody's own, is left alone."""
    small()
    with pytest.raises(Refused, match="was not made from seed 8"):
        small(seed=8)
