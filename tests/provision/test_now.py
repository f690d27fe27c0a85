"""What a child's plans say on the *Now* page, and how few clicks lead on from there."""

from datetime import date

import pytest
from django.urls import reverse

from provision.actions import note_progress, say_outcome, start_next
from provision.models import Plan
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.provision import plan, section, strategy, target
from tests.factories.stages import move
from tests.people import client_of
from tests.provision.test_writing import url
from tests.pupils.pages import words
from tests.reports.test_register_figures import queries_of


def now_url(school: Cast) -> str:
    """Ayla's *Now* page."""
    return reverse("reports:pupil_now", kwargs={"school": "northfield", "pk": school.ayla.pk})


def filled(school: Cast, targets: int = 1) -> Plan:
    """Ayla's One Page Profile and IEP with words in both; gives the IEP."""
    by = school.teacher_4b
    profile = plan(school.ayla, by, "plan-one_page_profile")
    section(profile, "avoid", "Shouting\nLong lists", by)
    section(profile, "like", "Her jokes", by)
    section(profile, "parents", "Sleeps badly", by)
    iep = plan(school.ayla, by)
    for number in range(5):
        strategy(profile, by, f"Helps {number}")
    for number in range(targets):
        row = target(iep, by, f"Reads {number}")
        note_progress(target=row, on=date(2026, 11, 20), by=by.user, words="A step forward")
    return iep


def test_now_tells_what_helps_what_to_avoid_and_how_it_goes(school: Cast) -> None:
    """Profile, targets with their meter, the first three strategies, avoid in the header."""
    with school_scope(school.school, by=school.teacher_4b.user):
        iep = filled(school, 2)
        first, met = iep.targets.order_by("place")
        day = date(2026, 11, 23)
        by = school.teacher_4b.user
        say_outcome(target=met, outcome="met", words="", on=day, by=by, expected=1)
    told = words(client_of(school.ta).get(now_url(school)))
    assert "Shouting; Long lists" in told
    assert "Her jokes" in told
    assert "Reads 0" in told
    assert "5 of 18 words" in told
    assert "A step forward" in told
    assert "Reads 1" not in told
    assert "Helps 2" in told
    assert "Helps 3" not in told
    assert "Sleeps badly" not in told
    assert url("note_add", first.pk) in told


def test_a_plan_that_has_not_begun_is_not_now(school: Cast) -> None:
    """January's plan, started in November, is on the page in January."""
    with school_scope(school.school, by=school.teacher_4b.user):
        begun = plan(school.ayla, school.teacher_4b)
        section(begun, "strengths", "In autumn", school.teacher_4b)
        by = school.teacher_4b.user
        following = start_next(plan=begun, starts_on=date(2027, 1, 4), review_by=None, by=by)
        section(following, "strengths", "In spring", school.teacher_4b)
    told = words(client_of(school.teacher_4b).get(now_url(school)))
    assert "In autumn" in told
    assert "In spring" not in told


def test_who_reads_no_plans_reads_none_here(school: Cast) -> None:
    """The office has no *Now* page; a teacher of another class no such child."""
    with school_scope(school.school, by=school.senco.user):
        filled(school)
    assert client_of(school.office).get(now_url(school)).status_code == 403
    assert client_of(school.teacher_5a).get(now_url(school)).status_code == 404


def test_the_next_plan_is_two_clicks_from_the_childs_page(school: Cast) -> None:
    """One to the child, one to start it: unmet targets, strategies and profile are there."""
    with school_scope(school.school, by=school.teacher_4b.user):
        iep = filled(school)
    client = client_of(school.teacher_4b)
    assert url("plan_next", iep.pk) in words(client.get(now_url(school)))
    there = words(client.post(url("plan_next", iep.pk), follow=True))
    assert "Reads 0" in there
    assert "The next Individual Education Plan begins" in there


def test_what_the_stage_asks_leads_to_the_plan(school: Cast) -> None:
    """From the due item to the form with its plan chosen, and to the plan once there is one."""
    with school_scope(school.school, by=school.senco.user):
        move(school.ayla, "step-4", date(2026, 9, 14), school.senco)
    client = client_of(school.teacher_4b)
    where = {"school": "northfield", "pk": school.ayla.pk}
    page = f"{url('plan_begin', school.ayla.pk)}?of=plan-iep"
    assert page in words(client.get(reverse("reports:pupil_stage", kwargs=where)))
    form = client.get(page).context["form"]
    assert form["template"].value() == "plan-iep"
    with school_scope(school.school, by=school.teacher_4b.user):
        begun = plan(school.ayla, school.teacher_4b)
    assert client.get(page)["Location"] == url("plan_detail", begun.pk)


@pytest.mark.django_db(transaction=True)
def test_now_asks_as_often_at_any_number_of_targets(school: Cast) -> None:
    """At most 15 queries (issue 5, figures)."""
    client = client_of(school.teacher_4b)
    with school_scope(school.school, by=school.senco.user):
        move(school.ayla, "step-4", date(2026, 9, 14), school.senco)
        filled(school)
    counts = []
    for number in (0, 10):
        with school_scope(school.school, by=school.senco.user):
            for _ in range(number):
                target(Plan.objects.get(template__key="iep"), school.senco)
        counts.append(len(queries_of(client, now_url(school))))
    assert counts[0] == counts[1] <= 15
