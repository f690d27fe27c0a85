"""Loads the demo's schools that are not there yet, and says what there is."""

from datetime import date
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connection

from common.dates import today
from common.errors import Refused
from pupils.models import Pupil
from reports.demo.days import Days
from reports.demo.loading import hashed_password, load_school
from reports.demo.schools import SchoolPlan, school_plans
from reports.demo.staff import PASSWORD, Person, Staff
from schools.models import School
from schools.tenancy import school_scope

MOST_SCHOOLS, MOST_PUPILS = 2000, 40_000


def load_demo(
    *, schools: int, pupils: int | None, seed: int, on: date | None = None
) -> dict[str, Any]:
    """Schools and sign-ins as commands.md has them; a school that is there already stays as it is.

    `on` is the day the demo is made for (today). Raises `Refused` for numbers it cannot make, and
    where a school of that name was made from another seed or by somebody else.
    """
    _refuse_numbers(schools, pupils)
    plans = list(school_plans(schools=schools, pupils=pupils, seed=seed))
    there = {row.slug: row for row in School.objects.filter(slug__in=[p.slug for p in plans])}
    _refuse_others([plan for plan in plans if plan.slug in there])
    missing = [plan for plan in plans if plan.slug not in there]
    if missing:
        days, password = Days(on or today()), hashed_password()
        there |= {plan.slug: load_school(plan, days, password) for plan in missing}
        _gather_statistics()
    return {
        "schools": [_school_line(plan, there[plan.slug]) for plan in plans],
        "people": [line for plan in plans for line in _people_lines(plan)],
    }


def _gather_statistics() -> None:
    """Let the database plan with what was loaded, as it would by itself some minutes later.

    Without it PostgreSQL takes the new tables for empty, and pages for seconds. A role that owns
    no table may not: it is warned, and waits for those minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _refuse_numbers(schools: int, pupils: int | None) -> None:
    if not 1 <= schools <= MOST_SCHOOLS:
        raise Refused(f"The demo has between 1 and {MOST_SCHOOLS} schools.")
    if pupils is not None and not 20 <= pupils <= MOST_PUPILS:
        raise Refused(f"A school of the demo has between 20 and {MOST_PUPILS} pupils.")


def _refuse_others(plans: list[SchoolPlan]) -> None:
    """A school of the same name must be ours, from the same seed: its SENCO has our secret."""
    sencos = {Staff(plan).one("senco").email: plan for plan in plans}
    rows = Authenticator.objects.filter(user__email__in=sencos, type=Authenticator.Type.TOTP)
    found = {row.user.email: row.data["secret"] for row in rows.select_related("user")}
    for email, plan in sencos.items():
        stored = found.get(email)
        if stored is None or get_adapter().decrypt(stored) != Staff(plan).one("senco").secret:
            raise Refused(f"{plan.name} is there already and was not made from seed {plan.seed}.")


def _school_line(plan: SchoolPlan, school: School) -> dict[str, Any]:
    with school_scope(school, writes=False):
        on_roll = Pupil.objects.filter(left_on__isnull=True).count()
    return {"slug": school.slug, "name": school.name, "ladder": plan.ladder, "pupils": on_roll}


def _people_lines(plan: SchoolPlan) -> list[dict[str, Any]]:
    return [_line(plan, person) for person in Staff(plan).people if person.signs_in]


def _line(plan: SchoolPlan, person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "password": PASSWORD,
        "totp_secret": person.secret,
        "roles": sorted(person.roles),
        "school": plan.slug,
    }
