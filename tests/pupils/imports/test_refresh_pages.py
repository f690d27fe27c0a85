"""The office refreshes from the MIS: settles, archives, accepts; all kept with the file."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.models import Job
from pupils.imports.choices import choices_of
from pupils.models import ClassPlacement, MisRecord, Pupil, PupilImport, SenStatus
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import AccessBlockFactory
from tests.people import SignIn
from tests.pupils.imports.files import GOOD, children, rows_of
from tests.pupils.imports.loading import everything, load, records
from tests.working import let_work

ADA = GOOD["UPN"]


@pytest.fixture(autouse=True)
def on_12_march() -> Iterator[None]:
    """Every page of these tests is opened on 12 March 2027."""
    with time_machine.travel("2027-03-12T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def office(cast: Cast, sign_in: SignIn) -> Client:
    """The office, signed in."""
    return sign_in(cast.office)


@pytest.fixture
def senco(cast: Cast, sign_in: SignIn) -> Client:
    """The SENCO, signed in."""
    return sign_in(cast.senco)


def address(name: str, *args: int) -> str:
    """An address of Northfield's imports."""
    return reverse(f"pupils:import_{name}", args=["northfield", *args])


def upload(cast: Cast, client: Client, content: bytes) -> PupilImport:
    """Send a file; what is held of it."""
    client.post(address("new"), {"file": SimpleUploadedFile("pupils.csv", content)})
    return held(cast)


def held(cast: Cast) -> PupilImport:
    """The file sent last."""
    with school_scope(cast.school, writes=False):
        return PupilImport.objects.latest("pk")


def confirm(client: Client, file: PupilImport) -> Any:
    """Say yes to what the page shows now."""
    page = client.get(address("detail", file.pk))
    digest = page.context["form"].initial["digest"]
    return client.post(address("confirm", file.pk), {"digest": digest}, follow=True)


def test_nobody_leaves_without_being_ticked(cast: Cast, office: Client) -> None:
    """Who is not in the file stays on roll when nobody says otherwise."""
    load(cast.school, rows_of({}))
    file = upload(cast, office, rows_of({"Surname": "Sample"}))
    confirm(office, file)
    assert let_work(cast.school) == 1
    with school_scope(cast.school, writes=False):
        assert Pupil.objects.on_roll().count() == 4


def test_those_ticked_leave_on_the_day_given(cast: Cast, office: Client) -> None:
    """One of three, with the day asked for; in the transaction of the import, class and all."""
    file = upload(cast, office, rows_of({}))
    page = office.get(address("detail", file.pk), {"show": "leavers"})
    assert [row["name"][:3] for row in page.context["view"].rows] == ["Ayl", "Ben", "Kep"]
    typed = {"who": "ticked", "pupil": [cast.ben.pk], "on": "2027-03-05"}
    page = office.post(address("leavers", file.pk), typed, follow=True)
    assert "1 child is archived when you load the file." in page.content.decode()
    assert "Will be archived" in page.content.decode()
    confirm(office, file)
    let_work(cast.school)
    assert held(cast).result["archived"] == 1
    with school_scope(cast.school, writes=False):
        ben = Pupil.objects.get(pk=cast.ben.pk)
        assert ben.left_on == date(2027, 3, 5)
        assert ben.history.latest().history_user == cast.office.user
        assert ClassPlacement.objects.get(pupil=ben).ends_on == date(2027, 3, 6)
        assert Pupil.objects.on_roll().count() == 3


def test_the_day_of_the_file_needs_no_asking(cast: Cast, office: Client) -> None:
    """A leaving date in the file is taken; without one a day is asked for, and ticks are kept."""
    load(cast.school, rows_of({}))
    file = upload(cast, office, rows_of({"Leaving date": "01/03/2027"}))
    ada = records(cast.school, ADA)["pupil"]
    office.post(address("leavers", file.pk), {"who": "ticked", "pupil": [ada.pk]})
    assert choices_of(held(cast).choices).leavers == {ada.pk: date(2027, 3, 1)}
    response = office.post(address("leavers", file.pk), {"who": "all", "on": ""})
    assert response.status_code == 422
    assert "Give the last day at school" in response.content.decode()
    office.post(address("leavers", file.pk), {"who": "none"})
    assert choices_of(held(cast).choices).leavers == {}


@pytest.mark.parametrize(
    ("day", "says"), [("2027-03-13", "in the future"), ("2001-01-01", "before Ayla")]
)
def test_an_impossible_last_day_is_refused(cast: Cast, office: Client, day: str, says: str) -> None:
    """A day to come, or before the child was here: one sentence, and nothing is kept."""
    file = upload(cast, office, rows_of({}))
    typed = {"who": "ticked", "pupil": [cast.ayla.pk], "on": day}
    response = office.post(address("leavers", file.pk), typed)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert choices_of(held(cast).choices).leavers == {}


def test_a_cut_list_archives_nobody_until_somebody_says_it_is_whole(
    cast: Cast, office: Client
) -> None:
    """It says so at the top; a second, explicit choice opens the leavers; who made it is kept."""
    load(cast.school, children(40))
    file = upload(cast, office, children(20))
    page = office.get(address("detail", file.pk))
    assert "This file has 20 of the 43 children on roll." in page.content.decode()
    assert "Archive all" not in page.content.decode()
    typed = {"who": "all", "on": "2027-03-05"}
    assert office.post(address("leavers", file.pk), typed).status_code == 422
    office.post(address("accept", file.pk), {"key": "short"})
    assert held(cast).choices["accepted_by"] == {"short": cast.office.user_id}
    page = office.post(address("leavers", file.pk), typed, follow=True)
    assert "23 children are archived when you load the file." in page.content.decode()
    assert b"Load 23 pupils<" in office.get(address("detail", file.pk)).content


def test_what_is_not_odd_cannot_be_accepted(cast: Cast, office: Client) -> None:
    """Nobody says beforehand that whatever may come is right."""
    file = upload(cast, office, rows_of({}))
    for key in ("short", "nonsense", ""):
        assert office.post(address("accept", file.pk), {"key": key}).status_code == 422
    assert choices_of(held(cast).choices).accepted == frozenset()


def differing(cast: Cast, client: Client) -> tuple[PupilImport, str]:
    """A file that says N of a child we have as K; and the name of the choice on the page."""
    load(cast.school, rows_of({}))
    content = rows_of({"SEN status": "N", "SEN start date": "", "SEN need 1": ""})
    return upload(cast, client, content), f"choice-{records(cast.school, ADA)['pupil'].pk}-status"


def test_a_choice_is_kept_and_carried_out_with_the_file(cast: Cast, senco: Client) -> None:
    """Stored, shown again, and done in the job: the MIS's status in the place of ours."""
    file, name = differing(cast, senco)
    page = senco.post(address("settle", file.pk), {name: "mis"}, follow=True)
    (row,) = page.context["view"].rows
    assert (row["ours"], row["theirs"], row["chosen"]) == ("K since 11 January 2026", "N", "mis")
    confirm(senco, file)
    let_work(cast.school)
    with school_scope(cast.school, writes=False):
        status = SenStatus.objects.get(pupil__upn=ADA)
        assert status.ends_on == date(2027, 3, 12)
        assert status.history.latest().history_user == cast.senco.user


def test_ours_is_kept_by_taking_note_of_the_file(cast: Cast, office: Client) -> None:
    """Nothing of the child changes; the MIS's word is kept, and the difference is ours now."""
    file, name = differing(cast, office)
    before = everything(cast.school)
    office.post(address("settle", file.pk), {name: "ours"})
    assert b"Take note of the file<" in office.get(address("detail", file.pk)).content
    confirm(office, file)
    let_work(cast.school)
    assert everything(cast.school) == before
    with school_scope(cast.school, writes=False):
        said = MisRecord.objects.get(pupil__upn=ADA)
        assert (said.sen_code, said.undecided) == ("N", [])


def test_the_office_leaves_the_miss_status_to_the_senco(
    cast: Cast, office: Client, senco: Client
) -> None:
    """Onto or off the register is the SENCO's; what she chose the office may load."""
    file, name = differing(cast, office)
    response = office.post(address("settle", file.pk), {name: "mis"})
    assert response.status_code == 422
    assert "Only the SENCO can take" in response.content.decode()
    page = office.get(address("detail", file.pk), {"show": "settle"})
    assert 'value="mis"' not in page.content.decode()
    senco.post(address("settle", file.pk), {name: "mis"})
    assert office.post(address("settle", file.pk), {name: "mis"}).status_code == 302
    confirm(office, file)
    let_work(cast.school)
    with school_scope(cast.school, writes=False):
        assert SenStatus.objects.get(pupil__upn=ADA).ends_on == date(2027, 3, 12)


def test_a_forged_choice_is_refused(cast: Cast, other: Cast, senco: Client) -> None:
    """A choice about a child the file does not differ in, of another school or not, is nothing."""
    file, _name = differing(cast, senco)
    for pk in (cast.ayla.pk, other.ayla.pk):
        sent = {f"choice-{pk}-status": "mis"}
        assert senco.post(address("settle", file.pk), sent).status_code == 422
    senco.post(address("settle", file.pk), {"choice-x-status": "mis", "choice-1-nothing": "mis"})
    assert choices_of(held(cast).choices).settled == {}


def test_a_child_one_may_not_see_is_for_somebody_else_to_archive(
    cast: Cast, office: Client
) -> None:
    """Kept from the child: not on the list, and not among all."""
    AccessBlockFactory(user=cast.office.user, pupil=cast.ben)
    file = upload(cast, office, rows_of({}))
    page = office.get(address("detail", file.pk), {"show": "leavers"})
    assert cast.ben.surname not in page.content.decode()
    office.post(address("leavers", file.pk), {"who": "all", "on": "2027-03-05"})
    assert set(choices_of(held(cast).choices).leavers) == {cast.ayla.pk, cast.kept.pk}


def test_changes_after_the_page_are_refused(cast: Cast, senco: Client) -> None:
    """A choice made by somebody else since the page was shown: nothing is done before a look."""
    file, name = differing(cast, senco)
    page = senco.get(address("detail", file.pk))
    senco.post(address("settle", file.pk), {name: "mis"})
    response = senco.post(
        address("confirm", file.pk), {"digest": page.context["form"].initial["digest"]}
    )
    assert response.status_code == 422
    assert "Something changed here since you looked" in response.content.decode()
    with school_scope(cast.school, writes=False):
        assert not Job.objects.exists()
