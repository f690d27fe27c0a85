"""Check a unique pupil number (commands.md)."""

from typing import Any

from django.core.management.base import CommandParser

from common.commands import PlainCommand
from pupils.upn import check


class Command(PlainCommand):
    help = "Say whether a UPN is valid, whether it is temporary, and its right first letter."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("value")

    def answer(self, **options: Any) -> dict[str, Any]:
        found = check(options["value"])
        return {
            "valid": found.valid,
            "temporary": found.temporary,
            "expected_letter": found.expected_letter,
        }

    def sentence(self, answer: dict[str, Any]) -> str:
        if not answer["valid"]:
            letter = answer["expected_letter"]
            return f"Not valid: the first letter should be {letter}." if letter else "Not a UPN."
        return "A valid temporary UPN." if answer["temporary"] else "A valid UPN."
