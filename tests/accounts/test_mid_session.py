"""What a person may do is asked again at every request: a change counts from the next one."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Membership
from pupils.models import AccessBlock, StaffLink
from schools.tenancy import school_scope
from tests.cast import Cast, marker
from tests.people import SignIn

TODAY = date(2026, 11, 23)


def opens(client: Client, path: str) -> int:
    """What a page answers."""
    return client.get(path).status_code


def child(cast: Cast, name: str) -> str:
    """The address of a child's page."""
    return f"/s/{cast.school.slug}/pupils/{cast.children[name].pk}/"


def change(row: Any, **fields: Any) -> None:
    """Change a row as the office would, while somebody is signed in."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def test_an_ended_membership_sees_nothing_more(cast: Cast, sign_in: SignIn) -> None:
    """With a page open: the next request finds no such school."""
    client = sign_in(cast.senco)
    assert opens(client, child(cast, "ayla")) == 200
    change(cast.senco, ends_on=TODAY)
    assert opens(client, child(cast, "ayla")) == 404
    assert opens(client, "/s/northfield/") == 404


def test_a_membership_not_yet_begun_sees_nothing(cast: Cast, sign_in: SignIn) -> None:
    """A newcomer's first day is their first."""
    change(cast.senco, starts_on=date(2026, 11, 24))
    assert opens(sign_in(cast.senco), "/s/northfield/") == 404


def test_a_role_taken_away_counts_at_once(cast: Cast, sign_in: SignIn) -> None:
    """From SENCO to teaching assistant: what the new role may not do is refused."""
    client = sign_in(cast.senco)
    change_page = f"/s/northfield/pupils/{cast.ayla.pk}/details/edit/"
    assert opens(client, change_page) == 200
    change(cast.senco, roles=frozenset({"ta"}))
    assert opens(client, change_page) == 403
    assert opens(client, child(cast, "ayla")) == 404


@pytest.mark.parametrize("stored", ["", " wizard ", " senc "])
def test_an_unknown_role_is_no_role(cast: Cast, sign_in: SignIn, stored: str) -> None:
    """A word in the database that is no role of ours opens nothing."""
    client = sign_in(cast.senco)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_membership SET roles = %s WHERE id = %s", [stored, cast.senco.pk]
        )
    assert opens(client, "/s/northfield/") == 404


def test_an_assignment_that_ends_takes_its_children_along(cast: Cast, sign_in: SignIn) -> None:
    """The teacher of 4B gives the class away: the next request is denied, and the list empty."""
    client = sign_in(cast.teacher_4b)
    assert opens(client, child(cast, "ayla")) == 200
    with school_scope(cast.school):
        change(cast.teacher_4b.class_assignments.get(), ends_on=TODAY)
    assert opens(client, child(cast, "ayla")) == 404
    page = client.get("/s/northfield/register/?show=all").content.decode()
    assert marker(cast.school, "ayla") not in page


def test_a_block_counts_from_the_next_request(cast: Cast, sign_in: SignIn) -> None:
    """Kept from a child while her page is open, a person cannot go on reading."""
    client = sign_in(cast.senco)
    assert opens(client, child(cast, "ben")) == 200
    with school_scope(cast.school):
        AccessBlock.objects.create(
            user=cast.senco.user, pupil=cast.ben, why="A relative", starts_on=TODAY
        )
    assert opens(client, child(cast, "ben")) == 404
    page = client.get("/s/northfield/register/?show=all").content.decode()
    assert marker(cast.school, "ben") not in page


def test_a_child_moved_to_another_class_goes_along(cast: Cast, sign_in: SignIn) -> None:
    """The new class's teacher sees the child from the day of the move, the old one no more."""
    old, new = sign_in(cast.teacher_4b), sign_in(cast.teacher_5a)
    with school_scope(cast.school):
        row = cast.ayla.class_placements.get()
        change(row, ends_on=TODAY)
        type(row).objects.create(pupil=cast.ayla, class_group=cast.class_5a, starts_on=TODAY)
    assert (opens(old, child(cast, "ayla")), opens(new, child(cast, "ayla"))) == (404, 200)


def test_a_link_that_ends_takes_its_sight_with_it(cast: Cast, sign_in: SignIn) -> None:
    """A provision that ends takes its TA's sight with it (permissions.md, Scope)."""
    client = sign_in(cast.ta)
    assert opens(client, child(cast, "ayla")) == 200
    with school_scope(cast.school):
        change(StaffLink.objects.get(membership=cast.ta), ends_on=TODAY)
    assert opens(client, child(cast, "ayla")) == 404


def test_someone_in_two_schools_has_each_ones_rights_there(
    cast: Cast, other: Cast, sign_in: SignIn
) -> None:
    """A SENCO here who is a TA next door is a TA next door."""
    Membership.objects.create(
        user=cast.senco.user,
        school=other.school,
        roles=frozenset({"ta"}),
        starts_on=date(2026, 9, 1),
    )
    client = sign_in(cast.senco)
    assert opens(client, child(cast, "ayla")) == 200
    assert opens(client, child(other, "ayla")) == 404
    assert opens(client, f"/s/southmere/pupils/{cast.ayla.pk}/") == 404
    assert opens(client, "/s/southmere/people/") == 403
