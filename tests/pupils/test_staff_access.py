"""Staff linked to a child by name, and staff kept away (permissions.md, "Scope")."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from pupils.models import AccessBlock, Pupil, StaffLink
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.factories.pupils import AccessBlockFactory, StaffLinkFactory
from tests.people import SignIn
from tests.pupils.pages import address, open_form, plain

pytestmark = pytest.mark.usefixtures("monday")


def send(client: Client, cast: Cast, route: str, pk: int, **fields: Any) -> Any:
    """Open a form and send it with these fields."""
    url = address(route, cast.school, pk)
    return client.post(url, open_form(client, url) | fields, follow=True)


def sees(cast: Cast, member: Membership, pupil: Pupil) -> bool:
    """Whether a person sees a child today."""
    with school_scope(cast.school):
        return bool(Pupil.objects.visible_to(member).filter(pk=pupil.pk).exists())


def test_linked_teacher_sees_the_child_until_the_link_ends(cast: Cast, sign_in: SignIn) -> None:
    """A key worker of another class sees the child from that day, and no longer when it ends."""
    client = sign_in(cast.head)
    link = {"membership": cast.teacher_5a.pk, "kind": "key_worker", "on": "2026-11-23"}
    assert "is linked" in plain(send(client, cast, "staff_link_add", cast.ayla.pk, **link))
    assert sees(cast, cast.teacher_5a, cast.ayla)
    with school_scope(cast.school):
        row = StaffLink.objects.get(membership=cast.teacher_5a)
    send(client, cast, "staff_link_end", row.pk, ends_on="2026-11-23")
    assert not sees(cast, cast.teacher_5a, cast.ayla)
    ended = address("staff_link_end", cast.school, row.pk)
    assert "ended on 23 November 2026 already" in plain(
        client.post(ended, {"ends_on": "2026-11-23"})
    )


def test_links_that_cannot_be_are_refused(cast: Cast, sign_in: SignIn) -> None:
    """Not twice in one way, not to a leaver, not of a person kept away, no end before a start."""
    client = sign_in(cast.senco)
    link = {"membership": cast.ta.pk, "kind": "allocated_ta", "on": "2026-11-23"}
    response = send(client, cast, "staff_link_add", cast.ayla.pk, **link)
    assert "Ta is linked in this way already." in plain(response)
    response = send(client, cast, "staff_link_add", cast.leaver.pk, **link)
    assert "has left the school" in plain(response)
    AccessBlockFactory(user=cast.dsl.user, pupil=cast.ayla)
    response = send(
        client, cast, "staff_link_add", cast.ayla.pk, **link | {"membership": cast.dsl.pk}
    )
    assert "Dsl is kept from this child." in plain(response)
    row = StaffLinkFactory(pupil=cast.ben, membership=cast.ta)
    response = send(client, cast, "staff_link_end", row.pk, ends_on="2026-08-31")
    assert "it cannot end before that" in plain(response)


def test_kept_away_at_once_and_let_back(cast: Cast, sign_in: SignIn) -> None:
    """An access block takes the child from the person's very next request, until it is ended."""
    client, teacher = sign_in(cast.senco), sign_in(cast.teacher_4b)
    details = address("pupil_detail", cast.school, cast.ayla.pk)
    assert teacher.get(details).status_code == 200
    send(client, cast, "access_block_add", cast.ayla.pk, membership=cast.teacher_4b.pk, why="Aunt")
    assert teacher.get(details).status_code == 404
    with school_scope(cast.school):
        block = AccessBlock.objects.get(pupil=cast.ayla)
    assert (block.why, block.starts_on) == ("Aunt", date(2026, 11, 23))
    send(client, cast, "access_block_end", block.pk)
    assert teacher.get(details).status_code == 200


def test_nobody_lifts_their_own_block(cast: Cast, sign_in: SignIn) -> None:
    """A SENCO who is kept away cannot undo it: to them the child, and the block, are not there."""
    block = AccessBlockFactory(user=cast.senco.user, pupil=cast.ayla)
    url = address("access_block_end", cast.school, block.pk)
    assert sign_in(cast.senco).get(url).status_code == 404
    assert sign_in(cast.senco).post(url).status_code == 404
    assert sign_in(cast.head).post(url).status_code == 302


def test_keeping_oneself_away_leads_off_the_page(cast: Cast, sign_in: SignIn) -> None:
    """A SENCO may keep themselves from a relative's child, while the head can lift it."""
    client = sign_in(cast.senco)
    url = address("access_block_add", cast.school, cast.ayla.pk)
    response = client.post(url, {"membership": cast.senco.pk, "why": "My niece"})
    assert (response.status_code, response["Location"]) == (302, "/s/northfield/register/")


def test_last_person_who_can_lift_a_block_stays(cast: Cast, sign_in: SignIn) -> None:
    """Somebody who may lift it must still see the child, or it could never be lifted."""
    AccessBlockFactory(user=cast.head.user, pupil=cast.ayla)
    client = sign_in(cast.senco)
    url = address("access_block_add", cast.school, cast.ayla.pk)
    response = client.post(url, {"membership": cast.senco.pk, "why": "My niece"})
    assert "Nobody would be left who can lift this." in plain(response)
    assert "My niece" in response.content.decode()
    assert sees(cast, cast.senco, cast.ayla)


def test_staff_to_choose_are_of_this_school_today(cast: Cast, other: Cast, sign_in: SignIn) -> None:
    """Only people with a role here today can be chosen; any other id is refused."""
    no_role = MembershipFactory(school=cast.school, roles=frozenset())
    client = sign_in(cast.senco)
    for route in ("staff_link_add", "access_block_add"):
        url = address(route, cast.school, cast.ayla.pk)
        choices = client.get(url).context["form"].fields["membership"].queryset
        assert set(choices) == set(cast.staff.values()) - {cast.gone}
        for foreign in (other.ta, cast.gone, no_role):
            sent = {"membership": foreign.pk, "kind": "named", "on": "2026-11-23", "why": "x"}
            response = client.post(url, sent)
            assert "Select a valid choice" in plain(response)
    with school_scope(cast.school):
        assert not AccessBlock.objects.filter(pupil=cast.ayla).exists()


def test_provision_links_are_not_made_by_hand(cast: Cast, sign_in: SignIn) -> None:
    """A link that comes with a provision ends with it: it cannot be chosen here."""
    response = send(
        sign_in(cast.senco),
        cast,
        "staff_link_add",
        cast.ayla.pk,
        membership=cast.ta.pk,
        kind="in_provision",
    )
    assert "Select a valid choice" in plain(response)
