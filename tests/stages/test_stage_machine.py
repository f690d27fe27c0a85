"""A machine over stage records and SEN status: whatever is done, in whatever order, the rules hold.

It moves a child, moves it off, corrects, withdraws, back-dates, and puts plans in force and ends
them, at random days of a term; after each step every promise is looked at again.
"""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common.errors import Refused
from pupils.actions import change_sen_status
from pupils.models import Pupil, SenStatus
from schools.records import EditClash
from stages.actions import back_date, correct_record, leave, place, withdraw_record
from stages.models import Stage, StageRecord
from tests.cast import Cast
from tests.factories.pupils import PupilFactory, SenStatusFactory
from tests.selection import FULL

FIRST, TODAY = date(2026, 9, 1), date(2026, 11, 23)
DAYS = st.integers(0, 83).map(lambda n: FIRST + timedelta(days=n))
KEYS = st.sampled_from([f"stage-{n}" for n in range(1, 7)])
WHY: Any = {"reason": "As decided"}


class Ladder(RuleBasedStateMachine):
    """One child of one school, and everything that can be done to the record."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.pupil: Pupil = PupilFactory(school=self.cast.school)
        self.stages = {stage.key: stage for stage in Stage.objects.all()}
        self.made = self.taken_back = 0
        self.imported = False
        self.plans: list[tuple[date, date | None]] = []

    @property
    def rows(self) -> list[StageRecord]:
        """Every record of the child, withdrawn ones too."""
        rows = StageRecord.objects.filter(pupil=self.pupil).select_related("stage")
        return list(rows.order_by("pk"))

    @property
    def open_record(self) -> StageRecord | None:
        """The record the child is at, off the ladder included."""
        found = [r for r in self.rows if not r.is_withdrawn and r.ends_on is None]
        assert len(found) <= 1
        return found[0] if found else None

    def code(self, on: date) -> str:
        """The child's status on a day."""
        return str(SenStatus.objects.code_of(self.pupil.pk, on))

    def does(self, action: Any, *, makes: int = 1, takes: int = 0, **given: Any) -> None:
        """Do something; a refusal changes nothing and is counted as nothing."""
        before = [(row.pk, row.version) for row in self.rows]
        try:
            action(by=self.cast.senco, **given)
        except (Refused, EditClash):
            assert [(row.pk, row.version) for row in self.rows] == before
            return
        self.made, self.taken_back = self.made + makes, self.taken_back + takes

    @precondition(lambda self: not (self.made or self.imported or self.plans))
    @rule(on=DAYS)
    def import_support(self, on: date) -> None:
        """The child came with K."""
        SenStatusFactory(pupil=self.pupil, starts_on=on)
        self.imported = True

    @rule(key=KEYS, on=DAYS)
    def move(self, key: str, on: date) -> None:
        """Place at a stage."""
        self.does(place, pupil=self.pupil, stage=self.stages[key], on=on, **WHY)

    @rule(on=DAYS)
    def move_off(self, on: date) -> None:
        """Leave the ladder."""
        self.does(leave, pupil=self.pupil, on=on, **WHY)

    @rule(on=DAYS, key=st.none() | KEYS, which=st.integers(0, 9))
    def correct(self, on: date, key: str | None, which: int) -> None:
        """Correct some record, standing or withdrawn."""
        if record := self._some(which):
            changes: dict[str, Any] = {"starts_on": on} | (
                {"stage": self.stages[key]} if key else {}
            )
            self.does(
                correct_record,
                takes=1,
                record=record,
                expected=record.version,
                because="Wrong",
                **changes,
            )

    @rule(which=st.integers(0, 9))
    def withdraw(self, which: int) -> None:
        """Take some record back."""
        if record := self._some(which):
            self.does(
                withdraw_record,
                makes=0,
                takes=1,
                record=record,
                expected=record.version,
                because="Wrong child",
            )

    @rule(key=KEYS, start=DAYS, end=DAYS)
    def record_the_past(self, key: str, start: date, end: date) -> None:
        """Back-date."""
        given = {"stage": self.stages[key], "starts_on": start, "ends_on": end}
        self.does(back_date, pupil=self.pupil, **given, **WHY)

    @rule(on=DAYS)
    def plan_begins(self, on: date) -> None:
        """An EHC plan comes into force, for a child on the register or without a record."""
        at = self.open_record
        if self.code(TODAY) != "E" and (at is None or (at.stage and at.stage.on_register)):
            self._status("E", on, "ehc_plan")

    @precondition(lambda self: self.plans)
    @rule(on=DAYS)
    def plan_ceases(self, on: date) -> None:
        """The plan ceases; the status is again what the stage gives."""
        at = self.open_record
        if self.code(TODAY) == "E":
            code = at.stage.sen_code if at and at.stage else "N"
            self._status(code, on, "stage_move" if at else "ehc_plan")

    def _status(self, code: str, on: date, source: str) -> None:
        try:
            change_sen_status(pupil=self.pupil, code=code, on=on, source=source)
        except Refused:
            return
        if code == "E":
            self.plans.append((on, None))
        else:
            self.plans[-1] = (self.plans[-1][0], on)

    @rule()
    def clash(self) -> None:
        """Save from a page opened before the record was what it is."""
        given = {"stage": self.stages["stage-1"], "on": FIRST, "expected": "0.0"}
        self.does(place, pupil=self.pupil, **given, **WHY)

    def _some(self, which: int) -> StageRecord | None:
        rows = self.rows
        return rows[which % len(rows)] if rows else None

    @invariant()
    def no_overlaps(self) -> None:
        """On no day two records hold, nor two statuses."""
        standing = [row for row in self.rows if not row.is_withdrawn]
        statuses = list(SenStatus.objects.filter(pupil=self.pupil))
        for rows in (standing, statuses):
            held = sorted((r.starts_on, r.ends_on or date.max) for r in rows)
            held = [(start, end) for start, end in held if start != end]
            assert all(one[1] <= two[0] for one, two in pairwise(held))

    @invariant()
    def one_current_status(self) -> None:
        """There is one status at most that is open, and its code is what the child has."""
        still = list(SenStatus.objects.filter(pupil=self.pupil, ends_on__isnull=True))
        assert len(still) <= 1
        assert self.code(TODAY) == (still[0].code if still else "N")

    @invariant()
    def k_follows_the_register(self) -> None:
        """Where a record of ours is open and no plan is in force: K on the register, else N."""
        record = self.open_record
        if record and self.code(TODAY) != "E":
            on_register = bool(record.stage and record.stage.on_register)
            assert self.code(TODAY) == ("K" if on_register else "N")

    @invariant()
    def e_only_with_a_plan(self) -> None:
        """E holds on exactly the days a plan was in force, and its child is on the register."""
        rows = SenStatus.objects.filter(pupil=self.pupil, code="E").order_by("pk")
        assert [(row.starts_on, row.ends_on) for row in rows] == self.plans
        record = self.open_record
        if record and self.code(TODAY) == "E":
            assert record.stage
            assert record.stage.on_register

    @invariant()
    def nothing_is_erased(self) -> None:
        """Every record ever made is there, and every one taken back says who and why."""
        rows = self.rows
        assert len(rows) == self.made
        withdrawn = [row for row in rows if row.is_withdrawn]
        assert len(withdrawn) == self.taken_back
        assert all(row.withdrawn_because and row.withdrawn_by for row in withdrawn)

    @invariant()
    def history_counts_every_change(self) -> None:
        """A record's version is the number of its versions in history."""
        for row in self.rows:
            assert row.history.count() == row.version


@pytest.fixture
def machine(acting: Cast) -> type[Ladder]:
    """The machine, in Northfield."""
    return type("NorthfieldLadder", (Ladder,), {"cast": acting})


@pytest.mark.smoke
@pytest.mark.budget(90)
def test_whatever_is_done_the_rules_hold(machine: type[Ladder]) -> None:
    """No overlaps; one status; K on the register only; E never by a move; nothing erased."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=400 if FULL else 20,
            stateful_step_count=14,
            deadline=None,
            phases=[Phase.generate],  # shrinking against a database takes minutes
            derandomize=not FULL,
            suppress_health_check=list(HealthCheck),
        ),
    )
