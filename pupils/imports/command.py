"""What `import_pupils` and `import_ctf` share."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from common.commands import PlainCommand
from common.dates import today
from common.errors import Refused
from pupils.imports.apply import apply_incoming, refusal
from pupils.imports.files import as_json, dry_run, read_file
from schools.models import School
from schools.tenancy import school_scope


class ImportCommand(PlainCommand):
    """Loads a file of pupils into a school, whole or not at all."""

    kind: str

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument("--add-classes", action="store_true", help="add classes not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer, why_not = self._run(**options)
        except Refused as problem:
            self.refuse(str(problem))
            return
        if options["json"] or not why_not:
            self.tell(answer, as_json=options["json"])
        if why_not:
            self.refuse(why_not)

    def _run(
        self, *, file: Path, school: str, dry_run: bool, add_classes: bool, **_: Any
    ) -> tuple[dict[str, Any], str]:
        """The answer, and the sentence of refusal where there is one."""
        place = School.objects.filter(slug=school).first()
        if place is None:
            raise Refused(f"There is no school “{school}”.")
        try:
            with school_scope(place), file.open("rb") as content:
                return self._load(content, dry=dry_run, add_classes=add_classes)
        except OSError as error:
            raise Refused(f"The file {file.name} cannot be opened.") from error

    def _load(self, content: Any, *, dry: bool, add_classes: bool) -> tuple[dict[str, Any], str]:
        day = today()
        plan = dry_run(content, self.kind, day, add_classes=add_classes)
        if dry:
            return as_json(plan, done=True), ""
        if plan.errors:
            return as_json(plan, done=False), refusal(plan)
        incoming = read_file(content, self.kind, day)
        plan = apply_incoming(incoming, day, add_classes=add_classes)
        return as_json(plan, done=True), ""

    def sentence(self, answer: dict[str, Any]) -> str:
        lines = [
            f"row {found['row']}, {found['column']}: {found['problem']}"
            for found in (*answer["errors"], *answer["warnings"])
        ]
        counts = ", ".join(f"{answer[key]} {key}" for key in ("created", "updated", "unchanged"))
        return "\n".join([*lines, f"{counts}, {len(answer['errors'])} problems"])
