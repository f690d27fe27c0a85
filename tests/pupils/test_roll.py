"""Leaving, coming back, classes, the photo."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from pupils.forms import PupilForm
from pupils.models import ClassPlacement, Need, Pupil, StaffLink
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.schools import ClassGroupFactory
from tests.people import SignIn
from tests.pupils.pages import address, open_form, plain

pytestmark = pytest.mark.usefixtures("monday")
MONDAY = date(2026, 11, 23)


def send(client: Client, cast: Cast, route: str, pupil: Pupil, **fields: Any) -> Any:
    """Open a form about a child, change fields, and send it."""
    url = address(route, cast.school, pupil.pk)
    return client.post(url, open_form(client, url) | fields, follow=True)


def test_leaving_says_and_ends_classes_and_links(cast: Cast, sign_in: SignIn) -> None:
    """A leaver's class and links end after the last day; needs stay as they were."""
    client = sign_in(cast.office)
    page = plain(client.get(address("pupil_archive", cast.school, cast.ayla.pk)))
    assert "Being in class 4B ends." in page
    assert "Ta is no longer linked (allocated TA)." in page
    response = send(
        client, cast, "pupil_archive", cast.ayla, on="2026-11-20", went_to="Southmere Junior"
    )
    assert "left on 20 November 2026" in plain(response)
    with school_scope(cast.school):
        placement = ClassPlacement.objects.get(pupil=cast.ayla)
        link = StaffLink.objects.get(pupil=cast.ayla)
        pupil = Pupil.objects.get(pk=cast.ayla.pk)
        assert Need.objects.get(pupil=cast.ayla).ends_on is None
        assert not Pupil.objects.visible_to(cast.ta).exists()
    assert (pupil.left_on, pupil.left_for) == (date(2026, 11, 20), "Southmere Junior")
    assert (placement.ends_on, link.ends_on) == (date(2026, 11, 21), date(2026, 11, 21))


def test_class_that_had_not_begun_never_holds(cast: Cast, sign_in: SignIn) -> None:
    """A class arranged for after the last day is kept as a row that never held."""
    next_class = ClassGroupFactory(academic_year=cast.class_4b.academic_year, name="4C")
    with school_scope(cast.school):
        first = ClassPlacement.objects.get(pupil=cast.ayla)
        first.ends_on = date(2027, 1, 4)
        first.save()
        ClassPlacement.objects.create(
            pupil=cast.ayla, class_group=next_class, starts_on=date(2027, 1, 4)
        )
    send(sign_in(cast.office), cast, "pupil_archive", cast.ayla, on="2026-11-20")
    with school_scope(cast.school):
        rows = ClassPlacement.objects.filter(pupil=cast.ayla)
        assert not any(rows.on(MONDAY + timedelta(days=days)).exists() for days in (0, 42, 100))


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2026-11-24", "24 November 2026 is in the future."),
        ("2022-08-31", "31 August 2022 is before the pupil joined the school."),
        ("", "This field is required."),
    ],
)
def test_leaving_on_a_wrong_day_changes_nothing(
    cast: Cast, sign_in: SignIn, on: str, says: str
) -> None:
    """Nobody leaves in the future, or before they came; what was typed is kept."""
    response = send(
        sign_in(cast.office), cast, "pupil_archive", cast.ayla, on=on, went_to="Southmere"
    )
    assert response.status_code == 422
    assert says in plain(response)
    assert 'value="Southmere"' in response.content.decode()
    with school_scope(cast.school):
        assert Pupil.objects.get(pk=cast.ayla.pk).left_on is None


def test_leaver_comes_back(cast: Cast, sign_in: SignIn) -> None:
    """A leaver is put back on roll; one on roll cannot be."""
    client = sign_in(cast.senco)
    assert "is back on roll" in plain(send(client, cast, "pupil_restore", cast.leaver))
    with school_scope(cast.school):
        assert Pupil.objects.get(pk=cast.leaver.pk).left_on is None
    assert "on roll already" in plain(send(client, cast, "pupil_restore", cast.ayla))


def test_class_is_changed_from_a_day(cast: Cast, sign_in: SignIn) -> None:
    """The class before ends on the day the new one begins, and its teacher's sight with it."""
    send(
        sign_in(cast.office),
        cast,
        "class_change",
        cast.ayla,
        class_group=cast.class_5a.pk,
        on="2026-11-23",
    )
    with school_scope(cast.school):
        before, now = ClassPlacement.objects.filter(pupil=cast.ayla).order_by("pk")
        assert not Pupil.objects.visible_to(cast.teacher_4b).filter(pk=cast.ayla.pk).exists()
    assert (before.ends_on, now.starts_on, now.ends_on) == (MONDAY, MONDAY, None)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("2026-08-31", "4C is a class of 2026/27: choose a day from 1 September 2026"),
        ("2027-09-01", "4C is a class of 2026/27"),
    ],
)
def test_class_outside_its_year_is_refused(cast: Cast, sign_in: SignIn, on: str, says: str) -> None:
    """A class exists in one academic year."""
    new = ClassGroupFactory(academic_year=cast.class_4b.academic_year, name="4C")
    response = send(
        sign_in(cast.office), cast, "class_change", cast.ayla, class_group=new.pk, on=on
    )
    assert (response.status_code, says in plain(response)) == (422, True)


def picture(kind: str = "JPEG") -> SimpleUploadedFile:
    """A small picture with a camera's notes in it."""
    out = io.BytesIO()
    image = Image.new("RGB", (1600, 900), "#7fb9b1")
    exif = Image.Exif()
    exif[0x010E] = "Zqwhere it was taken"
    image.save(out, kind, exif=exif)
    return SimpleUploadedFile("ayla.jpg", out.getvalue(), "image/jpeg")


def test_photo_is_made_anew_and_private(
    cast: Cast, sign_in: SignIn, settings: Any, tmp_path: Any
) -> None:
    """A photo is re-encoded without its metadata, served only to those who see the child."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    }
    url = address("photo_edit", cast.school, cast.ayla.pk)
    assert sign_in(cast.office).post(url, {"photo": picture()}).status_code == 302
    shown = address("pupil_photo", cast.school, cast.ayla.pk)
    response = sign_in(cast.ta).get(shown)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "no-store"
    assert b"Zqwhere" not in response.content
    assert Image.open(io.BytesIO(response.content)).size == (800, 450)
    assert sign_in(cast.teacher_5a).get(shown).status_code == 404
    assert len(list(tmp_path.rglob("*.png"))) == 1


def test_photo_that_is_none_is_refused(cast: Cast, sign_in: SignIn) -> None:
    """What is not a PNG or JPEG by its content is refused, whatever it is called."""
    url = address("photo_edit", cast.school, cast.ayla.pk)
    fake = SimpleUploadedFile("ayla.png", b"<svg onload=alert(1)>", "image/png")
    response = sign_in(cast.office).post(url, {"photo": fake})
    assert (response.status_code, "must be a PNG or a JPEG" in plain(response)) == (422, True)
    assert sign_in(cast.office).post(url, {}).status_code == 422
    assert (
        sign_in(cast.office).get(address("pupil_photo", cast.school, cast.ben.pk)).status_code
        == 404
    )


def test_removed_photo_is_gone_from_the_disk(
    cast: Cast,
    sign_in: SignIn,
    settings: Any,
    tmp_path: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """A photo that is replaced or removed is not kept."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    }
    client, url = sign_in(cast.office), address("photo_edit", cast.school, cast.ayla.pk)
    client.post(url, {"photo": picture("PNG")})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {"remove": "on"}).status_code == 302
    assert not list(tmp_path.rglob("*.png"))
    assert client.get(address("pupil_photo", cast.school, cast.ayla.pk)).status_code == 404


@pytest.mark.parametrize("route", ["pupil_add", "pupil_edit"])
def test_one_upn_for_two_children_in_the_same_instant_is_refused(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    """Whoever comes second past the form's own look is told at the field, and nothing is lost."""
    with school_scope(cast.school):
        cast.ben.upn = "B801200005001"
        cast.ben.save()
    monkeypatch.setattr(PupilForm, "clean_upn", lambda form: form.cleaned_data["upn"])
    client = sign_in(cast.office)
    url = address(route, cast.school, *([cast.ayla.pk] if route == "pupil_edit" else []))
    typed = {"forename": "Nia", "surname": "Newcomer", "born_on": "2018-05-14"}
    given = open_form(client, url) | typed | {"year_group": "4", "upn": "B801200005001"}
    response = client.post(url, given)
    assert response.status_code == 422
    assert "Somebody has just given the UPN" in response.context["form"].errors["upn"][0]
    assert "Newcomer" in response.content.decode()
    with school_scope(cast.school):
        assert not Pupil.objects.filter(surname="Newcomer").exists()
