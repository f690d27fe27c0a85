"""The dated figures of a school: what a new school starts with, and what is read on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.dates import today
from schools.models import DatedSetting

Name = DatedSetting.Name

# The present form of the notional budget began with the financial year 2013-14 (statutory.md 1.6).
NOTIONAL_BUDGET_BEGAN = date(2013, 4, 1)


@dataclass(frozen=True)
class Figure:
    """What a figure starts as, between which bounds it makes sense, and whether it has pence."""

    start: Decimal
    least: int
    most: int
    pence: bool = False


# £6,000: statutory.md 1.6. 38 weeks: 190 days, section 4. Retention from birth, 25 + 6: 5.2. A link
# lives until the plan's next review, and never longer than a year, since plans are reviewed yearly.
# Fewer than 5 is suppressed, as in the department's own tables. The tail is two weeks of September.
# A school week overdue is the SENCO's to know, three weeks the head's: a start, not a rule.
# From how many openings on somebody is asked to look (docs/decisions/unusual-openings.md).
FIGURES: dict[str, Figure] = {
    Name.NOTIONAL_THRESHOLD: Figure(Decimal(6000), 0, 100_000, pence=True),
    Name.WEEKS_PER_YEAR: Figure(Decimal(38), 1, 53),
    Name.RETENTION_YEARS: Figure(Decimal(31), 1, 100),
    Name.LINK_DAYS: Figure(Decimal(365), 1, 730),
    Name.SMALL_NUMBER: Figure(Decimal(5), 2, 100),
    Name.TAIL_DAYS: Figure(Decimal(14), 0, 120),
    Name.ALERT_HOUR: Figure(Decimal(40), 5, 500),
    Name.ALERT_TIMES: Figure(Decimal(3), 2, 20),
    Name.ALERT_LEAST: Figure(Decimal(30), 5, 1000),
    Name.ALERT_NIGHT: Figure(Decimal(10), 1, 500),
    Name.ALERT_EXPORTS: Figure(Decimal(4), 1, 100),
    Name.REMIND_SENCO: Figure(Decimal(5), 1, 190),
    Name.REMIND_HEAD: Figure(Decimal(15), 1, 190),
    Name.TEACHERS_ISSUE: Figure(Decimal(0), 0, 1),
}


def setting(name: str, on: date | None = None) -> Decimal:
    """A figure of the acting school on a day (today); the usual one if it has set none by then."""
    value = DatedSetting.objects.all().value_of(name, on or today())
    return FIGURES[name].start if value is None else value


def settings_by_name() -> dict[str, list[DatedSetting]]:
    """Every figure's rows, the newest first, in the order figures are listed; one query."""
    found: dict[str, list[DatedSetting]] = {name: [] for name in FIGURES}
    for row in DatedSetting.objects.order_by("-starts_on"):
        found[row.name].append(row)
    return found


def in_words(name: str, value: Decimal) -> str:
    """A figure as people write it: `£6,000`, `£5,250.50`, `38 weeks`."""
    units = {Name.WEEKS_PER_YEAR: "weeks", Name.RETENTION_YEARS: "years"}
    if FIGURES[name].pence:
        return f"£{value:,.2f}".removesuffix(".00")
    unit = units.get(Name(name), "days" if name.endswith("days") else "")
    return f"{value:,.0f} {unit}".strip()
