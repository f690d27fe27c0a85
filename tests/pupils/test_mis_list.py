"""What is to be keyed into the MIS: computed, ticked off by people and by the MIS's own files."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pupils.actions import change_sen_status
from pupils.imports.held import hold_file
from pupils.mis_list import count_to_key_in, to_key_in
from pupils.models import Contact, MisKeyed, Need, Pupil, PupilImport, SenStatus
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import AccessBlockFactory
from tests.people import SignIn
from tests.pupils.imports.files import GOOD, TODAY, children, rows_of
from tests.pupils.imports.loading import load

CONTACT = {"Contact 1": "Ms Sam Example", "Contact 1 phone": "01632 960001"}
LIST = reverse("pupils:mis_list", args=["northfield"])


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """12 March 2027, and a clock that tests can move."""
    with time_machine.travel("2027-03-12T10:00:00+00:00", tick=False) as moving:
        yield moving


@pytest.fixture
def ada(cast: Cast) -> Pupil:
    """A child of whom the MIS said K, one need and one contact, all as it is here."""
    load(cast.school, rows_of(CONTACT))
    with school_scope(cast.school, writes=False):
        pupil: Pupil = Pupil.objects.get(upn=GOOD["UPN"])
        return pupil


def moved_off(cast: Cast, pupil: Pupil) -> None:
    """The SENCO takes the child off the register today."""
    with school_scope(cast.school, by=cast.senco.user, request_id="test"):
        change_sen_status(pupil=pupil, code="N", on=TODAY, source="stage_move")


def lines(cast: Cast, by: Any = None) -> list[tuple[str, str, str]]:
    """What is to be keyed in: what, what the MIS has, what it is here."""
    with school_scope(cast.school, writes=False):
        return [
            (line.item.name, line.item.theirs, line.item.ours)
            for child in to_key_in(by or cast.office)
            for line in child.lines
        ]


def tick(client: Client, pupil: Pupil, part: str, value: str) -> Any:
    """Press the button of one line."""
    url = reverse("pupils:mis_tick", args=["northfield", pupil.pk])
    return client.post(url, {"part": part, "value": value}, follow=True)


def test_nothing_differs_after_a_file(cast: Cast, ada: Pupil) -> None:
    """What came from the MIS need not be told to it."""
    assert lines(cast) == []


def test_each_change_here_is_a_line_with_old_and_new_since_when_and_who(
    cast: Cast, ada: Pupil
) -> None:
    """Status, needs and contacts; the person who changed it, from history."""
    moved_off(cast, ada)
    with school_scope(cast.school, by=cast.senco.user, request_id="test"):
        Need.objects.create(pupil=ada, type_id="MLD", rank=2, starts_on=TODAY)
        contact = Contact.objects.get(pupil=ada)
        contact.phone = "01632 960999"
        contact.save()
        Contact.objects.create(pupil=ada, surname="Newcomer", phone="01632 960777")
    assert lines(cast) == [
        ("SEN status", "K since 11 January 2026", "N since 12 March 2027"),
        ("Needs", "1 SLCN", "1 SLCN, 2 MLD"),
        ("Contact: Ms Sam Example", "phone 01632 960001", "phone 01632 960999"),
        ("Contact: Newcomer", "nothing", "Other contact; 01632 960777"),
    ]
    with school_scope(cast.school, writes=False):
        (child,) = to_key_in(cast.senco)
    assert {(line.since, line.by) for line in child.lines} == {("12 March 2027", "Senco")}


def test_a_contact_that_ended_here_is_told(cast: Cast, ada: Pupil) -> None:
    """The MIS still has somebody who is no contact any more."""
    with school_scope(cast.school, by=cast.senco.user):
        contact = Contact.objects.get(pupil=ada)
        contact.ended_on = TODAY
        contact.save()
    assert lines(cast)[0][1:] == ("a contact", "no longer a contact from 12 March 2027")


def test_a_changed_contact_is_not_overwritten_by_what_the_mis_repeats(
    cast: Cast, ada: Pupil
) -> None:
    """The next file says the old number again: ours stays. A new one from the MIS is taken."""
    with school_scope(cast.school, by=cast.senco.user):
        contact = Contact.objects.get(pupil=ada)
        contact.phone = "01632 960999"
        contact.save()
    assert load(cast.school, rows_of(CONTACT)).changes_nothing
    load(cast.school, rows_of(CONTACT | {"Contact 1 phone": "01632 960222"}))
    with school_scope(cast.school, writes=False):
        assert Contact.objects.get(pupil=ada).phone == "01632 960222"
    assert lines(cast) == []


def test_a_tick_takes_a_line_off_and_can_be_taken_back(
    cast: Cast, ada: Pupil, sign_in: SignIn
) -> None:
    """Who and when are kept and shown; undone, the line is back; every step is in history."""
    moved_off(cast, ada)
    client = sign_in(cast.office)
    page = tick(client, ada, "status", "N since 12 March 2027")
    assert lines(cast) == []
    assert "keyed in by Office on 12 March 2027" in page.content.decode()
    with school_scope(cast.school, writes=False):
        keyed = MisKeyed.objects.get()
    client.post(reverse("pupils:mis_undo", args=["northfield", keyed.pk]))
    assert len(lines(cast)) == 1
    with school_scope(cast.school, writes=False):
        versions = MisKeyed.objects.get().history.order_by("history_id")
        assert [version.history_user for version in versions] == [cast.office.user] * 2


def test_a_tick_is_for_what_was_seen(cast: Cast, ada: Pupil, sign_in: SignIn) -> None:
    """Changed since the page was opened, or no longer there: told, and nothing is ticked."""
    moved_off(cast, ada)
    client = sign_in(cast.office)
    page = tick(client, ada, "status", "K since 1 March 2027")
    assert "key in “N since 12 March 2027”" in page.content.decode()
    assert "no longer on the list" in tick(client, ada, "needs", "1 MLD").content.decode()
    with school_scope(cast.school, writes=False):
        assert not MisKeyed.objects.exists()


def test_a_later_change_is_a_new_line(cast: Cast, ada: Pupil, sign_in: SignIn) -> None:
    """A tick for N says nothing about a K that comes after it."""
    moved_off(cast, ada)
    tick(sign_in(cast.office), ada, "status", "N since 12 March 2027")
    with school_scope(cast.school, by=cast.senco.user):
        change_sen_status(pupil=ada, code="K", on=TODAY, source="stage_move")
    assert [line[2] for line in lines(cast)] == ["K since 12 March 2027"]


def test_the_miss_file_ticks_off_what_it_shows(cast: Cast, ada: Pupil) -> None:
    """Once the MIS says the same, the line is gone and stands among those ticked off."""
    moved_off(cast, ada)
    said = rows_of(CONTACT | {"SEN status": "N", "SEN start date": ""})
    with school_scope(cast.school, by=cast.office.user):
        held = hold_file(content=said, name="p.csv", by=cast.office.user, day=TODAY)
    load(cast.school, said, held=held)
    assert lines(cast) == []
    with school_scope(cast.school, writes=False):
        keyed = MisKeyed.objects.get()
        assert (keyed.part, keyed.keyed_by, keyed.seen_in) == ("status", None, held)


def test_a_file_that_contradicts_a_tick_opens_the_line_again(
    cast: Cast, ada: Pupil, sign_in: SignIn, clock: Any
) -> None:
    """Keyed in on Friday, and Monday's file does not have it: the line is back and says so."""
    moved_off(cast, ada)
    tick(sign_in(cast.office), ada, "status", "N since 12 March 2027")
    clock.shift(timedelta(days=3))
    with school_scope(cast.school, by=cast.office.user):
        record = ada.mis_records.get()
        record.sen_said_on = date(2027, 3, 15)
        record.save()
    page = sign_in(cast.office).get(LIST).content.decode()
    assert "Keyed in on 12 March 2027 by Office" in page


def test_what_nobody_has_settled_is_not_to_be_keyed_in(cast: Cast, ada: Pupil) -> None:
    """A difference put off is asked again with the next file, and not told to the MIS."""
    load(cast.school, rows_of(CONTACT | {"SEN need 1": "MLD"}))
    assert lines(cast) == []


def test_leavers_and_children_one_may_not_see_are_left_out(cast: Cast, ada: Pupil) -> None:
    """The list is of children on roll, within the reader's scope."""
    moved_off(cast, ada)
    AccessBlockFactory(user=cast.office.user, pupil=ada)
    assert lines(cast) == []
    assert len(lines(cast, cast.senco)) == 1
    with school_scope(cast.school):
        pupil = Pupil.objects.get(pk=ada.pk)
        pupil.left_on = TODAY
        pupil.save()
    assert lines(cast, cast.senco) == []


def test_the_list_can_be_taken_along(
    cast: Cast, ada: Pupil, sign_in: SignIn, settings: Any
) -> None:
    """As CSV with names, after the second factor; and home says how many there are."""
    moved_off(cast, ada)
    client = sign_in(cast.office)
    again = client.get(reverse("pupils:mis_export", args=["northfield"]))
    assert again["Location"].startswith(reverse("mfa_reauthenticate"))
    settings.SECOND_FACTOR_REQUIRED = False
    text = client.get(reverse("pupils:mis_export", args=["northfield"])).content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Example,Ada,B801200005001,4B,SEN status,K since")
    home = client.get(reverse("reports:home", args=["northfield"])).content.decode()
    assert "<b>1</b> <span>change to key into the MIS</span>" in home


def test_the_count_takes_the_same_queries_for_any_number(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    """Home counts in a handful of queries, for forty children as for four."""
    load(cast.school, children(40))
    with school_scope(cast.school, by=cast.senco.user):
        for pupil in Pupil.objects.filter(surname__startswith="Example"):
            SenStatus.objects.filter(pupil=pupil).still_open().exists()
            Need.objects.create(pupil=pupil, type_id="HI", rank=5, starts_on=TODAY)
    with school_scope(cast.school, writes=False), django_assert_max_num_queries(8):
        assert count_to_key_in(cast.office) == 40


def test_put_aside_files_say_nothing(cast: Cast, ada: Pupil) -> None:
    """Only a file that was carried out changes what the MIS is known to say."""
    with school_scope(cast.school, by=cast.office.user):
        content = rows_of({"SEN need 1": "MLD"})
        hold_file(content=content, name="p.csv", by=cast.office.user, day=TODAY)
        assert PupilImport.objects.get().is_open
        assert ada.mis_records.get().needs == ["SLCN"]
