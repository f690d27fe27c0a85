"""First light, as each of the five schools would live it: from nothing to a term on the ladder.

The SENCO adopts the school's own ladder, the office loads the children, and a child goes along
every way of the ladder by the pages. A term later the counts, the movement and the record agree
with a ledger that the test kept by itself.
"""

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from pupils.models import Pupil
from schools.dates import calendar_for
from schools.tenancy import school_scope
from stages.ladder import OFF, LadderSpec, RouteSpec
from stages.models import StageRecord
from stages.presets import preset
from stages.vocabulary import Direction
from tests.journeys.school import MISTAKEN, LivedSchool, open_lived_school
from tests.pupils.pages import plain, words

LONDON = ZoneInfo("Europe/London")
FIRST_DAY = datetime(2026, 9, 7, 9, tzinfo=LONDON)
FORTNIGHT = timedelta(days=14)
SEEDS = ["ludlow-junior", "all-saints", "my-support-plan", "send-overview", "eight-steps"]
CHILDREN = 60

pytestmark = pytest.mark.budget(240)


@pytest.fixture
def clock() -> Iterator[Any]:
    """The day it is; the tests of this file set it on."""
    with time_machine.travel(FIRST_DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lived(clock: Any, db: Any) -> LivedSchool:
    """Millbrook, a school with dates and people only."""
    return open_lived_school()


def start_of(ladder: LadderSpec) -> str:
    """Where a child without a record stands: the universal stage, or none."""
    return next((stage.key for stage in ladder.stages if stage.universal), "")


def first_moves(ladder: LadderSpec) -> list[RouteSpec | str]:
    """How a child comes onto the ladder: by a way from the universal stage, or onto the first."""
    start = start_of(ladder)
    return list(ladder.routes_from(start)) if start else [ladder.stages[0].key]


def target(ladder: LadderSpec, route: RouteSpec) -> str:
    """Where the record of a route is made: off where it leads to what every child has."""
    if route.to == OFF or ladder.stage(route.to).universal:
        return OFF
    return ladder.recorded_at(route.to).key


def path_to(ladder: LadderSpec, key: str) -> list[tuple[str, str]]:
    """The shortest way onto a stage, as (stage, the page's words), along the ladder's own ways."""
    start = start_of(ladder)
    first = ladder.stages[0].key
    waiting: deque[tuple[str, list[tuple[str, str]]]] = deque()
    waiting.append((start, []) if start else (first, [(first, "")]))
    seen = set()
    while waiting:
        here, path = waiting.popleft()
        if here == key:
            return path
        seen.add(here)
        for route in ladder.routes_from(here):
            to = target(ladder, route)
            if route.direction is not Direction.STAY and to != OFF and to not in seen:
                waiting.append((to, [*path, (to, route.words)]))
    raise AssertionError(f"No way leads to {key}")


def ways(ladder: LadderSpec) -> list[RouteSpec]:
    """Every way that moves a child."""
    return [route for route in ladder.routes if route.direction is not Direction.STAY]


@pytest.mark.parametrize("key", SEEDS)
def test_a_school_lives_on_its_own_ladder(lived: LivedSchool, clock: Any, key: str) -> None:
    """Every way of the ladder is gone by a child, and a term later everything adds up."""
    ladder = preset(key)
    adopt(lived, ladder)
    load(lived)
    pupils = iter(lived.children())
    for route in ways(ladder):
        go_along(lived, clock, ladder, next(pupils), route)
    untouched = next(pupils)
    clock.move_to(datetime(2027, 2, 1, 9, tzinfo=LONDON))
    lived.senco.sign_in()
    the_pages_show_where_everyone_is(lived, ladder)
    the_strip_counts_and_moves(lived, ladder)
    every_move_is_in_history(lived)
    a_leaver_is_archived(lived)
    assert "has what every child has" in words(lived.senco.open("reports:pupil_now", untouched.pk))


def adopt(lived: LivedSchool, ladder: LadderSpec) -> None:
    """An empty school says what comes first, and leads there."""
    home = lived.senco.client.get("/", follow=True)
    assert home.redirect_chain[-1][0].endswith("/setup/")
    assert "Choose a ladder" in words(home)
    assert lived.senco.send("stages:ladder_adopt", None, {"key": ladder.key}).status_code == 200
    page = plain(lived.senco.open("stages:ladder_detail"))
    for stage in ladder.stages:
        assert stage.name in page


def load(lived: LivedSchool) -> None:
    """The office loads the list; the SENCO finds every child in the register."""
    done = words(lived.import_children(CHILDREN))
    assert "All of it was loaded" in done
    assert "60 new" in done
    register = lived.senco.open("reports:register", query="?show=all")
    assert register.context["total"] == CHILDREN


def go_along(
    lived: LivedSchool, clock: Any, ladder: LadderSpec, pupil: Pupil, route: RouteSpec
) -> None:
    """A child comes to where a way begins, a fortnight a step, and goes along it."""
    steps = [*path_to(ladder, route.origin), (target(ladder, route), route.words)]
    day = FIRST_DAY
    for to, said in steps:
        day += FORTNIGHT
        clock.move_to(day)
        lived.senco.sign_in()
        if to != OFF and ladder.stage(to).needs_ehc_plan:
            refused_without_a_plan(lived, pupil, to, said, day.date())
            a_plan_comes_into_force(lived, pupil, day.date())
        lived.moved(pupil, to, said, day.date())


def refused_without_a_plan(lived: LivedSchool, pupil: Pupil, to: str, said: str, on: date) -> None:
    """E follows a plan in force: the move is refused in a sentence, and nothing is recorded."""
    page = lived.move(pupil, to, said, on)
    assert page.status_code == MISTAKEN
    assert "is for a child with an EHC plan in force" in words(page)


def a_plan_comes_into_force(lived: LivedSchool, pupil: Pupil, on: date) -> None:
    """The SENCO records the final plan with its date and the authority that issued it."""
    plan = {
        "code": "E",
        "starts_on": on.isoformat(),
        "reason": "The final plan arrived.",
        "plan_in_force": "on",
        "plan_final_on": on.isoformat(),
        "plan_la": "Fictional Council",
    }
    page = lived.senco.send("pupils:sen_status_correct", pupil.pk, plan)
    assert page.status_code == 200, page.context["form"].errors


def the_pages_show_where_everyone_is(lived: LivedSchool, ladder: LadderSpec) -> None:
    """Register and Stage page agree with the ledger about each child who was ever moved."""
    rows = register_rows(lived)
    for pk in {step.pupil for step in lived.steps}:
        steps = [step for step in lived.steps if step.pupil == pk]
        last = steps[-1].to
        page = plain(lived.senco.open("reports:pupil_stage", pk))
        for step in steps:
            assert step.words in page
        if last == OFF:
            assert "Not on the ladder" in page
            assert pk not in rows
        else:
            assert ladder.stage(last).title in page
            assert ladder.stage(last).name in rows[pk]


def register_rows(lived: LivedSchool) -> dict[int, str]:
    """The words of each child's row in the register."""
    body = str(lived.senco.open("reports:register").context["table_rows"])
    rows = (row for row in body.split("<tr>") if "/pupils/" in row)
    return {int(row.split("/pupils/")[1].split("/")[0]): row for row in rows}


def the_strip_counts_and_moves(lived: LivedSchool, ladder: LadderSpec) -> None:
    """Home counts children at each stage, and how that changed since the term began."""
    now = lived.at_each_stage(date(2027, 2, 1))
    strip = {step["key"]: step for step in lived.senco.open("reports:home").context["stages"]}
    began = term_began(lived)
    then = lived.at_each_stage(began)
    assert {key: step["count"] for key, step in strip.items() if step["count"]} == dict(now)
    moved = {key: now[key] - then[key] for key in strip}
    assert {key: step["movement"] for key, step in strip.items()} == moved


def term_began(lived: LivedSchool) -> date:
    """The first day of the spring term, as the school's own page has it."""
    with school_scope(lived.school, writes=False):
        term = calendar_for(date(2027, 2, 1)).term_of(date(2027, 2, 1))
    assert term is not None
    return term[1]


def every_move_is_in_history(lived: LivedSchool) -> None:
    """Each move has one record with its way, its day and who; so has its history (promise 4)."""
    with school_scope(lived.school, writes=False):
        records = list(StageRecord.objects.order_by("pk"))
        made = [(r.pupil_id, r.route_words, r.starts_on) for r in records if not r.beside]
        assert sorted(made) == sorted((s.pupil, s.words, s.on) for s in lived.steps)
        for record in records:
            assert record.recorded_by == lived.senco.membership.user
            assert record.history.earliest().history_user == lived.senco.membership.user


def a_leaver_is_archived(lived: LivedSchool) -> None:
    """The office takes a leaver off roll: out of the register, kept among those who left."""
    leaver = next(pupil for pupil in lived.children() if pupil.pk in register_rows(lived))
    before = lived.senco.open("reports:register").context["total"]
    lived.office.sign_in()
    typed = {"on": "2027-01-29", "went_to": "Another Primary"}
    assert lived.office.send("pupils:pupil_archive", leaver.pk, typed).status_code == 200
    assert lived.senco.open("reports:register").context["total"] == before - 1
    assert leaver.surname in words(lived.senco.open("reports:register", query="?show=left"))


def test_agencies_come_beside_the_steps(lived: LivedSchool, clock: Any) -> None:
    """All Saints' step 5 is an overlay: it begins and ends while the step stays as it is."""
    ladder = preset("all-saints")
    adopt(lived, ladder)
    load(lived)
    pupil = lived.children()[0]
    for to, said in path_to(ladder, "step-4"):
        lived.moved(pupil, to, said, FIRST_DAY.date())
    typed = {"agency": "Educational psychology", "reason": "Advice on reading."}
    page = lived.senco.send("stages:overlay_start", pupil.pk, typed)
    assert "Educational psychology" in words(lived.senco.open("reports:pupil_now", pupil.pk))
    with school_scope(lived.school, writes=False):
        overlay = StageRecord.objects.get(pupil=pupil, beside=True)
    clock.move_to(FIRST_DAY + FORTNIGHT)
    lived.senco.sign_in()
    ended = {"on": "2026-09-21", "because": "The advice is in the plan."}
    page = lived.senco.send("stages:overlay_end", overlay.pk, ended)
    assert "The advice is in the plan." in plain(page)
    assert "Step 4: SEN Support" in plain(lived.senco.open("reports:pupil_now", pupil.pk))
