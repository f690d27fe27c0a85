"""Deciding about a concern: by whom, to what end, and what becomes of it."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from common.errors import Refused
from pupils.actions import decide, withdraw_concern
from pupils.models import Concern
from schools.tenancy import school_scope
from stages.models import StageRecord
from tests.cast import Cast
from tests.concerns.making import raised
from tests.factories.pupils import ClassPlacementFactory, PupilFactory
from tests.factories.stages import move
from tests.people import client_of
from tests.pupils.pages import fields_of

WHY = "Seen with the teacher; group work first."
SEPTEMBER = date(2026, 9, 14)


def page_of(route: str, row: Concern) -> str:
    """The address of a page about a concern."""
    return reverse(f"reports:{route}", kwargs={"school": "northfield", "pk": row.pk})


@pytest.fixture
def worry(school: Cast) -> Concern:
    """What the TA raised about Ayla."""
    with school_scope(school.school, by=school.ta.user):
        return raised(school.ayla, school.ta)


@pytest.fixture
def first(school: Cast) -> Concern:
    """What the SENCO raised about a child of 4B who has no SEN status and is not on the ladder."""
    child = PupilFactory(school=school.school, forename="Cleo", surname="Newly", year_group=4)
    ClassPlacementFactory(pupil=child, class_group=school.class_4b)
    with school_scope(school.school, by=school.senco.user):
        return raised(child, school.senco)


def now(school: Cast, row: Concern) -> Concern:
    """The concern as it is kept now."""
    with school_scope(school.school, writes=False):
        return Concern.objects.select_related("observer").get(pk=row.pk)


def send(school: Cast, person: str, row: Concern, **typed: Any) -> Any:
    """Decide about a concern on its page."""
    client = client_of(school.staff[person])
    form = fields_of(client.get(page_of("concern_triage", row)))
    return client.post(page_of("concern_triage", row), form | {"reason": WHY} | typed)


def test_a_stage_is_agreed_in_one_step(school: Cast, worry: Concern) -> None:
    """The child is placed with the reason, and whoever raised it is told which stage."""
    assert send(school, "senco", worry, outcome="to:step-2").status_code == 302
    with school_scope(school.school, writes=False):
        record = StageRecord.objects.select_related("stage").get(pupil=school.ayla)
    assert (record.stage.key, record.reason) == ("step-2", WHY)
    assert now(school, worry).outcome_words == record.stage.title
    told = client_of(school.ta).get(page_of("concern_detail", worry)).content.decode()
    assert record.stage.title in told
    assert WHY in told


def test_an_observation_has_somebody_and_a_day(school: Cast, worry: Concern) -> None:
    """Without them the form says so; with them the concern waits for the next decision."""
    assert send(school, "senco", worry, outcome="observe").status_code == 422
    typed = {"observer": str(school.teacher_4b.pk), "observe_on": "2026-12-03"}
    assert send(school, "senco", worry, outcome="observe", **typed).status_code == 302
    row = now(school, worry)
    assert (row.observer, row.observe_on) == (school.teacher_4b, date(2026, 12, 3))
    assert row.is_undecided
    assert send(school, "senco", worry, outcome="resolved").status_code == 302
    assert not now(school, worry).is_undecided
    assert client_of(school.senco).get(page_of("concern_triage", worry)).status_code == 404


def test_a_teacher_decides_below_the_register_where_the_ladder_lets(
    school: Cast, first: Concern
) -> None:
    """The eight steps let teachers place on the first three; never on the register."""
    page = client_of(school.teacher_4b).get(page_of("concern_triage", first))
    offered = [str(value) for value, _words in page.context["form"].fields["outcome"].choices]
    stages = {value.partition(":")[2].partition(".")[0] for value in offered if ":" in value}
    assert {"step-1", "step-2", "step-3"} >= stages
    assert stages
    assert send(school, "teacher_4b", first, outcome=offered[0]).status_code == 302
    assert now(school, first).triaged_by == school.teacher_4b.user


def test_on_the_register_only_the_senco_decides(school: Cast, first: Concern) -> None:
    """A child at step 4 is on the register: for the teacher there is no such page."""
    with school_scope(school.school, by=school.senco.user):
        move(first.pupil, "step-4", SEPTEMBER, school.senco)
    where = page_of("concern_triage", first)
    teacher = client_of(school.teacher_4b)
    assert teacher.get(where).status_code == 404
    assert teacher.post(where, {"outcome": "resolved", "reason": WHY}).status_code == 404
    assert now(school, first).outcome == ""
    assert client_of(school.senco).get(where).status_code == 200


def test_two_who_decide_at_once_lose_nothing(school: Cast, first: Concern) -> None:
    """The second sees what the first decided, beside their own words; no stage was placed."""
    client = client_of(school.senco)
    form = fields_of(client.get(page_of("concern_triage", first)))
    send(school, "teacher_4b", first, outcome="resolved")
    typed = form | {"reason": "Mine", "outcome": "to:step-2"}
    late = client.post(page_of("concern_triage", first), typed)
    assert late.status_code == 409
    assert "Mine" in late.content.decode()
    assert WHY in late.content.decode()
    with school_scope(school.school, writes=False):
        assert not StageRecord.objects.exists()


def test_the_home_page_tells_the_senco(school: Cast, worry: Concern) -> None:
    """How many are new, until they are decided about."""
    client = client_of(school.senco)
    home = reverse("reports:home", kwargs={"school": "northfield"})
    assert "new concern to decide about" in client.get(home).content.decode()
    send(school, "senco", worry, outcome="resolved")
    assert "new concern to decide about" not in client.get(home).content.decode()


def test_raised_by_mistake(school: Cast, worry: Concern) -> None:
    """Its writer takes it back while nothing is decided, then only the SENCO; always with why."""
    with school_scope(school.school, by=school.senco.user):
        with pytest.raises(Refused, match="Say why"):
            withdraw_concern(concern=worry, because=" ", by=school.ta)
        decide(
            concern=worry,
            outcome="resolved",
            reason=WHY,
            by=school.senco.user,
            expected=worry.version,
        )
        with pytest.raises(Refused, match="only the SENCO"):
            withdraw_concern(concern=worry, because="Wrong child", by=school.ta)
        withdraw_concern(concern=worry, because="Wrong child", by=school.senco)
        assert not Concern.objects.raised().exists()
