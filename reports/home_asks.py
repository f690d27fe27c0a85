"""What waits for one person, from every room, counted in one query and put under few headings."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Func, IntegerField, Subquery
from django.utils import timezone

from accounts.asks import Answer, Ask, Group, further_asks
from accounts.models import Membership
from reports.concerns.home import concern_asks
from reports.home_meetings import meeting_asks
from reports.home_mis import mis_asks
from reports.home_people import people_asks
from reports.home_watch import watch_asks
from reports.letters.answers import letter_asks
from reports.next_year import year_asks
from schools.models import School


def asks_of(reader: Membership, day: date) -> list[Ask]:
    """Everything that may wait for a reader; no query but in the season of next year."""
    return [
        *watch_asks(reader, day),
        *concern_asks(reader),
        *meeting_asks(reader, day),
        *people_asks(reader, timezone.now()),
        *letter_asks(reader),
        *mis_asks(reader),
        *year_asks(reader, day),
        *further_asks(reader, day),
    ]


def count_all(school: School, rows: Sequence[Any]) -> list[int]:
    """How many rows each of these querysets has: one query, a sub-select each."""
    columns = {f"count_{place}": Subquery(_counted(one)) for place, one in enumerate(rows)}
    found = School.objects.filter(pk=school.pk).annotate(**columns).values_list(*columns)
    return [count or 0 for count in found.get()] if columns else []


def _counted(rows: Any) -> Any:
    """`Func` and not `Count`, which would group by what the rows are annotated with."""
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return rows.order_by().annotate(counted=count).values("counted")


def told(asks: Sequence[Ask], counts: Sequence[int]) -> list[Answer]:
    """What is said of those asks that hold."""
    pairs = zip(asks, counts, strict=True)
    return [answer for ask, count in pairs if count for answer in ask.tell(count)]


def in_groups(answers: Iterable[Answer]) -> list[tuple[str, list[Answer]]]:
    """Under their headings, what is late first; a heading without a line is left out."""
    found: dict[Group, list[Answer]] = {group: [] for group in Group}
    for answer in answers:
        if answer.count:
            found[answer.group].append(answer)
    return [
        (group.value, sorted(lines, key=lambda line: line.kind != "late"))
        for group, lines in found.items()
        if lines
    ]
