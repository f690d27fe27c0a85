"""What is next for each child (commands.md): the engine's answer."""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from common.commands import PlainCommand
from common.dates import long_date, today
from common.errors import Refused
from schools.models import School
from schools.tenancy import school_scope
from stages.next_steps import next_steps


class Command(PlainCommand):
    help = "Say of each child where it is, what its stage asks, what is done, due and next."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--school", required=True, metavar="SLUG")
        parser.add_argument("--upn", default="", help="one child")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as on a day")

    def answer(self, **options: Any) -> dict[str, Any]:
        """The answer for a school. Raises `Refused` where there is no such school or child."""
        place = School.objects.filter(slug=options["school"]).first()
        if place is None:
            raise Refused(f"There is no school “{options['school']}”.")
        with school_scope(place, writes=False):
            return next_steps(options["on"] or today(), options["upn"])

    def sentence(self, answer: dict[str, Any]) -> str:
        """One line for each child at a stage."""
        return "\n".join(_line(pupil) for pupil in answer["pupils"] if pupil["stage"])


def _line(pupil: dict[str, Any]) -> str:
    following = pupil["next"]
    if following is None:
        return f"{pupil['name']}: {pupil['stage']}; nothing is due."
    by = long_date(date.fromisoformat(following["by"]))
    return f"{pupil['name']}: {pupil['stage']}; {following['what']} ({following['who']}) by {by}."
