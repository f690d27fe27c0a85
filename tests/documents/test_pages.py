"""The pages of documents and agencies: adding, reading, changing, taking back."""

from datetime import date
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from pupils.actions import Advised, Involved, involve_agency, record_advice
from pupils.models import AccessEntry, Advice, AgencyInvolvement, Document, Recommendation
from pupils.recommendations import recommended_for
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.documents.papers import PDF, TITLE, docx, kept
from tests.people import client_of
from tests.schools_pages.pictures import HTML, upload, with_position

LINE = "A word mat on the table"


def url(school: Cast, route: str, pk: int) -> str:
    """The address of a page of Northfield."""
    return reverse(f"reports:{route}", kwargs={"school": school.school.slug, "pk": pk})


def sent(files: list[Any], **changed: Any) -> dict[str, Any]:
    """What a browser sends to add files."""
    given = {"title": "", "kind": "report", "on": "2026-11-09", "openness": "open"}
    return {**given, "uploads": files, **changed}


def advised(school: Cast, document: Document | None = None) -> Advice:
    """Speech therapy's advice about Ayla, with one recommendation."""
    by = school.senco.user
    row = involve_agency(
        pupil=school.ayla, facts=Involved("Speech and Language Therapy", "Jo Reed"), by=by
    )
    said = Advised(date(2026, 11, 9), document, "4" if document else "", "In short", [LINE])
    return record_advice(involvement=row, said=said, by=by)


def test_several_files_are_added_at_once(school: Cast) -> None:
    """Each under its own name; the picture loses its place; the page lists them."""
    client = client_of(school.teacher_4b)
    files = [upload(PDF, "../../EP_report.pdf"), upload(with_position(), "chart.jpg")]
    answer = client.post(url(school, "document_add", school.ayla.pk), sent(files, title="Lost"))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "EP report" in page
    assert "chart" in page
    assert "Lost" not in page
    with school_scope(school.school):
        rows = Document.objects.order_by("pk")
        assert [row.content_type for row in rows] == ["application/pdf", "image/jpeg"]
        assert {row.openness for row in rows} == {"open"}
        assert b"zqsecretplace" not in rows[1].content()


def test_one_bad_file_keeps_all_out_and_what_was_typed(school: Cast) -> None:
    """The mistake names the file; nothing is saved; the title stands in its field."""
    client = client_of(school.teacher_4b)
    files = [upload(PDF, "good.pdf"), upload(HTML, "evil.pdf")]
    answer = client.post(
        url(school, "document_add", school.ayla.pk), sent(files, title="My typed title")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "evil: The file must be" in page
    assert "My typed title" in page
    assert "Choose the files again" in page
    with school_scope(school.school):
        assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "Choose a file"),
        ([("x.pdf", b"")], "The file is empty"),
        ([(f"{n}.pdf", PDF) for n in range(11)], "at most 10 files"),
        ([("x.docx", docx(word__vbaProject=b"1"))], "macros"),
    ],
)
def test_what_cannot_be_added_is_said(
    school: Cast, files: list[tuple[str, bytes]], words: str
) -> None:
    """One plain sentence beside the field."""
    uploads = [upload(content, name) for name, content in files]
    answer = client_of(school.teacher_4b).post(
        url(school, "document_add", school.ayla.pk), sent(uploads)
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_full_disk_is_said_and_what_was_typed_is_kept(
    school: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is recorded."""

    def full(*args: Any, **more: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    answer = client_of(school.teacher_4b).post(
        url(school, "document_add", school.ayla.pk), sent([upload(PDF, "a.pdf")], title="Typed")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nothing was saved" in page
    assert "Typed" in page
    with school_scope(school.school):
        assert not Document.objects.exists()


def test_only_senco_and_dsl_choose_who_reads(school: Cast) -> None:
    """A teacher's choice sent past the form is not taken."""
    client_of(school.teacher_4b).post(
        url(school, "document_add", school.ayla.pk),
        sent([upload(PDF, "a.pdf")], openness="concealed"),
    )
    client_of(school.senco).post(
        url(school, "document_add", school.ayla.pk),
        sent([upload(PDF, "b.pdf")], openness="concealed"),
    )
    with school_scope(school.school):
        rows = Document.objects.order_by("pk")
        assert [row.openness for row in rows] == ["open", "concealed"]


def test_the_file_comes_as_an_attachment_with_an_entry(school: Cast) -> None:
    """Never shown, never guessed at, never cached; who took it is written down."""
    with school_scope(school.school, by=school.senco.user):
        row = kept(school.ayla, school.senco)
    answer = client_of(school.teacher_4b).get(url(school, "document_file", row.pk))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    with school_scope(school.school):
        entry = AccessEntry.objects.get()
        assert (entry.what, entry.pupil_id) == ("reports:document_file", school.ayla.pk)


def test_a_file_that_was_taken_back_or_lost_is_not_there(school: Cast) -> None:
    """404 both times."""
    client = client_of(school.senco)
    with school_scope(school.school, by=school.senco.user):
        lost, back = kept(school.ayla, school.senco), kept(school.ayla, school.senco)
        lost.file.storage.delete(str(lost.file.name))
    assert client.get(url(school, "document_file", lost.pk)).status_code == 404
    answer = client.post(url(school, "document_withdraw", back.pk), {"because": "Wrong child"})
    assert answer.status_code == 302
    assert client.get(url(school, "document_file", back.pk)).status_code == 404


ROUTES = ("pupil_documents", "pupil_chronology", "pupil_now", "pupil_stage")


def pages(member: Membership, school: Cast) -> list[str]:
    """What a person finds where documents are told of."""
    client, found = client_of(member), []
    for route in ROUTES:
        page = client.get(url(school, route, school.ayla.pk)).content.decode()
        found.append(
            "\n".join(x for x in page.partition("<main")[2].splitlines() if "csrf" not in x)
        )
    return found


@pytest.mark.parametrize("openness", ["restricted", "concealed"])
@pytest.mark.parametrize("person", ["head", "teacher_4b", "ta"])
def test_hidden_words_stand_on_no_page(school: Cast, person: str, openness: str) -> None:
    """Nor does advice that stands in it; of a restricted one only that it is, and whom to ask."""
    member = school.staff[person]
    before = pages(member, school)
    with school_scope(school.school, by=school.dsl.user):
        hidden = kept(school.ayla, school.dsl, openness=openness)
        advised(school, hidden)
    after = pages(member, school)
    reads = person == "head" and openness == "restricted"
    assert any(TITLE in page for page in after) is reads
    assert any(LINE in page for page in after) is reads
    answer = client_of(member).get(url(school, "document_file", hidden.pk))
    assert (answer.status_code == 200) is reads
    if person == "teacher_4b":
        told = "There is a restricted document" in after[0]
        assert told is (openness == "restricted")
        assert "There is a restricted document" not in before[0]


def test_an_agency_is_recorded_with_its_advice(school: Cast) -> None:
    """From nothing to a recommendation a plan can take, through the pages."""
    client = client_of(school.teacher_4b)
    form = client.get(url(school, "agency_add", school.ayla.pk)).content.decode()
    assert "Educational Psychology Service" in form  # the ladder's own list
    facts = {
        "agency": "Speech and Language Therapy",
        "person": "Jo Reed",
        "secured": "outside",
        "referred_on": "2026-10-05",
        "consent_by": "Her mother",
        "consent_on": "2026-10-01",
        "version": 0,
    }
    assert client.post(url(school, "agency_add", school.ayla.pk), facts).status_code == 302
    with school_scope(school.school, by=school.senco.user):
        agency = AgencyInvolvement.objects.get()
        document = kept(school.ayla, school.senco)
    said = {
        "on": "2026-11-09",
        "recommendations": f"{LINE}\n\n  Short   steps \n{LINE}",
        "document": document.pk,
        "page": "4",
        "version": 0,
    }
    assert client.post(url(school, "advice_add", agency.pk), said).status_code == 302
    with school_scope(school.school):
        found = recommended_for(school.ayla, school.teacher_4b)
    assert [one.words for one in found] == [LINE, "Short steps"]
    assert found[0].source == (
        f"Speech and Language Therapy (Jo Reed), 9 November 2026: {TITLE}, page 4"
    )
    page = client.get(url(school, "pupil_documents", school.ayla.pk)).content.decode()
    for words in (LINE, "Referred 5 Oct", "Her mother", f"{TITLE}, page 4"):
        assert words in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"agency": ""}, "This field is required"),
        ({"consent_by": "Her mother"}, "Say when consent was given"),
        ({"consent_on": "2026-10-01"}, "Say who gave consent"),
        ({"referred_on": "2027-10-01"}, "in the future"),
        ({"referred_on": "2026-10-01", "ended_on": "2026-09-01"}, "cannot end before"),
        ({"seen_on": "2001-01-01"}, "before Ayla was born"),
    ],
)
def test_what_cannot_be_of_an_agency_is_said(
    school: Cast, changed: dict[str, str], words: str
) -> None:
    """With what was typed, and nothing saved."""
    facts = {"agency": "OT", "secured": "outside", "why": "Typed words", "version": 0}
    answer = client_of(school.senco).post(
        url(school, "agency_add", school.ayla.pk), {**facts, **changed}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Typed words" in page
    with school_scope(school.school):
        assert not AgencyInvolvement.objects.exists()


def test_advice_changes_and_keeps_what_plans_may_name(school: Cast) -> None:
    """A recommendation that stays is the same row; one taken out is dropped, not deleted."""
    with school_scope(school.school, by=school.senco.user):
        advice = advised(school)
        first = Recommendation.objects.get()
    client = client_of(school.senco)
    address = url(school, "advice_edit", advice.pk)
    said = {"on": "2026-11-09", "recommendations": f"New\n{LINE}", "version": advice.version}
    assert client.post(address, said).status_code == 302
    with school_scope(school.school):
        assert [one.pk for one in recommended_for(school.ayla, school.senco)][1] == first.pk
    clash = client.post(address, {**said, "recommendations": "Mine"})
    assert clash.status_code == 409
    assert "Mine" in clash.content.decode()
    with school_scope(school.school):
        version = Advice.objects.get().version
    said = {"on": "2026-11-09", "recommendations": "New", "version": version}
    assert client.post(address, said).status_code == 302
    with school_scope(school.school):
        assert [one.words for one in recommended_for(school.ayla, school.senco)] == ["New"]
        assert Recommendation.objects.get(pk=first.pk).is_dropped


def test_the_page_asks_the_same_queries_however_much_there_is(school: Cast) -> None:
    """At most 15, at one document and agency as at many."""
    client = client_of(school.senco)
    address = url(school, "pupil_documents", school.ayla.pk)
    client.get(address)
    counts = []
    for _turn in range(2):
        with school_scope(school.school, by=school.senco.user):
            for _ in range(4):
                advised(school, kept(school.ayla, school.senco))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15, counts
