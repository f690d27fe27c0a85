"""Script in what people type stays text: no dialog, no report of the policy, no new element."""

from itertools import product
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Dialog, Page, expect

from pupils.models import Pupil
from schools.tenancy import school_scope
from tests.browser.complaints import Complaints
from tests.browser.conftest import OpenAs
from tests.cast import Cast
from tests.factories.stages import give_ladder
from tests.people import client_of
from tests.pupils.pages import address, open_form
from tests.selection import Part

pytestmark = pytest.mark.budget(120)

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<div hx-get=/ hx-trigger=load hx-on::load=alert(1)>",
    "{{ 7 * 7 }}{% now 'Y' %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "<b onmouseover=alert(1)>bold",
]
# What a payload would have made of a page that did not escape it.
PLANTED = "img[src=x], svg[onload], iframe, [ontoggle], [onfocus], [onmouseover], [hx-on\\:\\:load]"
INLINE = "script:not([src]), style, a[href^=javascript]"


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Northfield on a ladder, with a child for each payload, typed in by the SENCO."""
    give_ladder(cast.senco)
    client = client_of(cast.senco)
    for payload in PAYLOADS:
        type_in(cast, client, payload)
    return cast


def type_in(cast: Cast, client: Client, payload: str) -> None:
    """A child, a contact and a move whose every text is the payload."""
    add = address("pupil_add", cast.school)
    child = {"forename": payload, "surname": payload, "born_on": "2018-05-14", "year_group": "4"}
    texts = {"preferred_forename": payload, "safeguarding_pointer": payload}
    sent(client, add, open_form(client, add) | child | texts)
    with school_scope(cast.school, writes=False):
        pupil = Pupil.objects.latest("pk")
        assert pupil.surname == payload
    contact = address("contact_add", cast.school, pupil.pk)
    words = {"forename": payload, "surname": payload, "address": payload}
    sent(client, contact, open_form(client, contact) | words)
    move = f"/s/{cast.school.slug}/pupils/{pupil.pk}/move/"
    decision = {"reason": payload, "decided_at": payload, "took_part": payload, "to": "stage-1"}
    sent(client, move, open_form(client, move) | decision)


def sent(client: Client, url: str, typed: dict[str, Any]) -> None:
    """Send a form, which must be taken."""
    response = client.post(url, typed)
    assert response.status_code == 302, response.context["form"].errors


def nothing_ran(page: Page, complaints: Complaints) -> None:
    """The page holds no element that was typed, and the policy had nothing to refuse."""
    assert page.locator(PLANTED).count() == 0
    assert page.locator(INLINE).count() == 0
    complaints.refuse_any()


def test_what_was_typed_is_only_ever_text(
    open_as: OpenAs, school: Cast, complaints: Complaints, part: Part
) -> None:
    """Home, register, search, and every page of each child show it letter by letter.

    Quick: the register with all of them, and one of three of the children's pages.
    """
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page = open_as(school.senco)
    page.on("dialog", refuse)
    nothing_ran(page, complaints)
    page.goto("/s/northfield/register/?show=all")
    nothing_ran(page, complaints)
    names = page.locator("#register tbody a.name").all_inner_texts()
    assert {f"{payload}, {payload}" for payload in PAYLOADS} <= set(names)
    page.get_by_label("Find a child").press_sequentially("alert")
    expect(page.locator("#found a").first).to_be_visible()
    nothing_ran(page, complaints)
    with school_scope(school.school, writes=False):
        pupils = list(Pupil.objects.filter(surname__in=PAYLOADS))
    assert len(pupils) == len(PAYLOADS)
    rooms = ("", "stage/", "details/", "history/", "move/")
    for pupil, room in part(product(pupils, rooms), one_in=3):
        page.goto(f"/s/northfield/pupils/{pupil.pk}/{room}")
        expect(page.get_by_role("heading", level=1)).to_contain_text(pupil.surname)
        nothing_ran(page, complaints)
    assert not dialogs
