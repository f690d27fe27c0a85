"""The audit trail: every recorded table told in sentences, to those who may read of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import assign, edit_person
from accounts.roles import Role
from accounts.staff import version_of
from pupils.actions import answer_own_child, end_block, keep_away, link_staff
from pupils.models import AccessEntry, Contact, Pupil, Snapshot, SnapshotFile, StaffHome
from reports.trail.events import Asked, events, fill
from reports.trail.names import names_of
from reports.trail.sentences import many, told
from reports.trail.subjects import NOT_TOLD, SUBJECTS
from schools.actions import add_class, edit_class, set_setting
from schools.models import School
from schools.settings import Name
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.stages import give_ladder, move, stage
from tests.people import SignIn
from tests.pupils.pages import plain

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Monday 23 November 2026, ten in the morning; the tests set it on."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def lines(cast: Cast, reader: str = "senco", **asked: Any) -> list[str]:
    """The sentences a reader is told, each with who did it."""
    with school_scope(cast.school):
        member = cast.staff[reader]
        question = Asked(begins=asked.pop("begins", None), **asked)
        page = events(member, question)
        fill(page, member, question)
        shown = told(page, names_of(page, member))
    return [
        f"{event.who} {one.start}{one.child}{one.end}" for event in shown for one in event.sentences
    ]


def scope(cast: Cast, person: str, request: str) -> Any:
    """Acting as one of the cast, in one request."""
    return school_scope(cast.school, by=cast.staff[person].user, request_id=request)


def name_of(pupil: Pupil) -> str:
    """The child's name as a sentence has it."""
    return pupil.name


def test_every_recorded_table_is_told_or_says_why_not() -> None:
    """A new recorded table is told by a decision, with its reader, or stands with its reason."""
    kept = {model._meta.label for model in apps.get_models() if hasattr(model, "history")}
    kept = {label for label in kept if not label.split(".")[1].startswith("Historical")}
    listed = {subject.model._meta.label for subject in SUBJECTS} - {"stages.LadderVersion"}
    assert kept == listed | set(NOT_TOLD)
    assert len({subject.key for subject in SUBJECTS}) == len(SUBJECTS)


def test_tables_about_a_child_are_scoped_by_the_child() -> None:
    """What points at a pupil is told only of pupils its reader sees."""
    for subject in SUBJECTS:
        fields = {field.name for field in subject.model._meta.concrete_fields}
        assert bool(subject.pupil) == ("pupil" in fields or subject.model is Pupil), subject.key


def test_a_move_is_one_sentence_with_its_child(cast: Cast, clock: Any) -> None:
    """The end of the stage before is part of the move; the status that follows is told."""
    give_ladder(cast.senco)
    with scope(cast, "senco", "one"):
        move(cast.ben, stage("stage-2").key, date(2026, 11, 2), cast.senco)
    clock.shift(timedelta(hours=1))
    begins = MONDAY + timedelta(minutes=30)
    with scope(cast, "senco", "two"):
        move(cast.ben, stage("stage-3").key, date(2026, 11, 20), cast.senco)
        title = stage("stage-3").title
    assert f"Senco moved {name_of(cast.ben)} to {title}" in lines(cast, begins=begins)
    assert not [line for line in lines(cast, begins=begins) if "stage record" in line]


def test_who_sees_whom_is_told(cast: Cast, clock: Any) -> None:
    """Links, blocks, answers and home details; those of colleagues' families not to the DSL."""
    begins = MONDAY + timedelta(minutes=30)
    clock.shift(timedelta(hours=1))
    with scope(cast, "head", "a"):
        link_staff(pupil=cast.ben, membership=cast.ta, kind="named", on=date(2026, 11, 23))
    with scope(cast, "head", "b"):
        block = keep_away(pupil=cast.ayla, user=cast.office.user, why="Her niece")
    with scope(cast, "head", "c"):
        end_block(block=block)
    with scope(cast, "head", "d"):
        answer_own_child(
            by=cast.head, pupil=cast.ben, user=cast.ta.user, is_own=False, why="A cousin"
        )
    with scope(cast, "head", "e"):
        StaffHome.objects.create(user=cast.ta.user, phone="07700 900123")
    ayla, ben = name_of(cast.ayla), name_of(cast.ben)
    family = {
        f"Head kept Office from {ayla}",
        f"Head let Office see {ayla} again",
        f"Head said that {ben} is not a child of Ta",
        "Head changed the home details of Ta",
    }
    linked = {f"Head linked Ta to {ben} as named by the SENCO"}
    assert set(lines(cast, begins=begins)) == family | linked
    assert set(lines(cast, "dsl", begins=begins)) == linked
    assert "Her niece" not in str(lines(cast)) + str(lines(cast, kind="access"))


def test_people_and_the_school_are_told(cast: Cast, clock: Any) -> None:
    """Roles, classes, figures and details, with what they became."""
    clock.shift(timedelta(hours=1))
    with scope(cast, "senco", "a"):
        edit_person(
            by=cast.senco,
            membership=cast.ta,
            expected=version_of(cast.ta),
            roles=frozenset({Role.TA, Role.TEACHER}),
            job_title="",
        )
    with scope(cast, "senco", "b"):
        group = add_class(year=cast.class_4b.academic_year, name="4C", year_group=4)
    with scope(cast, "senco", "c"):
        edit_class(class_group=group, expected=1, name="4D", year_group=4)
    with scope(cast, "senco", "d"):
        assign(membership=cast.ta, kind="teacher", starts_on=date(2026, 11, 23), class_group=group)
    with scope(cast, "senco", "e"):
        set_setting(name=Name.TAIL_DAYS, value=Decimal(21), starts_on=date(2026, 12, 1))
    with scope(cast, "senco", "f"):
        school = School.objects.get(pk=cast.school.pk)
        school.phone = "01632 960000"
        school.save()
    assert set(lines(cast, begins=MONDAY + timedelta(minutes=30))) == {
        "Senco changed the roles of Ta to Class teacher, Teaching assistant",
        "Senco added the class 4C",
        "Senco changed the class 4C to 4D",
        "Senco gave 4D to Ta as teacher from 23 November 2026",
        "Senco set “Days last year's teacher can still read” to 21 days from 1 December 2026",
        "Senco changed the school’s details: phone",
    }
    people = lines(cast, begins=MONDAY + timedelta(minutes=30), kind="people")
    assert people == ["Senco changed the roles of Ta to Class teacher, Teaching assistant"]


def test_loaded_figures_are_told_by_kind_and_day(cast: Cast, clock: Any) -> None:
    """What was loaded, about whom, for which day; the figure stands on the page of the child."""
    clock.shift(timedelta(hours=1))
    day = date(2026, 11, 20)
    figure = {"kind": "attainment", "measure": "Reading", "taken_on": day}
    with scope(cast, "office", "a"):
        held = SnapshotFile(kind="attainment", taken_on=day)
        held.uploaded_by = cast.office.user
        held.claim_for_school()
        held.save()
        by = {"source": held, "loaded_by": cast.office.user}
        row = Snapshot.objects.create(pupil=cast.ayla, value="Below", **figure, **by)
    begins = MONDAY + timedelta(minutes=30)
    what = f"{name_of(cast.ayla)}’s attainment in Reading for 20 November 2026"
    assert lines(cast, begins=begins) == [f"Office loaded {what}"]
    clock.shift(timedelta(minutes=5))
    with scope(cast, "office", "b"):
        row.value = "Expected"
        row.save()
    assert lines(cast, begins=begins)[0] == f"Office corrected {what}"
    assert lines(cast, "dsl", begins=begins)[0] == f"Office corrected {what}"


def test_free_text_is_never_told(cast: Cast, clock: Any) -> None:
    """A changed note says which field changed, not what stands in it."""
    clock.shift(timedelta(hours=1))
    with scope(cast, "office", "a"):
        contact = Contact.objects.get(pupil=cast.ayla)
        contact.court_order_note, contact.phone = "Secretword", "07700 900999"
        contact.save()
    (line,) = lines(cast, begins=MONDAY + timedelta(minutes=30))
    assert line == f"Office changed a contact of {name_of(cast.ayla)}: court order note and phone"


def test_a_child_kept_from_the_reader_is_in_no_line_and_no_number(cast: Cast, clock: Any) -> None:
    """Changes about that child are not there, nor what tells of the block itself."""
    clock.shift(timedelta(hours=1))
    begins = MONDAY + timedelta(minutes=30)
    for pupil in (cast.ayla, cast.ben):
        with scope(cast, "office", f"about-{pupil.pk}"):
            contact = Contact.objects.get(pupil=pupil)
            contact.phone = "07700 900999"
            contact.save()
    assert len(lines(cast, begins=begins)) == 2
    with scope(cast, "head", "block"):
        block = keep_away(pupil=cast.ben, user=cast.senco.user, why="Her own child")
    assert lines(cast, begins=begins) == [
        f"Office changed a contact of {name_of(cast.ayla)}: phone"
    ]
    with scope(cast, "head", "end"):
        end_block(block=block)
    assert len(lines(cast, begins=begins)) == 2
    assert f"Head let Senco see {name_of(cast.ben)} again" in lines(cast, "head", begins=begins)


def test_an_import_is_one_line_with_its_numbers(cast: Cast, clock: Any) -> None:
    """What one request wrote in bulk is told in numbers, however many the rows."""
    clock.shift(timedelta(hours=1))
    with scope(cast, "office", "job-1"):
        made = Pupil.objects.recorded_bulk_create(
            Pupil(forename="A", surname=f"B{n}", born_on=date(2018, 1, 1), year_group=4)
            for n in range(20)
        )
        Contact.objects.recorded_bulk_create(Contact(pupil=one, surname="C") for one in made)
    assert lines(cast, begins=MONDAY + timedelta(minutes=30)) == [
        "Office wrote 40 records at once: 20 details, 20 contacts"
    ]


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("contact", "contacts"),
        ("details", "details"),
        ("home details", "home details"),
        ("class", "classes"),
        ("SEN status", "SEN statuses"),
        ("stage record", "stage records"),
        ("access block", "access blocks"),
        ("link with a member of staff", "links with a member of staff"),
        ("loaded figure", "loaded figures"),
        ("note of what was given", "notes of what was given"),
        ("rule for the refresh", "rules for the refresh"),
    ],
)
def test_nouns_have_their_plurals(noun: str, plural: str) -> None:
    """Every noun of the trail in numbers."""
    assert (many(noun, 1), many(noun, 2)) == (noun, plural)


def page(client: Client, cast: Cast, query: str = "") -> Any:
    """The page, opened."""
    url = reverse("reports:audit_trail", kwargs={"school": cast.school.slug})
    response = client.get(f"{url}{query}")
    assert response.status_code == 200
    return response


def test_the_page_filters_by_person_kind_child_and_time(cast: Cast, sign_in: SignIn) -> None:
    """Every filter is in the address and survives a search; the entry names the children told."""
    with scope(cast, "office", "a"):
        contact = Contact.objects.get(pupil=cast.ayla)
        contact.phone = "07700 900999"
        contact.save()
    client = sign_in(cast.dsl)
    who = f"who={cast.office.user_id}"
    assert "Office changed a contact of Ayla" in plain(page(client, cast, f"?{who}")).replace(
        "  ", " "
    )
    assert not page(client, cast, f"?who={cast.head.user_id}").context["told"]
    assert not page(client, cast, f"?{who}&kind=people").context["told"]
    found = page(client, cast, f"?{who}&q=zqnorthfieldayla&when=7")
    assert len(found.context["told"]) == 1
    assert f'name="who" value="{cast.office.user_id}"' in found.content.decode()
    assert not page(client, cast, f"?{who}&q=zqnorthfieldben").context["told"]
    with school_scope(cast.school):
        entry = AccessEntry.objects.filter(what="reports:audit_trail").order_by("pk").first()
    assert entry.pupil_ids == [cast.ayla.pk]


@pytest.mark.django_db(transaction=True)
def test_the_page_asks_no_more_for_many_changes_than_for_few(cast: Cast, sign_in: SignIn) -> None:
    """Fourteen, and one for each further table that changed, whatever the number of changes."""
    client = sign_in(cast.senco)

    def change(times: int) -> None:
        for n in range(times):
            with scope(cast, "office", f"r{n}"):
                contact = Contact.objects.get(pupil=cast.ayla)
                contact.phone = f"07700 9{n:05}"
                contact.save()

    def asked() -> int:
        page(client, cast, "?when=1")
        with CaptureQueriesContext(connection) as caught:
            page(client, cast, "?when=1")
        return len(caught)

    change(3)
    few = asked()
    change(80)
    assert asked() == few <= 14
    with scope(cast, "office", "more"):
        cast.ayla.home_language = "Welsh"
        cast.ayla.save()
        set_setting(name=Name.TAIL_DAYS, value=Decimal(21), starts_on=date(2026, 12, 1))
        cast.school.phone = "01632 960000"
        cast.school.save()
    assert asked() == few + 3


def test_nothing_of_another_school_is_told(cast: Cast, other: Cast, clock: Any) -> None:
    """The trail is the school's own, also where no row policy stands: memberships, the school."""
    clock.shift(timedelta(hours=1))
    with scope(other, "senco", "theirs"):
        other.ta.job_title = "Higher level"
        other.ta.save()
        other.school.phone = "01632 960000"
        other.school.save()
    assert lines(cast, begins=MONDAY + timedelta(minutes=30)) == []
    assert lines(other, begins=MONDAY + timedelta(minutes=30)) == [
        "Senco changed the job title of Ta",
        "Senco changed the school’s details: phone",
    ]
