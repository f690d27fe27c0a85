"""What the quality rules say of a plan (commands.md)."""

from typing import Any

from django.core.management.base import CommandParser

from common.commands import PlainCommand
from common.errors import Refused
from provision.hints import checked, with_voices
from provision.models import Plan, PlanSection
from provision.paper import paper_of
from schools.models import School
from schools.tenancy import school_scope


class Command(PlainCommand):
    help = "Read a plan by the quality rules; say what may be better, and its reading age."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("id", type=int, help="the plan's id")
        parser.add_argument("--school", required=True, metavar="SLUG")

    def answer(self, **options: Any) -> dict[str, Any]:
        """The hints. Raises `Refused` where there is no such school or plan."""
        place = School.objects.filter(slug=options["school"]).first()
        if place is None:
            raise Refused(f"There is no school “{options['school']}”.")
        with school_scope(place, writes=False):
            rows = with_voices(Plan.objects.standing().select_related("previous"))
            plan = rows.filter(pk=options["id"]).first()
            if plan is None:
                raise Refused(f"There is no plan {options['id']} in {place.name}.")
            sections = PlanSection.objects.filter(plan=plan).order_by("place")
            found = checked(paper_of(plan, sections))
        hints = [
            {"rule": hint.rule, "where": str(hint.where), "says": hint.says, "source": hint.source}
            for hint in found.hints
        ]
        return {"hints": hints, "reading_age": found.age}

    def sentence(self, answer: dict[str, Any]) -> str:
        """One line for each hint, and the reading age where the plan is long enough."""
        lines = [f"{hint['where']}: {hint['says']} ({hint['source']})" for hint in answer["hints"]]
        age = answer["reading_age"]
        lines.append(f"Reading age: {age}" if age else "Too short for a reading age.")
        return "\n".join(lines)
