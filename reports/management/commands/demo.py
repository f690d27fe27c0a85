"""Load fictional schools (commands.md): the same every time for one seed."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from common.commands import PlainCommand
from common.errors import Refused
from reports.demo.demo import load_demo
from reports.demo.schools import DEFAULT_SEED


class Command(PlainCommand):
    help = "Load fictional schools with years of history, and one sign-in for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--schools", type=int, default=2, help="how many schools (2)")
        parser.add_argument("--pupils", type=int, help="pupils on roll in each (420 and 1200)")
        parser.add_argument(
            "--seed", type=int, default=DEFAULT_SEED, help="another seed, other people"
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        """The schools and the sign-ins. Refuses where the settings are those of production."""
        if settings.PRODUCTION:
            raise Refused("The demo is fictional and is never loaded into a production database.")
        return load_demo(schools=options["schools"], pupils=options["pupils"], seed=options["seed"])

    def sentence(self, answer: dict[str, Any]) -> str:
        """Schools and sign-ins, one a line."""
        schools = [f"{row['name']}: {row['pupils']} pupils" for row in answer["schools"]]
        people = [
            f"{' and '.join(row['roles'])}: {row['email']} {row['password']} {row['totp_secret']}"
            for row in answer["people"]
        ]
        return "\n".join([*schools, *people])
