"""A child's pages: at most fifteen queries, whatever there is to tell (issue 4, performance.md)."""

from datetime import date

import pytest
from django.urls import reverse

from schools.actions import save_half_terms
from schools.models import AcademicYear
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms
from stages.actions import decide_to_stay
from stages.actions.evidence import note_evidence
from stages.facts import known_of
from tests.cast import Cast
from tests.factories.stages import give_ladder, move
from tests.meetings.making import met
from tests.people import SignIn
from tests.reports.test_register_figures import queries_of

pytestmark = pytest.mark.django_db(transaction=True)
MOST_QUERIES = 15
PAGES = ["reports:pupil_now", "reports:pupil_stage", "reports:pupil_chronology"]


@pytest.mark.parametrize("route", PAGES)
def test_fifteen_queries_with_little_and_with_much(cast: Cast, sign_in: SignIn, route: str) -> None:
    """The same number for a child moved once and for one with a long story."""
    give_ladder(cast.senco, "ludlow-junior")
    with school_scope(cast.school, by=cast.senco.user):
        save_half_terms(year=AcademicYear.objects.get(), half_terms=usual_half_terms(2026))
        move(cast.ayla, "stage-4", date(2026, 9, 14), cast.senco)
    client = sign_in(cast.senco)
    url = reverse(route, kwargs={"school": cast.school.slug, "pk": cast.ayla.pk})
    few = queries_of(client, url)
    with school_scope(cast.school, by=cast.senco.user):
        for key, month in (("stage-3", 10), ("stage-4", 11)):
            move(cast.ayla, key, date(2026, month, 10), cast.senco)
            met(cast, cast.ayla, on=date(2026, month, 12))
        for day in (16, 18):
            decide_to_stay(
                pupil=cast.ayla,
                on=date(2026, 11, day),
                by=cast.senco,
                route_words="Intensive support goes on",
                reason="Two targets met",
                went_on_because="The rest is on its way",
            )
        known = known_of([cast.ayla.pk])
        assert known is not None
        answer = known.engine.of(known.facts[cast.ayla.pk], date(2026, 11, 20))
        for one in answer.items[:3]:
            note_evidence(
                pupil=cast.ayla,
                asked=one.first.asked,
                on=date(2026, 11, 13),
                words="In the folder",
                given_to="".join(one.first.asked.given_to[:1]),
                by=cast.senco,
            )
    many = queries_of(client, url)
    assert len(few) == len(many) <= MOST_QUERIES, "\n".join(many)
