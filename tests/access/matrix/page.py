"""What a line of the access matrix says: a page, and who may open it."""

from dataclasses import dataclass

from accounts.permissions import Permission


@dataclass(frozen=True)
class Page:
    """One address: what can be done there, and what it is about."""

    route: str
    methods: str = "GET"
    about: str = ""  # a kind of tests/access/kinds.py; none: the school itself
    asks: tuple[str, ...] = ("",)  # queries that show as much as the page can show
    ok: int = 200  # what a good GET answers
    only: str = ""  # whose thing it is, where it is a person's own
    not_of: str = ""  # children of whom there is none of this page, such as leavers
    step_up: bool = False  # asks for the second factor again
    part: bool = False  # a part of a page that was already entered in the access log

    @property
    def first_method(self) -> str:
        """GET, but for addresses that only take something in."""
        return self.methods.split()[0]


@dataclass(frozen=True)
class May:
    """A permission, the roles that have it, and what it opens."""

    permission: Permission
    roles: str
    pages: tuple[Page, ...]


EVERYONE = "senco head teacher year_leader ta dsl office"
FORM = "GET POST"
