"""Two schools with one of everything, made once for a file of tests, and ways to ask for pages."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from allauth.account.internal.flows import login
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import PROVEN
from accounts.models import Membership
from common.dates import today
from pupils.next_year.building import begin_next_year
from schools.tenancy import school_scope
from tests.access.due_kinds import standing
from tests.access.kinds import OF_A_CHILD, OF_THE_SCHOOL, files_of
from tests.access.matrix import MATRIX, Page
from tests.access.test_scope import SEEN
from tests.cast import Cast, make_cast, marker
from tests.factories.stages import give_ladder
from tests.people import enrol

Things = dict[str, dict[str, Any]]  # kind -> child (or "" of the school) -> the thing

CHILDREN = ("ayla", "ben", "kept", "leaver")
STRANGER = "stranger"  # the other school's SENCO, at an address of this one
HTMX = {"HX-Request": "true"}
PAGES = [page for may in MATRIX for page in may.pages]
MAY_OF = {page.route: may for may in MATRIX for page in may.pages}


@dataclass(frozen=True)
class World:
    """Northfield, the school next door, and one of every kind of thing in both."""

    cast: Cast
    other: Cast
    things: Things
    others_things: Things
    sessions: dict[int, str]

    @property
    def people(self) -> dict[str, Membership]:
        """Everyone who may try an address of Northfield."""
        return self.cast.staff | {STRANGER: self.other.senco}

    def client(self, person: str) -> Client:
        """A browser in which this person is signed in."""
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[self.people[person].pk]
        return client


def make_world() -> World:
    """Both schools, on different ladders, everyone signed in; Northfield builds its next year."""
    cast = make_cast("northfield", "Northfield Primary")
    other = make_cast("southmere", "Southmere Junior")
    give_ladder(cast.senco, "send-overview")
    give_ladder(other.senco, "all-saints")
    for school in (cast.school, other.school):
        school.logo.name = f"{school.slug}.png"
        school.save()
    with school_scope(cast.school, by=cast.senco.user):
        begin_next_year(day=today())
    people = [*cast.staff.values(), other.senco]
    return World(
        cast=cast,
        other=other,
        things=_things(cast),
        others_things=_things(other),
        sessions={membership.pk: _session(membership) for membership in people},
    )


def write_files(world: World) -> None:
    """Put the files of both schools where this test keeps its private files."""
    for cast in (world.cast, world.other):
        for name, content in files_of(cast).items():
            default_storage.save(name, ContentFile(content))


def _things(cast: Cast) -> Things:
    with school_scope(cast.school, by=cast.senco.user):
        made: Things = {
            kind: {name: make(cast, pupil) for name, pupil in cast.children.items()}
            for kind, make in OF_A_CHILD.items()
        }
        made |= {kind: {"": make(cast)} for kind, make in OF_THE_SCHOOL.items()}
    # As a scope ends, what is due is reckoned anew: standings of our own come after.
    again = {name: standing(cast, pupil) for name, pupil in cast.children.items()}
    return made | {"standing": again}


def _session(membership: Membership) -> str:
    """A session of a person who has just given the second factor; gives its key."""
    enrol(membership)
    user = membership.user
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            PROVEN: True,
            login.AUTHENTICATION_METHODS_SESSION_KEY: [
                {"method": "mfa", "at": timezone.now().timestamp()}
            ],
            login._AUTHENTICATION_METHODS_USER_SESSION_KEY: str(user.pk),
        }
    )
    session.create()
    return str(session.session_key)


def address(page: Page, school: Cast, things: Things, child: str = "") -> str:
    """The address of a page at a school, about one child's thing (or the school's)."""
    kwargs: dict[str, Any] = {"school": school.school.slug}
    if page.about:
        kwargs["pk"] = things[page.about][child if page.about in OF_A_CHILD else ""].pk
    return reverse(page.route, kwargs=kwargs)


def children_of(page: Page) -> tuple[str, ...]:
    """The children whose things a page can be about; one empty name when it is about none."""
    return CHILDREN if page.about in OF_A_CHILD else ("",)


def roles_of(membership: Membership) -> str:
    """The one role of a member of the cast."""
    return next(iter(membership.roles)).value


def expected(page: Page, world: World, person: str, child: str, method: str = "GET") -> int:
    """What the table says: 404, 403, 405, or 200 for yes."""
    if person in {"gone", STRANGER}:
        return 404
    if roles_of(world.people[person]) not in MAY_OF[page.route].roles.split():
        return 403
    if method not in page.methods.split():
        return 405
    if page.only and person not in page.only.split():
        return 404
    if child and (child not in SEEN[person] or child in page.not_of.split()):
        return 404
    return 200


def ask(client: Client, method: str, path: str, **kwargs: Any) -> Any:
    """Ask for a page, and leave everything as it was before."""
    with transaction.atomic():
        response = client.generic(method, path, **kwargs)
        transaction.set_rollback(True)
    return response


def text_of(response: Any) -> str:
    """Everything a reader of the response gets: headers, and the body unpacked."""
    body = bytes(response.content)
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as book:
            body = b" ".join(book.read(name) for name in book.namelist())
    heads = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{heads}\n{body.decode(errors='replace')}"


def marks_in(text: str) -> set[tuple[str, str]]:
    """The (school, child) markers a text holds, however it is cased."""
    found = re.findall(r"zq(northfield|southmere)(ayla|ben|kept|leaver)", text.lower())
    return set(found)


def marks_of(cast: Cast, children: set[str]) -> set[tuple[str, str]]:
    """The markers of these children."""
    assert all(marker(cast.school, child) for child in children)
    return {(cast.school.slug, child) for child in children}
