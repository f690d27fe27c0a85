"""The PDF of an issued plan (commands.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from common.commands import PlainCommand
from common.errors import Refused
from provision.frozen import Copy
from provision.models import IssuedPlan
from provision.printing import print_plans
from schools.models import School
from schools.tenancy import school_scope


class Command(PlainCommand):
    help = "Write the PDF of an issued plan to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("id", type=int, help="the issued plan's id")
        parser.add_argument("--school", required=True, metavar="SLUG")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--copy",
            choices=[copy.value for copy in Copy],
            default=Copy.PARENT.value,
            help="whose copy (parent)",
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        """How large it is. Raises `Refused` where there is no such plan, or no such folder."""
        place = School.objects.filter(slug=options["school"]).first()
        if place is None:
            raise Refused(f"There is no school “{options['school']}”.")
        if not options["out"].parent.is_dir():
            raise Refused(f"There is no folder “{options['out'].parent}”.")
        with school_scope(place, writes=False):
            issued = IssuedPlan.objects.standing().filter(pk=options["id"]).first()
            if issued is None:
                raise Refused(f"There is no issued plan {options['id']} in {place.name}.")
            printed = print_plans([issued.frozen], Copy(options["copy"]), place)
        options["out"].write_bytes(printed.content)
        return {"pages": printed.pages, "bytes": len(printed.content), "sha256": printed.sha256}
