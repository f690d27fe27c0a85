"""Open a school with its first person (commands.md)."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import CommandParser
from django.urls import reverse

from accounts.actions import open_school_with
from accounts.password_links import password_link
from accounts.roles import Role
from common.commands import PlainCommand


class Command(PlainCommand):
    help = "Open a school with its first person, who then sets it up in the browser."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--name", required=True, help="of the school")
        parser.add_argument(
            "--email", required=True, help="of the first person; they sign in by it"
        )
        parser.add_argument("--person", required=True, metavar="NAME", help="the first person")
        parser.add_argument("--roles", default=Role.SENCO.value, help="senco,teacher (senco)")
        parser.add_argument(
            "--begins", type=int, metavar="YEAR", help="September of its first year"
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        """Where the school is, who its first person is, and how they get in."""
        made = open_school_with(
            name=options["name"],
            email=options["email"],
            person=options["person"],
            roles=options["roles"],
            begins=options["begins"],
        )
        assert made.school is not None  # just made
        place = reverse("reports:home", kwargs={"school": made.school.slug})
        known = made.user.has_usable_password()
        return {
            "slug": made.school.slug,
            "name": made.school.name,
            "address": urljoin(settings.BASE_URL, place),
            "person": made.user.name,
            "email": made.user.email,
            "roles": sorted(made.roles),
            "password_link": None if known else password_link(made.user),
        }

    def sentence(self, answer: dict[str, Any]) -> str:
        """Two lines a person can act on."""
        opened = f"Opened {answer['name']} at {answer['address']}"
        link, who = answer["password_link"], f"{answer['person']} ({answer['email']})"
        if link is None:
            return f"{opened}\n{who} signs in as they do already."
        return f"{opened}\n{who} chooses a password within three days at {link}"
