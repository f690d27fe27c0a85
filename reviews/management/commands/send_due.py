"""One tick of the reminders (commands.md)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from common.commands import PlainCommand
from reviews.sending import send_due


class Command(PlainCommand):
    help = "Make the reminders whose hour has come, and send what waits."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--now", type=_moment, metavar="MOMENT", help="as at this moment; local without a zone"
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        """What the tick did."""
        return asdict(send_due(options["now"] or timezone.now()))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)
