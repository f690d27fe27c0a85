"""A member of staff whose own child joins: asked, kept apart, and nothing gives the child away.

Zuri comes with the office's file into 4B, the class of Dana Okoro, her mother. The SENCO is asked
and says yes. From then on the child is not there for Dana, on no page and in no number, through a
change of class and a new school year, until somebody else lifts it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.actions import assign
from accounts.models import Membership
from common.exports import csv_bytes
from pupils.actions import place_in_class
from pupils.models import AccessBlock, AccessEntry, ClassPlacement, Pupil, PupilImport
from schools.actions import add_class, add_year
from schools.tenancy import school_scope
from stages.models import Stage
from tests.access.kinds import OF_A_CHILD
from tests.access.world import PAGES, _session, address, children_of, text_of
from tests.cast import Cast
from tests.factories.stages import give_ladder, move
from tests.journeys.school import Desk
from tests.pupils.imports.files import upn
from tests.pupils.pages import plain
from tests.working import let_work

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=LONDON)
MARK = "Zqzuri"
HEADINGS = ["UPN", "Surname", "Forename", "DOB", "Sex", "Year", "Class", "SEN status"]
HEADINGS += ["SEN start date", "SEN need 1", "Contact 1 forename", "Contact 1 surname"]
ROW = [upn(7), MARK, "Zuri", "14/05/2018", "F", "4", "4B", "K", "11/01/2026", "SLCN", "Dana"]

pytestmark = pytest.mark.budget(120)


@pytest.fixture
def clock() -> Iterator[Any]:
    """The day it is; the journey sets it on."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def school(clock: Any, cast: Cast) -> Cast:
    """Northfield with a ladder, and Dana Okoro as the teacher of 4B."""
    give_ladder(cast.senco)
    cast.teacher_4b.user.name = "Dana Okoro"
    cast.teacher_4b.user.save()
    return cast


def join_by_import(cast: Cast, office: Desk) -> Pupil:
    """The office loads a file in which a new child comes with her mother's name."""
    upload = SimpleUploadedFile("joiners.csv", csv_bytes(HEADINGS, [[*ROW, "Okoro"]]))
    office.client.post(office._address("pupils:import_new", None), {"file": upload}, follow=True)
    with school_scope(cast.school, writes=False):
        held = PupilImport.objects.get()
    page = office.open("pupils:import_detail", held.pk)
    office.press(
        "pupils:import_confirm", held.pk, {"digest": page.context["form"]["digest"].value()}
    )
    assert let_work(cast.school) == 1
    with school_scope(cast.school, by=cast.senco.user):
        zuri: Pupil = Pupil.objects.get(surname=MARK)
        move(zuri, Stage.objects.order_by("order")[2].key, date(2026, 11, 20), cast.senco)
        return zuri


def stepped_up(member: Membership) -> Client:
    """A browser in which this person has just given the second factor again."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = _session(member)
    return client


def figures(desk: Desk) -> list[Any]:
    """Every total a person meets: the register's, its strip's, home's."""
    register = desk.open("reports:register", query="?show=all").context
    home = desk.open("reports:home").context
    strip = [(step["key"], step["count"]) for step in register["stages"]]
    return [
        register["total"],
        strip,
        [(one.words, one.count) for _heading, lines in home["groups"] for one in lines],
        [row.pk for row in home["own"]],
    ]


def meets_nothing(cast: Cast, member: Membership, zuri: Pupil) -> None:
    """On every page of the site, about her or not, the child is not there for this person."""
    with school_scope(cast.school, by=cast.senco.user):
        things: dict[str, dict[str, Any]] = {
            kind: {"zuri": make(cast, zuri) if kind == "pupil" else None}
            for kind, make in OF_A_CHILD.items()
        }
        things["contact"]["zuri"] = zuri.contacts.first()
        things["stage_record"]["zuri"] = zuri.stage_records.first()
        things["access_block"]["zuri"] = AccessBlock.objects.filter(pupil=zuri).first()
        last = AccessEntry.objects.order_by("pk").values_list("pk", flat=True).last()
    client = stepped_up(member)
    base = f"/s/{cast.school.slug}"
    for page in PAGES:
        about_child = children_of(page) != ("",)
        if about_child and things[page.about]["zuri"] is not None:
            path = address(page, cast, things, "zuri")
            for method in page.methods.split():
                status = client.generic(method, path).status_code
                assert status in {403, 404}, (method, path, status)
            assert page.first_method != "GET" or not shows(client.get(path))
        elif not page.about and page.first_method == "GET":
            path = address(page, cast, things)
            for asked in page.asks:
                assert not shows(client.get(path + asked)), path
    for query in ("register/?q=zqz&show=all", "register/?year=4&show=all", "find/?q=zqzuri"):
        assert not shows(client.get(f"{base}/{query}")), query
    with school_scope(cast.school):
        entries = AccessEntry.objects.filter(user=member.user, pk__gt=last)
        assert not [entry for entry in entries if zuri.pk in entry.pupil_ids]


def shows(response: Any) -> bool:
    """Whether a response holds the child's name, wherever in it."""
    return MARK.lower() in text_of(response).lower()


def test_a_teachers_own_child_joins_her_class(school: Cast, clock: Any) -> None:
    """Asked, kept away, unseen through a move and a new year, and let back with a record of it."""
    cast = school
    office, senco, dana = Desk(cast.office), Desk(cast.senco), Desk(cast.teacher_4b)
    before = figures(dana)
    zuri = join_by_import(cast, office)
    assert figures(dana) != before
    assert dana.open("reports:pupil_now", zuri.pk)

    groups = senco.open("reports:home").context["groups"]
    answers = [line for _heading, lines in groups for line in lines]
    assert (answers[0].count, answers[0].words) == (1, "may be a member of staff's own child")
    page = senco.open("reports:access_list")
    assert "Is Dana Okoro (Class teacher) a parent of this child?" in plain(page)
    answer = {"who": cast.teacher_4b.user_id, "answer": "yes"}
    assert senco.press("pupils:own_child_answer", zuri.pk, answer).status_code == 302
    assert not senco.open("reports:access_list").context["questions"]

    assert figures(dana) == before
    clock.move_to(datetime(2026, 11, 24, 9, tzinfo=LONDON))
    senco.sign_in()
    meets_nothing(cast, cast.teacher_4b, zuri)
    kept = senco.open("pupils:pupil_readers", zuri.pk).context["readers"]
    assert [one.name for one in kept.kept] == ["Dana Okoro"]
    assert "Dana Okoro" not in {one.name for one in kept.now}

    with school_scope(cast.school, by=cast.office.user):
        for group in (cast.class_5a, cast.class_4b):
            place_in_class(pupil=zuri, class_group=group, on=date(2026, 11, 24))
    meets_nothing(cast, cast.teacher_4b, zuri)

    go_up_a_year(cast, zuri)
    clock.move_to(datetime(2027, 9, 6, 9, tzinfo=LONDON))
    meets_nothing(cast, cast.teacher_4b, zuri)

    with school_scope(cast.school):
        block = AccessBlock.objects.get(pupil=zuri)
    dana.sign_in()
    assert dana.press("pupils:access_block_end", block.pk, {}).status_code in {403, 404}
    head = Desk(cast.head)
    assert head.press("pupils:access_block_end", block.pk, {}).status_code == 302
    assert dana.open("reports:pupil_now", zuri.pk)
    with school_scope(cast.school):
        lifted = block.history.select_related("history_user").first()
    assert (lifted.ends_on, lifted.history_user) == (date(2027, 9, 6), cast.head.user)
    head.sign_in()
    assert "Kept away: Dana Okoro" in plain(head.open("pupils:pupil_history", zuri.pk))
    assert not head.open("reports:access_list").context["questions"]


def go_up_a_year(cast: Cast, zuri: Pupil) -> None:
    """Next September: Dana's class goes up with her, and Zuri with it."""
    with school_scope(cast.school, by=cast.office.user):
        year = add_year(begins=2027)
        class_5b = add_class(year=year, name="5B", year_group=5)
        placed = ClassPlacement.objects.get(pupil=zuri, ends_on=None)
        placed.ends_on = date(2027, 9, 1)
        placed.save()
        ClassPlacement.objects.create(pupil=zuri, class_group=class_5b, starts_on=date(2027, 9, 1))
        assign(
            membership=cast.teacher_4b,
            kind="teacher",
            starts_on=date(2027, 9, 1),
            class_group=class_5b,
            may_see_from=date(2027, 7, 1),
        )


def test_a_head_whose_own_child_it_is_cannot_lift_it(school: Cast) -> None:
    """The head is asked nothing about her own child, and sees neither the child nor the block."""
    cast = school
    cast.head.user.name = "Dana Okoro"
    cast.head.user.save()
    cast.teacher_4b.user.name = "Somebody Else"
    cast.teacher_4b.user.save()
    office, senco, head = Desk(cast.office), Desk(cast.senco), Desk(cast.head)
    zuri = join_by_import(cast, office)
    assert not head.open("reports:access_list").context["questions"]
    assert "own child" not in plain(head.open("reports:home"))
    answer = {"who": cast.head.user_id, "answer": "yes", "why": "Her daughter"}
    assert head.press("pupils:own_child_answer", zuri.pk, answer).status_code == 422
    assert senco.press("pupils:own_child_answer", zuri.pk, answer).status_code == 302
    with school_scope(cast.school):
        block = AccessBlock.objects.get(pupil=zuri)
    for method in ("get", "post"):
        url = head._address("pupils:access_block_end", block.pk)
        assert getattr(head.client, method)(url).status_code == 404
    meets_nothing(cast, cast.head, zuri)
    export = stepped_up(cast.head).get(f"/s/{cast.school.slug}/register/export/?show=all")
    assert export.status_code == 200
    assert not shows(export)
