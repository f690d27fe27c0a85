"""What a browser should not send: other schools' rows, and fields that are not in the form."""

import re
from typing import Any

import pytest
from django.db.models import Model

from pupils import models
from pupils.models import ClassPlacement, Pupil
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn
from tests.pupils.pages import address, open_form, plain, words

pytestmark = pytest.mark.usefixtures("monday")

NAMED = [getattr(models, name) for name in models.__all__]
ALL = [model for model in NAMED if hasattr(model, "_meta")]
OPEN = {
    "pupil_edit": {"home_language": "Urdu"},
    "contact_add": {"surname": "Ashdown", "sen_information": "yes", "relationship": "CAR"},
    "class_change": {"on": "2026-11-23"},
    "staff_link_add": {"kind": "named", "on": "2026-11-23"},
    "access_block_add": {"why": "Aunt"},
    "sen_status_correct": {"code": "N", "starts_on": "2026-11-02", "reason": "Wrong"},
}


def every_field(foreign: Cast) -> dict[str, str]:
    """A value for every field of every model of this room, pointing at the other school."""
    sent: dict[str, str] = {}
    for model in ALL:
        for field in model._meta.concrete_fields:
            sent[field.name] = sent[field.attname] = str(_foreign_value(field, foreign))
    return sent


def _foreign_value(field: Any, foreign: Cast) -> Any:
    known: dict[str, Model] = {
        "school": foreign.school,
        "pupil": foreign.ayla,
        "membership": foreign.ta,
        "class_group": foreign.class_4b,
        "user": foreign.ta.user,
    }
    if field.name in known:
        return known[field.name].pk
    return {"DateField": "2026-11-02", "PositiveIntegerField": 999}.get(
        field.get_internal_type(), "1"
    )


def everything(foreign: Cast) -> list[dict[str, Any]]:
    """All rows of the other school, as stored."""
    with school_scope(foreign.school):
        return [
            {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            for model in ALL
            for row in model.objects.order_by("pk")
        ]


@pytest.mark.parametrize("route", OPEN)
def test_extra_fields_change_nothing_of_another_school(
    cast: Cast, other: Cast, sign_in: SignIn, route: str
) -> None:
    """Every field of every model is sent: only the form's own are read, within the school."""
    client = sign_in(cast.senco)
    url = address(route, cast.school, cast.ayla.pk)
    before = everything(other)
    opened = open_form(client, url)
    client.post(url, every_field(other) | opened | OPEN[route])
    assert everything(other) == before
    with school_scope(cast.school):
        pupil = Pupil.objects.get(pk=cast.ayla.pk)
        assert (pupil.school_id, pupil.left_on, pupil.uid) == (
            cast.school.pk,
            None,
            cast.ayla.uid,
        )
        assert not pupil.photo
        assert Pupil.objects.count() == 4


def test_fields_outside_the_form_are_not_saved(cast: Cast, sign_in: SignIn) -> None:
    """Leaving, photo and version are not the details form's to set."""
    client, url = sign_in(cast.senco), address("pupil_edit", cast.school, cast.ayla.pk)
    forged = {"left_on": "2026-01-01", "left_for": "Zq", "photo": "x.png", "uid": "1", "id": "9"}
    assert client.post(url, open_form(client, url) | forged).status_code == 302
    with school_scope(cast.school):
        pupil = Pupil.objects.get(pk=cast.ayla.pk)
    assert (pupil.left_on, pupil.left_for, bool(pupil.photo)) == (None, "", False)
    assert (pupil.uid, pupil.version) == (cast.ayla.uid, 2)


@pytest.mark.parametrize("route", ["class_change", "pupil_add"])
def test_class_of_another_school_cannot_be_chosen(
    cast: Cast, other: Cast, sign_in: SignIn, route: str
) -> None:
    """Classes to choose are this school's; another id is no choice."""
    pk = None if route == "pupil_add" else cast.ayla.pk
    client, url = sign_in(cast.office), address(route, cast.school, pk)
    select = words(client.get(url)).split('name="class_group"')[1].split("</select>")[0]
    offered = set(re.findall(r'value="(\d+)"', select))
    assert offered == {str(cast.class_4b.pk), str(cast.class_5a.pk)}
    sent = {
        "class_group": other.class_4b.pk,
        "on": "2026-11-23",
        "forename": "Cara",
        "surname": "Calder",
        "born_on": "2018-02-03",
        "year_group": "4",
        "young_carer": "N",
    }
    response = client.post(url, open_form(client, url) | sent)
    assert response.status_code == 422
    assert "Select a valid choice" in plain(response)
    with school_scope(cast.school):
        assert not ClassPlacement.objects.filter(class_group=other.class_4b.pk).exists()
