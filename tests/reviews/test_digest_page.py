"""One's own reminders: the hour, doing without, and what was sent."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pupils.models import AccessEntry
from reviews.models import DigestChoice
from reviews.sending import send_due
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.people import SignIn
from tests.pupils.pages import plain


@pytest.fixture
def url(cast: Cast) -> str:
    """The page of one's own reminders."""
    return reverse("reviews:digest_edit", args=[cast.school.slug])


@pytest.fixture
def teacher(asked: Cast, sign_in: SignIn) -> Client:
    """The teacher of 4B, signed in."""
    return sign_in(asked.teacher_4b)


def choices(cast: Cast) -> list[tuple[int, int, bool]]:
    """What everyone chose."""
    with school_scope(cast.school):
        rows = DigestChoice.objects.order_by("pk")
        return list(rows.values_list("membership_id", "hour", "is_wanted"))


def test_the_hour_is_chosen_and_chosen_again(asked: Cast, teacher: Client, url: str) -> None:
    """Seven at first; what is chosen is one's own, and shown."""
    assert teacher.get(url).context["form"]["hour"].value() == 7
    page = teacher.post(url, {"hour": "16", "is_wanted": "on"}, follow=True)
    assert "Your message comes at 16:00 or soon after" in plain(page)
    teacher.post(url, {"hour": "6", "is_wanted": ""})
    assert choices(asked) == [(asked.teacher_4b.pk, 6, False)]


@pytest.mark.parametrize("hour", ["", "3", "23", "seven"])
def test_an_hour_at_night_is_refused_and_changes_nothing(
    asked: Cast, teacher: Client, url: str, hour: str
) -> None:
    """What was typed stays in the form, with what is wrong."""
    page = teacher.post(url, {"hour": hour, "is_wanted": "on"})
    assert page.status_code == 422
    assert page.context["form"].errors["hour"]
    assert choices(asked) == []


def test_the_page_tells_what_was_sent_and_names_nobody(
    asked: Cast, teacher: Client, url: str, mailoutbox: list[Any]
) -> None:
    """The day, how much was new, when it went; no child, so no access entry."""
    assert "Nothing yet" in plain(teacher.get(url))
    send_due(timezone.now())
    assert "23 November 2026 3 new, sent at 07:05" in plain(teacher.get(url))
    with school_scope(asked.school):
        assert not AccessEntry.objects.exists()


def test_the_account_page_leads_there(teacher: Client, url: str) -> None:
    """For each school one works in."""
    assert f'href="{url}"' in teacher.get(reverse("accounts:account_page")).content.decode()
