"""Who may see whom: blocks, links and what is to be answered, on one page of the school."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pupils.models import StaffLink
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.factories.pupils import AccessBlockFactory, StaffLinkFactory
from tests.people import SignIn
from tests.pupils.pages import address, plain

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def monday() -> Iterator[None]:
    """Monday 23 November 2026, in the school year of the cast."""
    with time_machine.travel("2026-11-23 10:00", tick=False):
        yield


def page(client: Client, cast: Cast, query: str = "") -> Any:
    """The page, opened."""
    url = reverse("reports:access_list", kwargs={"school": cast.school.slug})
    response = client.get(f"{url}{query}")
    assert response.status_code == 200
    return response


def test_blocks_and_links_stand_with_who_whom_why_since_when(cast: Cast, sign_in: SignIn) -> None:
    """One line each; a child the reader is kept from is in none of them."""
    client = sign_in(cast.senco)
    context = page(client, cast).context
    told = [(line.person, line.pupil_id, line.what, line.when) for line in context["blocks"]]
    assert told == [("Teacher 4B", cast.kept.pk, "A relative", "since 1 September 2026")]
    assert [(line.person, line.what) for line in context["links"]] == [("Ta", "Allocated TA")]
    AccessBlockFactory(user=cast.senco.user, pupil=cast.kept)
    AccessBlockFactory(user=cast.senco.user, pupil=cast.ayla)
    hidden = page(client, cast)
    assert not hidden.context["blocks"] + hidden.context["links"]
    assert "Zq" not in plain(hidden)


def test_links_are_filtered_by_person_kind_and_end(cast: Cast, sign_in: SignIn) -> None:
    """Each filter narrows; an ended link is shown when asked for and cannot be ended again."""
    StaffLinkFactory(membership=cast.dsl, pupil=cast.ben, kind="named", ends_on=date(2026, 10, 1))
    StaffLinkFactory(membership=cast.dsl, pupil=cast.ayla, kind="key_worker")
    StaffLinkFactory(membership=cast.ta, pupil=cast.ben, kind="in_provision")
    client = sign_in(cast.head)

    def shown(query: str) -> list[tuple[str, str, bool]]:
        lines = page(client, cast, query).context["links"]
        return [(line.person, line.what, line.may_end) for line in lines]

    assert len(shown("")) == 3
    assert shown(f"?who={cast.dsl.user_id}") == [("Dsl", "Key worker", True)]
    assert shown("?as=in_provision") == [("Ta", "Runs a provision the pupil is in", False)]
    assert shown("?show=ended") == [("Dsl", "Named by the SENCO", False)]


def test_a_child_whose_key_worker_has_left_is_named(cast: Cast, sign_in: SignIn) -> None:
    """Told until another key worker is chosen, here and at home."""
    gone = MembershipFactory(school=cast.school, ends_on=date(2026, 11, 1))
    StaffLinkFactory(membership=gone, pupil=cast.ben)
    client = sign_in(cast.senco)
    assert [line.pupil_id for line in page(client, cast).context["alone"]] == [cast.ben.pk]
    home = client.get(f"/s/{cast.school.slug}/")
    assert "1 child's key worker has left" in plain(home)
    StaffLinkFactory(membership=cast.ta, pupil=cast.ben)
    assert not page(client, cast).context["alone"]


def test_adding_and_ending_lead_back_to_the_page(cast: Cast, sign_in: SignIn) -> None:
    """Find the child, choose what to do, and be back; a link may end by itself."""
    client = sign_in(cast.senco)
    found = page(client, cast, "?q=zqnorthfieldben").context["found"]
    assert [child.pk for child in found] == [cast.ben.pk]
    url = f"{address('staff_link_add', cast.school, cast.ben.pk)}?from=access"
    link = {"membership": cast.ta.pk, "kind": "named", "on": "2026-11-23"}
    response = client.post(url, link | {"last_day": "2026-11-20"})
    assert "comes before the first" in plain(response)
    response = client.post(url, link | {"last_day": "2026-11-27"})
    assert response["Location"] == f"/s/{cast.school.slug}/access/"
    with school_scope(cast.school):
        made = StaffLink.objects.get(pupil=cast.ben)
    assert made.ends_on == date(2026, 11, 28)
    assert "linked in this way already" in plain(client.post(url, link | {"on": "2026-11-25"}))
    assert client.post(url, link | {"on": "2026-11-28"}).status_code == 302
    keep = f"{address('access_block_add', cast.school, cast.ben.pk)}?from=access"
    response = client.post(keep, {"membership": cast.ta.pk, "why": "Her nephew"})
    assert response["Location"] == f"/s/{cast.school.slug}/access/"


def test_home_asks_only_those_who_may_answer(cast: Cast, sign_in: SignIn) -> None:
    """The DSL and the office see no question about a colleague's family."""
    gone = MembershipFactory(school=cast.school, ends_on=date(2026, 11, 1))
    StaffLinkFactory(membership=gone, pupil=cast.ben)
    for person, asked in (("senco", True), ("head", True), ("dsl", False), ("office", False)):
        home = sign_in(cast.staff[person]).get(f"/s/{cast.school.slug}/")
        assert ("key worker has left" in plain(home)) == asked
