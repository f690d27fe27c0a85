"""A list to place: children with K, E and N, the SENCO's way through the pages, the draft."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Membership
from common.exports import csv_bytes
from pupils.models import Pupil, SenStatus
from schools.models import School
from schools.tenancy import school_scope
from stages.models import Stage, StageRecord, StagingDraft
from tests.factories.pupils import PupilFactory, SenStatusFactory
from tests.pupils.pages import fields_of

BEGAN = date(2025, 11, 3)
JOINED = date(2024, 9, 2)


def child(school: School, name: str, code: str = "K", **fields: Any) -> Pupil:
    """A child with a status since 3 November 2025."""
    known: dict[str, Any] = {"joined_on": JOINED, "born_on": date(2018, 3, 5), "year_group": 4}
    pupil: Pupil = PupilFactory(school=school, forename=name, surname="Made", **known | fields)
    if code != "N":
        SenStatusFactory(pupil=pupil, code=code, starts_on=BEGAN, source="import")
    return pupil


def draft_of(school: School) -> StagingDraft:
    """The draft that is open."""
    with school_scope(school, writes=False):
        found: StagingDraft = StagingDraft.objects.get(state="open")
        return found


def begin(client: Client, how: str, file: bytes = b"") -> Any:
    """Choose how; the answer, followed to the rules."""
    typed: dict[str, Any] = {"how": how}
    if file:
        typed["file"] = SimpleUploadedFile("list.csv", file)
    return client.post("/s/northfield/go-live/", typed, follow=True)


def rule(client: Client, page: Any, query: str = "", **typed: Any) -> Any:
    """Send the rules as they are suggested, but for what is typed; the answer, followed."""
    return client.post(page.wsgi_request.path + query, fields_of(page) | typed, follow=True)


def review(client: Client, draft: StagingDraft, show: str = "placed") -> Any:
    """A part of the draft."""
    page = client.get(f"/s/northfield/go-live/{draft.pk}/?show={show}")
    assert page.status_code == 200
    return page


def typed_lines(page: Any) -> dict[str, Any]:
    """What the browser would send for the lines on a page."""
    sent: dict[str, Any] = {}
    for form in page.context["forms"]:
        line = form.line
        sent |= {
            form["stage"].html_name: line.stage.key if line.stage else "",
            form["since"].html_name: line.since.isoformat(),
            form["was"].html_name: line.token,
        }
    return sent


def say_yes(client: Client, draft: StagingDraft, page: Any, **typed: Any) -> Any:
    """Confirm what a page shows."""
    form = page.context["confirm"]
    sent = {"digest": form.initial["digest"], "on": form.initial["on"].isoformat()} | typed
    return client.post(f"/s/northfield/go-live/{draft.pk}/confirm/", sent)


def at(pupil: Pupil) -> tuple[str, date] | None:
    """Where a child is: the stage's key and since when."""
    with school_scope(pupil.school, writes=False):
        row = StageRecord.objects.current().filter(pupil=pupil).select_related("stage").first()
        return (row.stage.key, row.starts_on) if row else None


def statuses(pupil: Pupil) -> list[tuple[str, date, date | None]]:
    """A child's statuses that hold for a time, in order."""
    with school_scope(pupil.school, writes=False):
        rows = SenStatus.objects.filter(pupil=pupil).order_by("starts_on", "pk")
        return [
            (row.code, row.starts_on, row.ends_on) for row in rows if row.ends_on != row.starts_on
        ]


def stage_keys(member: Membership) -> list[str]:
    """The keys of the ladder's stages in order."""
    assert member.school is not None
    with school_scope(member.school, writes=False):
        return list(Stage.objects.order_by("order").values_list("key", flat=True))


def sheet(*rows: tuple[str, ...], headings: tuple[str, ...] = ("UPN", "Stage")) -> bytes:
    """A spreadsheet of the school's own list."""
    return csv_bytes(list(headings), [list(row) for row in rows])
