"""From an empty database to a live register, as each of the five schools would: by the pages.

The command opens the school; its SENCO and its office go through set-up, load a list of 60, invite
people, and take the list over. The counts by stage then equal a ledger the test kept by itself.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accounts.models import Invitation, Membership
from accounts.roles import Role
from pupils.models import Pupil, PupilImport
from schools.models import AcademicYear, ClassGroup, School
from schools.tenancy import school_scope
from stages.models import StageRecord, StagingDraft
from tests.accounts_pages.conftest import step_up_client
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.journeys.newcomer import LIST, file_of_60
from tests.journeys.school import Desk
from tests.pupils.pages import fields_of, plain
from tests.stages.staging import typed_lines
from tests.working import let_work

FIRST_DAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/London"))
# What each preset does with K and with E, as its document says; where it ends before the plan, E
# stays at its last stage (docs/decisions/ladders-as-data.md).
PLACED = {
    "ludlow-junior": ("stage-4", "stage-5"),
    "all-saints": ("step-4", "step-6"),
    "my-support-plan": ("sen-support", "ehc-assessment"),
    "send-overview": ("stage-3", "stage-6"),
    "eight-steps": ("step-4", "step-8-ehcp"),
}
FURTHER_ON = {
    "ludlow-junior": "stage-3",
    "all-saints": "step-6",
    "my-support-plan": "my-support-plan",
    "send-overview": "stage-5",
    "eight-steps": "step-7-apply",
}

pytestmark = [pytest.mark.django_db, pytest.mark.budget(90)]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """A Monday in term."""
    with time_machine.travel(FIRST_DAY, tick=True):
        yield


def opened(capsys: Any) -> Desk:
    """An empty database, the command, and the SENCO it names at her desk."""
    assert not School.objects.exists()
    call_command(
        "open_school",
        name="Millbrook Primary",
        email="pat@millbrook.example",
        person="Pat Ash",
        roles="senco,teacher",
        json=True,
    )
    assert json.loads(capsys.readouterr().out)["slug"] == "millbrook-primary"
    return Desk(Membership.objects.get())


def the_office_of(desk: Desk) -> Desk:
    """Somebody of the office, at theirs."""
    user = UserFactory(email="office@millbrook.example", name="Olly Elm")
    roles = frozenset({Role.OFFICE})
    started = date(2026, 11, 1)
    return Desk(
        MembershipFactory(user=user, school=desk.membership.school, roles=roles, starts_on=started)
    )


def states(desk: Desk) -> list[str]:
    """How the six steps stand."""
    return [step.state for step in desk.open("reports:setup").context["set_up"].steps]


def say_who_and_when(desk: Desk) -> None:
    """The school's own details and its dates, on the pages there are for them."""
    answer = desk.send("reports:school_edit", None, {"dsl_name": "Sam Yew", "dsl_phone": "01632"})
    assert answer.redirect_chain[-1][0].endswith("/setup/")
    with school_scope(school_of(desk), writes=False):
        year = AcademicYear.objects.get()
    page = desk.open("reports:year_edit", year.pk)
    rows = page.context["rows"]
    typed = fields_of(page) | shown(rows.management_form)
    typed |= {name: value for form in rows for name, value in shown(form).items()}
    answer = desk.client.post(page.wsgi_request.path, typed, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/setup/")


def shown(form: Any) -> dict[str, Any]:
    """What a form of a formset would send."""
    return {field.html_name: str("" if field.value() is None else field.value()) for field in form}


def choose_the_ladder(desk: Desk, preset: str) -> None:
    """One of the presets."""
    answer = desk.send("stages:ladder_adopt", None, {"key": preset})
    assert answer.redirect_chain[-1][0].endswith("/setup/")


def add_the_classes(desk: Desk) -> None:
    """All in one field: shown, then added."""
    page = desk.open("reports:class_add_many")
    typed = fields_of(page) | {"names": "1A, 2A, 3A, 4A, 5A\n6A"}
    read = desk.client.post(page.wsgi_request.path, typed).context["form"]
    answer = desk.client.post(page.wsgi_request.path, typed | {"shown": read.reading}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/setup/")
    with school_scope(school_of(desk), writes=False):
        assert ClassGroup.objects.count() == 6


def load_the_list(desk: Desk) -> None:
    """The office's or the SENCO's upload, checked, confirmed, worked off."""
    upload = SimpleUploadedFile("pupils.csv", file_of_60())
    page = desk.client.post(desk._address("pupils:import_new", None), {"file": upload}, follow=True)
    assert not page.context["plan"].errors, page.context["plan"].errors[:3]
    with school_scope(school_of(desk), writes=False):
        held = PupilImport.objects.get()
    desk.press("pupils:import_confirm", held.pk, {"digest": page.context["form"]["digest"].value()})
    let_work(school_of(desk))
    done = plain(desk.open("pupils:import_detail", held.pk))
    assert "60 new" in done
    assert "Go on with set-up" in done


def invite_people(desk: Desk) -> None:
    """A pasted list, read, shown and sent."""
    browser = step_up_client(desk.membership)
    address = desk._address("accounts:invitation_paste", None)
    lines = "Nell Fir, nell@millbrook.example, teacher, 4A\nTom Oak, tom@millbrook.example, ta, 4A"
    typed = fields_of(browser.get(address)) | {"people": lines}
    page = browser.post(address, typed | {"do": "check"})
    assert not page.context["form"].wrong
    answer = browser.post(address, fields_of(page) | {"do": "send"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/setup/")
    with school_scope(school_of(desk), writes=False):
        assert Invitation.objects.count() == 2


def take_the_list_over(desk: Desk, preset: str) -> dict[str, str]:
    """By status, with two children changed in the review; gives the ledger: surname to stage."""
    for_k, for_e = PLACED[preset]
    ledger = {
        child.surname: {"K": for_k, "E": for_e}[child.code] for child in LIST if child.code != "N"
    }
    page = desk.client.post(desk._address("stages:go_live", None), {"how": "status"}, follow=True)
    page = desk.client.post(page.wsgi_request.path, fields_of(page), follow=True)
    lines = {form.line.child.pupil.surname: form.line for form in page.context["forms"]}
    assert len(lines) == 40
    assert all(lines[child.surname].since == child.since for child in LIST if child.code != "N")
    left_out, moved_on = LIST[0], LIST[1]
    typed = typed_lines(page)
    typed[f"c{lines[left_out.surname].child.pk}-stage"] = ""
    typed[f"c{lines[moved_on.surname].child.pk}-stage"] = FURTHER_ON[preset]
    page = desk.client.post(page.wsgi_request.path, typed, follow=True)
    del ledger[left_out.surname]
    ledger[moved_on.surname] = FURTHER_ON[preset]
    with school_scope(school_of(desk), writes=False):
        draft = StagingDraft.objects.get()
    yes = fields_of(page, "confirm")
    assert desk.press("stages:staging_confirm", draft.pk, yes).status_code == 302
    return ledger


def school_of(desk: Desk) -> School:
    """The school as it is now."""
    assert desk.membership.school is not None
    return School.objects.get(pk=desk.membership.school.pk)


def the_register_equals(desk: Desk, ledger: dict[str, str]) -> None:
    """Home's strip, the register and the records say what the ledger says."""
    school = school_of(desk)
    assert school.go_live_on == date(2026, 11, 23)
    home = desk.open("reports:home")
    assert "Live since 23 November 2026" in plain(home)
    strip = {step["key"]: step["count"] for step in home.context["stages"] if step["count"]}
    assert strip == Counter(ledger.values())
    with school_scope(school, writes=False):
        records = StageRecord.objects.current().select_related("pupil", "stage")
        assert {row.pupil.surname: row.stage.key for row in records} == ledger
        assert all(row.from_go_live and row.history.count() == 1 for row in records)
        assert Pupil.objects.count() == 60
    body = str(desk.open("reports:register").context["table_rows"])
    assert all(surname in body for surname in ledger)


@pytest.mark.parametrize("preset", PLACED)
def test_a_school_from_an_empty_database_to_a_live_register(capsys: Any, preset: str) -> None:
    """The command, six steps, a list of 60, a review, and the register is live and right."""
    senco = opened(capsys)
    first = senco.client.get("/", follow=True)
    assert first.redirect_chain[-1][0] == "/s/millbrook-primary/setup/"
    assert states(senco) == ["next", "open", "open", "open", "open", "open"]
    say_who_and_when(senco)
    choose_the_ladder(senco, preset)
    add_the_classes(senco)
    load_the_list(senco)
    invite_people(senco)
    assert set(states(senco)) == {"done"}
    ledger = take_the_list_over(senco, preset)
    the_register_equals(senco, ledger)
    assert "Set-up is finished" in plain(senco.open("reports:setup"))


def test_the_office_sets_up_and_the_senco_places(capsys: Any) -> None:
    """Everything but the staging is the office's too: placing is the SENCO's (permissions.md)."""
    senco = opened(capsys)
    office = the_office_of(senco)
    say_who_and_when(office)
    choose_the_ladder(office, "send-overview")
    add_the_classes(office)
    load_the_list(office)
    invite_people(office)
    assert set(states(office)) == {"done"}
    page = office.open("reports:setup")
    assert "The SENCO places the children" in plain(page)
    assert "go-live" not in page.content.decode()
    for how in ("get", "post"):
        answer = getattr(office.client, how)("/s/millbrook-primary/go-live/")
        assert answer.status_code == 403
    ledger = take_the_list_over(senco, "send-overview")
    the_register_equals(senco, ledger)
