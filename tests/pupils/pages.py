"""Opening and sending the pages of a child as a member of the cast."""

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from pupils.models import AccessEntry
from schools.models import School
from schools.tenancy import school_scope

# Every page about one child: route, what it is opened on, who may, and whether it changes anything.
READ = ["pupil_detail", "pupil_history", "pupil_readers"]
CHANGE = [
    "pupil_edit",
    "photo_edit",
    "class_change",
    "pupil_archive",
    "contact_add",
    "need_edit",
    "sen_status_correct",
    "staff_link_add",
    "access_block_add",
]


def address(route: str, school: School, pk: int | None = None) -> str:
    """The address of a page of the pupils room."""
    where: dict[str, Any] = {"school": school.slug}
    if pk is not None:
        where["pk"] = pk
    return reverse(f"pupils:{route}", kwargs=where)


def words(response: Any) -> str:
    """The page as text."""
    return response.content.decode()


def plain(response: Any) -> str:
    """The page as it is read: no tags, one space between words."""
    text = re.sub(r"<[^>]+>", " ", words(response))
    return re.sub(r"\s+(?=[,.])", "", re.sub(r"\s+", " ", html.unescape(text)))


def fields_of(response: Any, name: str = "form") -> dict[str, Any]:
    """What a browser would send for a form just opened."""
    form = response.context[name]
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            sent |= {bound.html_name: "on"} if value else {}
        elif value is not None:
            sent[bound.html_name] = str(value)
    return sent


def open_form(client: Client, url: str) -> dict[str, Any]:
    """Open a page and give what its form would send."""
    response = client.get(url)
    assert response.status_code == 200
    return fields_of(response)


def entries(member: Membership) -> int:
    """How many access entries a person has left."""
    assert member.school is not None
    with school_scope(member.school):
        return AccessEntry.objects.filter(user=member.user).count()
