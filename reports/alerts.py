"""What is known of a day on which somebody opened unusually many records, for one reader."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from accounts.models import Membership
from accounts.staff import memberships, roles_in_words
from common.dates import long_date
from pupils.actions.alerts import FIRST_TOLD
from pupils.days_of_reading import day_of, limits_on
from pupils.models import OpeningAlert, Pupil
from pupils.unusual import SENCO_TIMES, DayOfOne, Limits, Opening, Sign


@dataclass(frozen=True)
class AlertLine:
    """An alert in the list: whom it is about, when, what was unusual, what became of it."""

    pk: int
    name: str
    when: str
    signs: str
    chip: tuple[str, str]


@dataclass(frozen=True)
class OpenedChild:
    """A child whose record was opened that day."""

    pk: int
    name: str
    times: int
    first: str
    last: str


@dataclass(frozen=True)
class AlertFacts:
    """The facts of one alert, of the children its reader may see."""

    name: str
    roles: str
    when: str
    signs: list[str]
    usual: str
    hours: list[tuple[str, int, int]]
    children: list[OpenedChild]


def alert_lines(reader: Membership) -> list[AlertLine]:
    """Every alert a reader may open, the newest first; one query."""
    rows = OpeningAlert.objects.visible_to(reader).select_related("user", "noted_by")
    return [
        AlertLine(
            row.pk,
            row.user.name,
            long_date(row.on),
            "; ".join(Sign(sign).words for sign in row.signs),
            _chip(row),
        )
        for row in rows.order_by("-on", "user__name")
    ]


def _chip(row: OpeningAlert) -> tuple[str, str]:
    if not row.outcome:
        return "late", "To look at"
    who = row.noted_by.name if row.noted_by else ""
    if row.outcome == OpeningAlert.Outcome.ACCEPTED:
        return "done", f"Explained, {who}"
    return "due", f"Being looked into, {who}"


def alerts_to_answer(reader: Membership) -> int:
    """How many alerts wait for this reader: a DSL is asked where it is the SENCO or the head."""
    rows = OpeningAlert.objects.visible_to(reader).to_look_at()
    if not FIRST_TOLD & reader.roles and rows.exists():
        leaders = [row.user_id for row in memberships() if FIRST_TOLD & row.roles]
        rows = rows.filter(user_id__in=leaders)
    return int(rows.count())


def alert_facts(alert: OpeningAlert, reader: Membership) -> AlertFacts:
    """What was opened that day, among the children the reader sees, in at most fifteen queries."""
    member = memberships().filter(user_id=alert.user_id).order_by("-starts_on")[:1].get()
    seen = {pupil.pk: pupil for pupil in Pupil.objects.visible_to(reader)}
    whole = day_of(member, alert.on)
    day = replace(whole, openings=[one for one in whole.openings if one.pupil_id in seen])
    limits = limits_on(alert.on)
    return AlertFacts(
        name=alert.user.name,
        roles=roles_in_words(member.roles),
        when=f"{alert.on:%A} {long_date(alert.on)}",
        signs=[sign_words(Sign(sign), day, limits) for sign in alert.signs],
        usual=_usual(day),
        hours=_hours(day.openings),
        children=_children(day.openings, seen),
    )


def sign_words(sign: Sign, day: DayOfOne, limits: Limits) -> str:
    """A sign with its figures: `Many children within an hour: 46, where 40 raise an alert`."""
    an_hour = limits.hour * (SENCO_TIMES if day.is_senco else 1)
    others = len({opening.pupil_id for opening in day.others})
    figures = {
        Sign.HOUR: (day.in_an_hour, an_hour),
        Sign.USUAL: (others, max(limits.least, int(limits.times * (day.usual or 0)) + 1)),
        Sign.NIGHT: (day.at_night, limits.night),
        Sign.EXPORTS: (day.exports, limits.exports),
    }
    count, limit = figures[sign]
    return f"{sign.words}: {count}, where {limit} raise an alert"


def _usual(day: DayOfOne) -> str:
    if day.usual is None:
        return "Too few days are known to say what is usual for them."
    return (
        f"On a usual day they open the records of {day.usual:.0f} children who are not their own."
    )


def _hours(openings: Iterable[Opening]) -> list[tuple[str, int, int]]:
    """For each hour with openings: the hour, how many children, how many pages."""
    by_hour: dict[int, list[int]] = defaultdict(list)
    for opening in openings:
        by_hour[opening.at.hour].append(opening.pupil_id)
    return [
        (f"{hour:02}:00 to {hour:02}:59", len(set(pks)), len(pks))
        for hour, pks in sorted(by_hour.items())
    ]


def _children(openings: Iterable[Opening], seen: dict[int, Pupil]) -> list[OpenedChild]:
    times = Counter(opening.pupil_id for opening in openings)
    at = defaultdict(list)
    for opening in openings:
        at[opening.pupil_id].append(opening.at)
    children = sorted(times, key=lambda pk: (seen[pk].shown_surname, seen[pk].shown_forename, pk))
    return [
        OpenedChild(pk, seen[pk].name, times[pk], f"{min(at[pk]):%H:%M}", f"{max(at[pk]):%H:%M}")
        for pk in children
    ]
