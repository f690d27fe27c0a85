"""Saying that one has read the class sheet: kept once, asked anew when it changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import ClassAssignment
from provision.actions import read_sheet
from provision.models import Plan, SheetReading
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import ClassAssignmentFactory
from tests.factories.provision import strategy
from tests.people import SignIn

LATER = datetime(2026, 11, 23, 10, 20, tzinfo=ZoneInfo("Europe/London"))


def address(school: Cast, name: str = "class_sheet") -> str:
    """The address of 4B's sheet, or of saying that one has read it."""
    return reverse(f"reports:{name}", args=[school.school.slug, school.class_4b.pk])


def read(client: Client, school: Cast, version: str = "") -> Any:
    """Press the button on the sheet as it was opened."""
    shown = version or client.get(address(school)).context["sheet"].version
    return client.post(address(school, "class_sheet_read"), {"version": shown}, follow=True)


def rows(school: Cast) -> list[tuple[int, int]]:
    """Who has read about whom."""
    with school_scope(school.school, writes=False):
        return list(SheetReading.objects.order_by("pk").values_list("user_id", "pupil_id"))


def readers(client: Client, school: Cast) -> dict[str, str]:
    """What the sheet says of each member of staff."""
    lines = client.get(address(school)).context["readers"]
    return {line.name: line.chip[1] for line in lines}


@pytest.fixture
def helps(school: Cast) -> Callable[[str], None]:
    """Writes something new that helps Ayla into her profile."""

    def write(words: str) -> None:
        with school_scope(school.school, by=school.senco.user):
            strategy(Plan.objects.get(name__contains="Profile"), school.senco, words)

    return write


def test_it_is_kept_once(school: Cast, sign_in: SignIn) -> None:
    """One row for the child and person, with the first moment, however often it is said."""
    client = sign_in(school.teacher_4b)
    page = read(client, school)
    assert "you have read the sheet of 4B" in page.content.decode()
    with time_machine.travel(LATER):
        read(client, school)
    assert rows(school) == [(school.teacher_4b.user_id, school.ayla.pk)]
    with school_scope(school.school, writes=False):
        assert SheetReading.objects.get().read_at < LATER
    assert page.context["sheet"].unread == 0


def test_the_database_keeps_it_once(school: Cast) -> None:
    """Two at the same moment make one row: the second is passed over, not refused."""
    with school_scope(school.school, by=school.senco.user):
        read_sheet(versions={school.ayla.pk: "v"}, by=school.ta.user)
        twice = {"pupil": school.ayla, "user": school.ta.user, "digest": "v"}
        with pytest.raises(IntegrityError), transaction.atomic():
            SheetReading.objects.create(**twice)
        assert (
            read_sheet(versions={school.ayla.pk: "v", school.kept.pk: "v"}, by=school.ta.user) == 1
        )


def test_a_change_asks_again_about_that_child_only(
    school: Cast, sign_in: SignIn, helps: Callable[[str], None]
) -> None:
    """The SENCO has read of both; Ayla's profile changes: she is marked, Kept is not."""
    client = sign_in(school.senco)
    read(client, school)
    helps("Count to ten with her")
    page = client.get(address(school))
    states = {line.forename: line.state for line in page.context["sheet"].lines}
    assert states == {"Ayla": "Changed", "Kept": ""}
    assert "New or changed since you last read it: 1 child" in " ".join(
        page.content.decode().split()
    )
    read(client, school)
    assert rows(school).count((school.senco.user_id, school.ayla.pk)) == 2
    assert rows(school).count((school.senco.user_id, school.kept.pk)) == 1


def test_what_changed_meanwhile_is_not_said_to_be_read(
    school: Cast, sign_in: SignIn, helps: Callable[[str], None]
) -> None:
    """The sheet opened before the change, or none at all, is not what stands there now."""
    client = sign_in(school.teacher_4b)
    before = client.get(address(school)).context["sheet"].version
    helps("Count to ten with her")
    for version in (before, "x", "0" * 70_000):
        page = read(client, school, version)
        assert "Please read it again" in page.content.decode()
    assert rows(school) == []


def test_it_is_refused_where_the_sheet_is(school: Cast, sign_in: SignIn) -> None:
    """404 for another class, 403 without the permission, 405 on opening."""
    path = address(school, "class_sheet_read")
    assert sign_in(school.teacher_5a).post(path).status_code == 404
    assert sign_in(school.office).post(path).status_code == 403
    assert sign_in(school.teacher_4b).get(path).status_code == 405
    assert rows(school) == []


def test_the_senco_sees_who_has_read_it(
    school: Cast, sign_in: SignIn, helps: Callable[[str], None]
) -> None:
    """Each is asked about the children they may see: the teacher kept from one is done with one."""
    ClassAssignmentFactory(
        membership=school.teacher_5a, class_group=school.class_4b, kind=ClassAssignment.Kind.COVER
    )
    senco = sign_in(school.senco)
    teacher, cover, ta = (
        school.staff[name].user.name for name in ("teacher_4b", "teacher_5a", "ta")
    )
    assert readers(senco, school) == dict.fromkeys((cover, ta, teacher), "Not read yet")
    for person in ("teacher_4b", "teacher_5a"):
        read(sign_in(school.staff[person]), school)
    assert readers(senco, school) == {
        ta: "Not read yet",
        teacher: "Read, 23 November 2026",
        cover: "Read, 23 November 2026",
    }
    helps("Count to ten with her")
    assert readers(senco, school) == {
        ta: "Not read yet",
        teacher: "1 of 1 children to read",
        cover: "1 of 2 children to read",
    }


def test_colleagues_are_not_told_who_has_read_it(school: Cast, sign_in: SignIn) -> None:
    """Only who may see who opened what: SENCO, head and DSL."""
    for person, sees in (("teacher_4b", False), ("ta", False), ("head", True), ("dsl", True)):
        assert bool(readers(sign_in(school.staff[person]), school)) == sees, person
