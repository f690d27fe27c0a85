"""Nobody gives themselves more: every role, every page that changes people, forged fields too.

Each person posts to every such page with every role, person, class and child put into every field
the page has or might have; afterwards neither they nor an address of theirs holds more.
"""

import hashlib
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from accounts.models import ClassAssignment, Invitation, Membership
from accounts.permissions import MAY_GIVE, Permission
from accounts.roles import Role
from pupils.models import Pupil, StaffLink
from schools.tenancy import school_scope
from tests.access.matrix import Page
from tests.access.world import PAGES, World, address

OWN = "second-address@northfield.test"
PASTED = f"Second Self, {OWN}, SENCO"
ABOUT_PEOPLE = [
    page
    for page in PAGES
    if "POST" in page.methods.split()
    and page.route.split(":")[1].startswith(
        ("person_", "invitation_", "assignment_", "staff_link_", "access_block_")
    )
]
PEOPLE = ("senco", "head", "teacher_4b", "year_leader", "ta", "dsl", "office")


def forged(world: World, own: Membership) -> dict[str, Any]:
    """Everything that might give something, for oneself or for a second address of one's own."""
    cast = world.cast
    roles = [role.value for role in Role]
    return {
        "name": "Second Self",
        "email": OWN,
        "roles": roles,
        "role": roles,
        "job_title": "Head",
        "place": f"class-{cast.class_4b.pk}",
        "people": PASTED,
        "do": "send",
        "shown": hashlib.sha256(f"{PASTED}\0002026-11-23\00014".encode()).hexdigest(),
        "days": "14",
        "starts_on": "2026-11-23",
        "last_day": "2026-11-22",
        "everything": str(own.pk),
        "invitations": str(own.pk),
        "person": str(own.pk),
        "membership": str(own.pk),
        "member": str(own.pk),
        "user": str(own.user_id),
        "kind": "teacher",
        "what": f"class-{cast.class_4b.pk}",
        "class_group": str(cast.class_4b.pk),
        "year_group": "4",
        "version": "1",
        "may_see_from": "2026-11-23",
        "on": "2026-11-23",
        "why": "x",
    }


def sight(world: World, own: Membership) -> tuple[frozenset[Role], set[int], bool]:
    """What somebody is, whom they see, and whether they may open a child's page."""
    fresh = Membership.objects.get(pk=own.pk)
    seen = set(Pupil.objects.visible_to(fresh).values_list("pk", flat=True))
    return fresh.roles, seen, fresh.can(Permission.VIEW_PUPIL)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_gives_its_reader_more(world: World, person: str) -> None:
    """Roles and rights of one's own are the same, and nobody more is seen, after every page."""
    own = world.people[person]
    client = world.client(person)
    with school_scope(world.cast.school):
        before = sight(world, own)
    for page in ABOUT_PEOPLE:
        for thing in _things(world, page, own):
            with transaction.atomic():
                client.post(thing, forged(world, own))
                with school_scope(world.cast.school):
                    after = sight(world, own)
                    beyond = _given_beyond(own)
                transaction.set_rollback(True)
            assert after[0] == before[0], f"{person} at {thing}"
            assert after[1] <= before[1], f"{person} at {thing}"
            assert after[2] == before[2], f"{person} at {thing}"
            assert not beyond, f"{person} at {thing}: {beyond}"
    cache.clear()


def _things(world: World, page: Page, own: Membership) -> list[str]:
    """The addresses of a page; of a page about somebody, also about oneself."""
    path = address(page, world.cast, world.things, "ayla")
    if page.about != "member":
        return [path]
    return [path, path.replace(f"/{world.cast.ta.pk}/", f"/{own.pk}/")]


def _given_beyond(own: Membership) -> list[str]:
    """Invitations to more than one may give, and anything that is one's own meanwhile."""
    allowed: frozenset[Role] = frozenset().union(
        *(MAY_GIVE.get(role, frozenset()) for role in own.roles)
    )
    asked = Invitation.objects.filter(email__in=(OWN, own.user.email))
    found = [row.email for row in asked if not row.roles <= allowed or row.email != OWN]
    mine = ClassAssignment.objects.filter(membership=own).count()
    links = StaffLink.objects.filter(membership=own).count()
    sees_all = own.sees_whole_school
    return (
        found
        if sees_all
        else [*found, *["class"] * max(0, mine - 1), *["link"] * max(0, links - 1)]
    )
