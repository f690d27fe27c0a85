"""Loading a file by the pages: seen first, then all or nothing; a bad file is one sentence."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.models import Job
from pupils.models import AccessEntry, Pupil, PupilImport
from pupils.tasks import run_import
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import AccessBlockFactory
from tests.people import SignIn
from tests.pupils.imports.files import GOOD, rows_of, sample_ctf
from tests.pupils.imports.loading import everything, load

TEMPORARY = "django.core.files.uploadhandler.TemporaryFileUploadHandler"


@pytest.fixture(autouse=True)
def on_12_march() -> Iterator[None]:
    """Every page of these tests is opened on 12 March 2027."""
    with time_machine.travel("2027-03-12T10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def office(cast: Cast, sign_in: SignIn) -> Client:
    """The office, signed in."""
    return sign_in(cast.office)


def address(name: str, *args: int) -> str:
    """An address of Northfield's imports."""
    return reverse(f"pupils:import_{name}", args=["northfield", *args])


def upload(client: Client, content: bytes, name: str = "pupils.csv") -> Any:
    """Choose a file and send it."""
    return client.post(address("new"), {"file": SimpleUploadedFile(name, content)})


def held(cast: Cast) -> PupilImport:
    """The one file that was uploaded."""
    with school_scope(cast.school, writes=False):
        return PupilImport.objects.select_related("job").get()


def digest_on(page: Any) -> str:
    """The digest in the form of a page."""
    return str(page.context["form"].initial["digest"])


def work(cast: Cast) -> Job:
    """Let a worker do the job that waits."""
    job = held(cast).job
    assert job is not None
    run_import(cast.school.pk, job.pk)
    with school_scope(cast.school, writes=False):
        return Job.objects.get(pk=job.pk)


@pytest.mark.smoke
def test_a_file_is_seen_confirmed_and_loaded(cast: Cast, office: Client) -> None:
    """Upload, look, say yes, see what was done; nothing is written before yes, and who is kept."""
    assert office.get(address("new")).status_code == 200
    before = everything(cast.school)
    response = upload(office, rows_of({}))
    assert response.status_code == 302
    page = office.get(response["Location"])
    assert b"1 new, 0 changed, 0 as they are" in page.content
    assert b"Load 1 pupil<" in page.content
    assert everything(cast.school) == before
    pk = held(cast).pk
    office.post(address("confirm", pk), {"digest": digest_on(page)})
    assert b"Loading pupils" in office.get(address("detail", pk)).content
    assert everything(cast.school) == before
    assert work(cast).state == Job.State.DONE
    done = office.get(address("detail", pk))
    assert b"All of it was loaded" in done.content
    with school_scope(cast.school, writes=False):
        version = Pupil.objects.get(upn=GOOD["UPN"]).history.get()
        assert version.history_user_id == cast.office.user_id
        assert version.request_id == Job.objects.get().request_id


def test_a_transfer_file_goes_the_same_way(cast: Cast, office: Client) -> None:
    """A CTF is known by what it holds, whatever it is called."""
    upload(office, sample_ctf().encode(), "8012000_CTF_8014000_001.csv")
    page = office.get(address("detail", held(cast).pk))
    assert page.context["plan"].errors[0].column == "BasicDetails/NCyearActual"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7", "This is a PDF. Send the spreadsheet it was made from, as .xlsx or CSV."),
        (b"<html></html>", "This is not a Common Transfer File: it begins with “html”"),
        (b"House,Locker\r\nRed,4\r\n", "No row of headings was found"),
        (b"<CTfile><CTFpupilData>", "This file is not complete XML (line 1)"),
        (b"Surname\r\n" + b"x" * 21 * 2**20, "This file is 21.0 MB: the limit is 20 MB."),
    ],
)
def test_a_bad_file_is_one_sentence_beside_the_field(
    cast: Cast, office: Client, content: bytes, sentence: str
) -> None:
    """What cannot be read is refused where it was chosen, and nothing of it is kept."""
    response = upload(office, content)
    assert response.status_code == 422
    assert len(response.context["form"].errors["file"]) == 1
    assert sentence in response.context["form"].errors["file"][0]
    with school_scope(cast.school, writes=False):
        assert not PupilImport.objects.exists()


def test_a_file_kept_on_disk_while_it_arrives_is_read(
    cast: Cast, office: Client, settings: Any
) -> None:
    """A large upload comes as a temporary file, and is read alike."""
    settings.FILE_UPLOAD_HANDLERS = [TEMPORARY]
    assert upload(office, rows_of({})).status_code == 302


def test_no_file_chosen_is_told(office: Client) -> None:
    """Sending the form without a file says so."""
    response = office.post(address("new"), {})
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["Choose a file."]


def test_problems_are_shown_and_the_file_cannot_be_loaded(cast: Cast, office: Client) -> None:
    """Each problem stands by row and column, as page and CSV; yes is neither offered nor taken."""
    upload(office, rows_of({"DOB": "31/02/2018"}, {"UPN": "Q207000016049", "Forename": "Bo"}))
    pk = held(cast).pk
    page = office.get(address("detail", pk))
    assert page.context["view"].rows == [
        {"row": 2, "column": "DOB", "problem": "“31/02/2018” is no date in the calendar."}
    ]
    assert address("confirm", pk).encode() not in page.content
    notes = office.get(address("detail", pk), {"show": "notes"})
    assert "should be P, not Q" in notes.context["view"].rows[0]["problem"]
    lines = office.get(address("problems", pk)).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Row,Column,Problem,Must be put right"
    assert len(lines) == 3
    before = everything(cast.school)
    response = office.post(address("confirm", pk), {"digest": digest_on(page)})
    assert response.status_code == 422
    assert "A file with problems is not loaded" in response.content.decode()
    assert (held(cast).state, everything(cast.school)) == ("checked", before)


def test_missing_classes_can_be_added_with_the_import(cast: Cast, office: Client) -> None:
    """One click adds the classes that the file names and the school has not."""
    upload(office, rows_of({"Class": "4Z"}))
    pk = held(cast).pk
    assert b"The school has no class 4Z" in office.get(address("detail", pk)).content
    office.post(address("classes", pk))
    page = office.get(address("detail", pk))
    assert page.context["plan"].errors == ()
    office.post(address("confirm", pk), {"digest": digest_on(page)})
    assert work(cast).result["classes"] == ["4Z"]


def test_what_changed_meanwhile_must_be_looked_at_again(cast: Cast, office: Client) -> None:
    """Yes to a plan that is no longer true shows the new one instead."""
    upload(office, rows_of({"Surname": "Sample"}))
    pk = held(cast).pk
    digest = digest_on(office.get(address("detail", pk)))
    load(cast.school, rows_of({}))
    response = office.post(address("confirm", pk), {"digest": digest})
    assert response.status_code == 422
    assert b"Something changed here since you looked" in response.content
    assert len(response.context["plan"].updated) == 1


def test_what_changed_before_the_worker_came_is_refused(cast: Cast, office: Client) -> None:
    """The job does what was shown or nothing; the page says so, and the file can be tried again."""
    upload(office, rows_of({"Surname": "Sample"}))
    pk = held(cast).pk
    office.post(address("confirm", pk), {"digest": digest_on(office.get(address("detail", pk)))})
    load(cast.school, rows_of({}))
    before = everything(cast.school)
    assert work(cast).state == Job.State.FAILED
    assert everything(cast.school) == before
    page = office.get(address("detail", pk))
    assert b"Something changed here since the file was checked" in page.content
    office.post(address("confirm", pk), {"digest": digest_on(page)})
    assert work(cast).state == Job.State.DONE


def test_a_second_yes_and_a_second_worker_do_nothing(cast: Cast, office: Client) -> None:
    """Confirming twice starts one job, and running the job again changes nothing."""
    upload(office, rows_of({}))
    pk = held(cast).pk
    digest = digest_on(office.get(address("detail", pk)))
    for _ in range(2):
        assert office.post(address("confirm", pk), {"digest": digest}).status_code == 302
    with school_scope(cast.school, writes=False):
        assert Job.objects.count() == 1
    work(cast)
    before = everything(cast.school)
    work(cast)
    assert everything(cast.school) == before


def test_a_file_put_aside_is_deleted(
    cast: Cast, office: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """Putting a file aside lets go of it; so does loading it. Nothing was changed."""
    upload(office, rows_of({}))
    stored = held(cast).file
    name = str(stored.name)
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address("discard", held(cast).pk))
    assert not stored.storage.exists(name)
    assert held(cast).state == "discarded"
    assert b"Nothing was changed" in office.get(address("detail", held(cast).pk)).content


def test_a_forgotten_file_is_not_kept(cast: Cast, office: Client, sign_in: SignIn) -> None:
    """A file nobody decided about for two weeks is put aside when the next one comes."""
    upload(office, rows_of({}))
    with time_machine.travel("2027-03-27T10:00:00+00:00", tick=False):
        upload(sign_in(cast.office), rows_of({}))
    with school_scope(cast.school, writes=False):
        rows = PupilImport.objects.order_by("pk")
        assert [(row.state, bool(row.file)) for row in rows] == [
            ("discarded", False),
            ("checked", True),
        ]


def test_progress_asks_again_and_then_loads_the_page_again(cast: Cast, office: Client) -> None:
    """Under htmx the waiting page gives its fragment, and when it is over asks for a reload."""
    upload(office, rows_of({}))
    pk = held(cast).pk
    office.post(address("confirm", pk), {"digest": digest_on(office.get(address("detail", pk)))})
    waiting = office.get(address("detail", pk), headers={"HX-Request": "true"})
    assert b"hx-get" in waiting.content
    assert b"<html" not in waiting.content
    work(cast)
    over = office.get(address("detail", pk), headers={"HX-Request": "true"})
    assert over["HX-Refresh"] == "true"


def test_a_blocked_child_is_not_shown_to_the_one_kept_away(cast: Cast, office: Client) -> None:
    """What is recorded about a child is hidden from a person kept from the child, here too."""
    load(cast.school, rows_of({}))
    with school_scope(cast.school):
        pupil = Pupil.objects.get(upn=GOOD["UPN"])
    AccessBlockFactory(user=cast.office.user, pupil=pupil)
    upload(office, rows_of({"Surname": "Sample"}))
    asked = {"show": "class"}
    rows = office.get(address("detail", held(cast).pk), asked).context["view"].rows
    assert rows == [{"row": 2, "name": "A pupil whose record you may not see", "changes": ()}]


def test_a_look_writes_one_access_entry_and_nothing_else(cast: Cast, office: Client) -> None:
    """Opening the preview enters which children were shown; a poll of it enters none."""
    load(cast.school, rows_of({}))
    upload(office, rows_of({"Surname": "Sample"}))
    before = everything(cast.school)
    office.get(address("detail", held(cast).pk), {"show": "class"})
    with school_scope(cast.school, writes=False):
        (entry,) = AccessEntry.objects.filter(what="pupils:import_detail")
        assert entry.pupil_ids == [Pupil.objects.get(upn=GOOD["UPN"]).pk]
    assert everything(cast.school) == before


@pytest.mark.parametrize("name", ["teacher_4b", "head", "ta", "dsl"])
def test_only_office_and_senco_load_files(cast: Cast, sign_in: SignIn, name: str) -> None:
    """Others are refused with 403, at every address."""
    client = sign_in(cast.staff[name])
    assert client.get(address("new")).status_code == 403
    assert client.post(address("confirm", 1)).status_code == 403
    assert sign_in(cast.senco).get(address("new")).status_code == 200


def test_another_schools_file_is_not_there(cast: Cast, other: Cast, sign_in: SignIn) -> None:
    """A file of the school next door is 404, to see and to confirm."""
    client = sign_in(other.office)
    file = io.BytesIO(rows_of({}))
    file.name = "pupils.csv"
    client.post(reverse("pupils:import_new", args=["southmere"]), {"file": file})
    pk = held(other).pk
    office = sign_in(cast.office)
    assert office.get(address("detail", pk)).status_code == 404
    for name in ("confirm", "classes", "discard"):
        assert office.post(address(name, pk)).status_code == 404
        assert office.get(address(name, pk)).status_code == 405
