"""Keeping documents: whole or not at all, and read by whom permissions.md lets read them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage

from common.errors import Refused
from pupils.actions import (
    keep_documents,
    keep_issued,
    may_withdraw_document,
    say_who_reads_document,
    withdraw_document,
)
from pupils.history import changes_of
from pupils.models import Document
from reports.trail.subjects import subjects_for
from schools.records import EditClash
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.documents.papers import PDF, TITLE, kept, paper

READERS = {
    "open": {"senco", "head", "teacher_4b", "dsl"},
    "restricted": {"senco", "head", "dsl"},
    "concealed": {"senco", "dsl"},
}


def files_of(cast: Cast) -> list[str]:
    """Every file in the school's folder."""
    folder = Path(default_storage.path(f"schools/{cast.school.pk}"))
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_document_keeps_its_bytes_and_nothing_of_its_name(cast: Cast) -> None:
    """A random name in the school's folder, the digest of what lies there, a cleaned title."""
    with school_scope(cast.school, by=cast.senco.user):
        row = kept(cast.ayla, cast.senco, title="../../x\u202e  and\nmore ")
        assert row.title == "../../x and more"
        assert str(row.file.name).startswith(f"schools/{cast.school.pk}/")
        assert str(row.file.name).endswith(".pdf")
        assert row.content() == PDF
        assert (row.size, row.content_type) == (len(PDF), "application/pdf")
        assert Document.history.filter(id=row.pk).count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"on": date(2027, 1, 1)}, "in the future"),
        ({"on": date(1999, 1, 1)}, "before"),
        ({"title": " \u202e "}, "what the document is called"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, changed: dict[str, Any], why: str) -> None:
    """No file is left behind."""
    with school_scope(cast.school, by=cast.senco.user):
        before = files_of(cast)
        with pytest.raises(Refused, match=why):
            kept(cast.ayla, cast.senco, **changed)
        assert files_of(cast) == before
        assert not Document.objects.exists()


def test_a_full_disk_records_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of three files does not fit: a clear sentence, no row, no file of the first."""
    real, calls = FileSystemStorage.save, []

    def full(storage: Any, name: str, content: Any, **more: Any) -> str:
        calls.append(name)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(storage, name, content, **more)

    with school_scope(cast.school, by=cast.senco.user):
        before = files_of(cast)
        monkeypatch.setattr(FileSystemStorage, "save", full)
        with pytest.raises(Refused, match="nothing was saved"):
            keep_documents(pupil=cast.ayla, papers=[paper(), paper(), paper()], by=cast.senco.user)
        assert files_of(cast) == before
        assert not Document.objects.exists()


def test_what_the_school_issued_is_kept_as_it_is(cast: Cast) -> None:
    """The room that made it names its kind; the digest is of the very bytes."""
    with school_scope(cast.school, by=cast.senco.user):
        row = keep_issued(
            pupil=cast.ayla,
            kind="iep",
            title="IEP, autumn 2026",
            on=date(2026, 11, 23),
            content=PDF,
            by=cast.senco.user,
        )
        assert list(Document.objects.issued()) == [row]
        assert row.content() == PDF
        assert row.kind_words == "Issued by the school"
        withdraw_document(document=row, because="A newer one", by=cast.senco.user)
        assert not Document.objects.issued().exists()


@pytest.mark.parametrize("openness", READERS)
def test_who_reads_and_who_is_told(cast: Cast, openness: str) -> None:
    """Exactly the roles of permissions.md, within scope; of a restricted one others are told."""
    with school_scope(cast.school, by=cast.senco.user):
        kept(cast.ayla, cast.dsl, openness=openness)
        reads = {
            name for name, one in cast.staff.items() if Document.objects.visible_to(one).exists()
        }
        told = {name for name, one in cast.staff.items() if Document.objects.told_of(one).exists()}
        versions = {name: _told(cast, name) for name in ("head", "dsl")}
        history = {
            name for name, one in cast.staff.items() if TITLE in str(changes_of(cast.ayla, one))
        }
    assert reads == READERS[openness]
    assert told == ({"teacher_4b"} if openness == "restricted" else set())
    assert (versions["head"] > 0) is (openness != "concealed")
    assert versions["dsl"] > 0
    assert history == READERS[openness]


def _told(cast: Cast, name: str) -> int:
    reader = cast.staff[name]
    subject = next(one for one in subjects_for(reader, "") if one.model is Document)
    return int(subject.rows(reader).count())


def test_it_is_taken_back_with_a_reason(cast: Cast) -> None:
    """One's own upload, or as SENCO any; never twice, never without why."""
    with school_scope(cast.school, by=cast.senco.user):
        row = kept(cast.ayla, cast.teacher_4b)
        assert may_withdraw_document(row, cast.teacher_4b)
        assert may_withdraw_document(row, cast.senco)
        assert not may_withdraw_document(row, cast.dsl)
        with pytest.raises(Refused, match="Say why"):
            withdraw_document(document=row, because=" ", by=cast.senco.user)
        withdraw_document(document=row, because="Of another child", by=cast.senco.user)
        with pytest.raises(Refused, match="taken back"):
            withdraw_document(document=row, because="Again", by=cast.senco.user)
        assert not Document.objects.standing().exists()


def test_two_people_say_who_reads(cast: Cast) -> None:
    """The second meets what the first decided."""
    with school_scope(cast.school, by=cast.senco.user):
        row = kept(cast.ayla, cast.teacher_4b)
        say_who_reads_document(document=row, openness="concealed", expected=row.version)
        with pytest.raises(EditClash):
            say_who_reads_document(document=row, openness="open", expected=row.version)
