"""What every command does alike (commands.md): one JSON object, one plain sentence, exit codes."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common.errors import Refused


class PlainCommand(BaseCommand):
    """Exits 0 on success, 1 with one sentence on stderr when it refuses, 2 on wrong usage.

    A subclass gives its `answer`; with `--json` that object alone is printed, else its `sentence`.
    """

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = self.answer(**options)
        except Refused as refusal:
            self.refuse(str(refusal))
            return
        self.tell(answer, as_json=options["json"])

    def answer(self, **options: Any) -> dict[str, Any]:
        """What the command has to say. Raises `Refused` when it will not do it."""
        raise NotImplementedError

    def sentence(self, answer: dict[str, Any]) -> str:
        """The answer in words, for a person."""
        return "\n".join(f"{key}: {value}" for key, value in answer.items())

    def tell(self, answer: dict[str, Any], *, as_json: bool) -> None:
        """Print the answer in the form that was asked for."""
        self.stdout.write(json.dumps(answer) if as_json else self.sentence(answer))

    def refuse(self, sentence: str) -> None:
        """Say why not, on stderr, and leave with 1."""
        self.stderr.write(sentence)
        sys.exit(1)
