"""`manage.py next_steps`: the contract of commands.md, and its figures."""

import json
import time
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupils.models import Pupil
from stages.models import EvidenceNote
from stages.next_steps import next_steps
from tests.cast import Cast
from tests.factories.big import fill_school
from tests.factories.pupils import PupilFactory
from tests.factories.stages import move

ON = date(2026, 11, 2)
TODAY = date(2026, 11, 23)
UPN = "A999200022026"


def told(*args: str) -> Any:
    """What the command prints with `--json`."""
    out = StringIO()
    call_command("next_steps", "--school", "northfield", "--json", *args, stdout=out)
    return json.loads(out.getvalue())


def test_the_answer_has_the_keys_of_the_contract(dated: Cast) -> None:
    """Per pupil: stage, since, what is required with its state and proof, missing, next."""
    move(dated.ayla, "stage-3", ON, dated.senco)
    found = told("--on", "2026-11-23")
    assert found["on"] == "2026-11-23"
    ayla = next(row for row in found["pupils"] if row["name"] == dated.ayla.name)
    assert ayla["stage"].startswith("Stage 3")
    assert ayla["since"] == "2026-11-02"
    assert ayla["runs_out_on"] == "2027-04-02"  # 2 terms: half of autumn's 14 weeks are left
    assert {row["state"] for row in ayla["required"]} <= {"done", "due", "overdue", "later"}
    assert set(ayla["required"][0]) == {"what", "state", "due_on", "proof"}
    assert ayla["may_move_up"] is False
    assert ayla["missing"]
    assert set(ayla["next"]) == {"what", "who", "by"}
    ben = next(row for row in found["pupils"] if row["name"] == dated.ben.name)
    assert (ben["stage"], ben["required"], ben["next"]) == (None, [], None)


def test_one_child_by_upn_and_in_words(dated: Cast) -> None:
    """`--upn` gives one; without `--json` a line for each child at a stage."""
    move(dated.ayla, "stage-3", ON, dated.senco)
    dated.ayla.upn = UPN
    dated.ayla.save()
    assert [row["upn"] for row in told("--upn", UPN)["pupils"]] == [UPN]
    out = StringIO()
    call_command("next_steps", "--school", "northfield", stdout=out)
    assert dated.ayla.name in out.getvalue()
    assert dated.ben.name not in out.getvalue()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--school", "nowhere"], "There is no school"),
        (["--school", "northfield", "--upn", "X1"], "Nobody on roll has the UPN"),
        (["--school", "southmere"], "no ladder yet"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    dated: Cast, other: Cast, args: list[str], sentence: str
) -> None:
    """One sentence on stderr, and 1."""
    err = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("next_steps", *args, stderr=err)
    assert left.value.code == 1
    assert sentence in err.getvalue()


def test_queries_do_not_grow_with_the_school(dated: Cast) -> None:
    """As many for one child at a stage as for twenty."""
    move(dated.ayla, "stage-3", ON, dated.senco)
    next_steps(ON)
    with CaptureQueriesContext(connection) as few:
        next_steps(ON)
    for n in range(20):
        child: Any = PupilFactory(school=dated.school, surname=f"More{n}")
        move(child, "stage-4", ON, dated.senco)
    with CaptureQueriesContext(connection) as many:
        next_steps(ON)
    assert len(many) == len(few) <= 8


@pytest.mark.budget(60)
def test_1500_pupils_at_a_stage_are_answered_in_two_seconds(dated: Cast) -> None:
    """Everyone at a stage, with two records each: processor time of one core, reading included."""
    fill_school(dated.senco, pupils=1500, on_register=1500)
    pupils = list(Pupil.objects.values_list("pk", flat=True))
    EvidenceNote.objects.all().recorded_bulk_create(
        EvidenceNote(
            pupil_id=pk,
            requirement=f"s{3 + n}-pupil-voice",
            asked="Pupil voice",
            on=ON,
            words="In the blue folder",
            recorded_by=dated.senco.user,
        )
        for pk in pupils
        for n in range(2)
    )
    next_steps(TODAY)
    with CaptureQueriesContext(connection) as caught:
        began = time.process_time()
        found = next_steps(TODAY)
        taken = time.process_time() - began
    assert sum(row["stage"] is not None for row in found["pupils"]) >= 1500
    assert len(caught) <= 8
    assert taken < 2, f"{taken:.2f} s"
