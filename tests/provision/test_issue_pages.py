"""Agreeing, issuing, many at once, copies given: the pages of it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.models import Job
from provision.actions import print_plan_copies
from provision.frozen import Copy
from provision.models import Agreement, IssuedPlan, Plan, PlanCopy, PlanPrint
from provision.tasks import print_copies, print_issued
from schools.tenancy import school_scope
from stages.sources import pieces_of
from stages.vocabulary import Evidence
from tests.access.voice_kinds import voice
from tests.cast import Cast
from tests.factories import provision as make
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain


def url(name: str, *args: int) -> str:
    """An address of Northfield."""
    return reverse(f"provision:{name}", args=["northfield", *args])


def written(cast: Cast, child: str = "ayla") -> Plan:
    """A plan somebody has written."""
    with school_scope(cast.school, by=cast.teacher_4b.user):
        return make.written_plan(cast.children[child], cast.senco)


def do_jobs(cast: Cast) -> None:
    """What a worker does."""
    with school_scope(cast.school, writes=False):
        waiting = list(Job.objects.filter(state="waiting").values_list("pk", "task"))
    tasks = {
        "provision.tasks.print_issued": print_issued,
        "provision.tasks.print_copies": print_copies,
    }
    for pk, task in waiting:
        if task in tasks:
            tasks[task](cast.school.pk, pk)


def only(cast: Cast, model: Any) -> Any:
    """The one row there is."""
    with school_scope(cast.school, writes=False):
        return model.objects.get()


def test_the_senco_agrees_and_issues_at_once(school: Cast, sign_in: SignIn) -> None:
    """The newest voices are chosen already; the page of the version says how its print stands."""
    plan = written(school)
    with school_scope(school.school, by=school.senco.user):
        for whose in ("pupil", "parent"):
            voice(school, school.ayla, whose=whose, on="2026-11-16", words=f"Said by {whose}")
    senco = sign_in(school.senco)
    assert "Agree and issue" in plain(senco.get(url("plan_detail", plan.pk)))
    form = fields_of(senco.get(url("plan_agree", plan.pk)))
    page = senco.post(url("plan_agree", plan.pk), form, follow=True)
    assert "is issued, version 1" in plain(page)
    assert "Said by parent" in plain(page)
    assert "Waiting for its turn" in plain(page)
    do_jobs(school)
    issued = only(school, IssuedPlan)
    answer = senco.get(url("issued_pdf", issued.pk))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Download the PDF" in plain(senco.get(url("issued_detail", issued.pk)))
    assert "Version 1" in plain(senco.get(url("plan_detail", plan.pk)))


def test_a_teacher_proposes_and_the_senco_issues_from_the_list(
    school: Cast, sign_in: SignIn
) -> None:
    """With a reason where there is no voice; what was changed since cannot be ticked."""
    plans = [written(school), written(school, "ben")]
    teacher = sign_in(school.teacher_4b)
    form = fields_of(teacher.get(url("plan_agree", plans[0].pk)))
    sent = form | {"pupil": "none", "parent": "none"}
    answer = teacher.post(url("plan_agree", plans[0].pk), sent | {"pupil_why": "Away"})
    assert answer.status_code == 422
    assert "Away" in answer.content.decode()
    assert "Say why there is nothing." in answer.content.decode()
    reasons = {"pupil_why": "Away this week", "parent_why": "Asked twice"}
    page = teacher.post(url("plan_agree", plans[0].pk), sent | reasons, follow=True)
    assert "on the SENCO's list" in plain(page)
    assert teacher.get(url("issue_list")).status_code == 403
    with school_scope(school.school, by=school.senco.user):
        make.agreement(plans[1], school.senco)
        make.strategy(plans[1], school.senco)
    senco = sign_in(school.senco)
    listed = senco.get(url("issue_list"))
    assert [line.can_be_issued for line in listed.context["lines"]] == [True, False]
    assert "Changed since it was agreed" in plain(listed)
    every = {"plans": [str(plan.pk) for plan in plans]}
    page = senco.post(url("issue_list"), every, follow=True)
    assert "It was changed since it was agreed" in plain(page)
    page = senco.post(url("issue_list"), {"plans": [str(plans[0].pk)]}, follow=True)
    assert "1 plan is issued." in plain(page)
    assert only(school, IssuedPlan).plan_id == plans[0].pk


def test_nothing_ticked_is_said(school: Cast, sign_in: SignIn) -> None:
    """Nor does an unknown number issue anything."""
    senco = sign_in(school.senco)
    for ticked in ({}, {"plans": ["999999", "x"]}):
        page = senco.post(url("issue_list"), ticked, follow=True)
        assert "Tick the plans to issue." in plain(page)


def test_the_list_takes_as_many_queries_for_many_as_for_one(school: Cast, sign_in: SignIn) -> None:
    """Sixty plans at the end of a round, on one page."""
    senco = sign_in(school.senco)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            senco.get(url("issue_list"))
        return len(caught)

    with school_scope(school.school, by=school.senco.user):
        make.agreement(make.written_plan(school.ayla, school.senco), school.senco)
    queries()
    few = queries()
    with school_scope(school.school, by=school.senco.user):
        for child in (school.ben, school.kept):
            for address in ("plan-iep", "plan-one_page_profile"):
                make.agreement(make.written_plan(child, school.senco, address), school.senco)
    assert queries() == few <= 15


@pytest.fixture
def issued(school: Cast) -> IssuedPlan:
    """Ayla's plan, issued and printed."""
    with school_scope(school.school, by=school.senco.user):
        row = make.issued(school.ayla, school.senco)
    do_jobs(school)
    return row


def test_a_copy_is_printed_and_recorded_as_given(
    school: Cast, issued: IssuedPlan, sign_in: SignIn
) -> None:
    """Once given it is evidence, for whom it is; a day to come is refused."""
    teacher: Client = sign_in(school.teacher_4b)
    page = teacher.post(url("issued_copy", issued.pk), {"copy": "ta"}, follow=True)
    assert "not given yet" in plain(page)
    do_jobs(school)
    made = only(school, PlanPrint)
    assert teacher.get(url("print_pdf", made.pk)).content.startswith(b"%PDF-")
    assert teacher.post(url("print_detail", made.pk), {"on": "2026-12-24"}).status_code == 422
    page = teacher.post(url("print_detail", made.pk), {"on": "2026-11-20"}, follow=True)
    assert "1 copy is recorded as given." in plain(page)
    with school_scope(school.school, writes=False):
        found = [one for one in pieces_of(None)[school.ayla.pk] if one.kind == Evidence.COPY]
    assert [(one.given_to, one.of) for one in found] == [("SEN TA", "iep")]
    again = teacher.post(url("print_detail", made.pk), {"on": "2026-11-20"})
    assert "given already" in again.content.decode()


def test_a_class_is_one_file(school: Cast, issued: IssuedPlan, sign_in: SignIn) -> None:
    """Every issued plan of its children; a class without one says so."""
    senco = sign_in(school.senco)
    form = fields_of(senco.get(url("class_print")))
    sent = form | {"copy": "class", "class_group": str(school.class_4b.pk)}
    assert "asked for by" in plain(senco.post(url("class_print"), sent, follow=True))
    none = senco.post(url("class_print"), sent | {"class_group": str(school.class_5a.pk)})
    assert none.status_code == 422
    assert "There is no issued plan to print." in none.content.decode()


def test_a_version_taken_back_is_shown_as_such(
    school: Cast, issued: IssuedPlan, sign_in: SignIn
) -> None:
    """With the reason; it can neither be printed nor shared any more."""
    senco = sign_in(school.senco)
    page = senco.post(
        url("issued_withdraw", issued.pk), {"because": "The wrong child"}, follow=True
    )
    assert "Taken back by Senco: The wrong child" in plain(page)
    refused = senco.post(url("issued_copy", issued.pk), {"copy": "parent"}, follow=True)
    assert "was taken back" in plain(refused)
    with school_scope(school.school, writes=False):
        row = IssuedPlan.objects.select_related("document").get()
        assert row.document is not None
        assert row.document.withdrawn_because == "The wrong child"
    assert senco.get(url("issued_pdf", issued.pk)).status_code == 404


def test_a_ta_reads_no_issued_plan(school: Cast, issued: IssuedPlan, sign_in: SignIn) -> None:
    """What a TA may read stands on the child's plan; the paper for parents is not theirs."""
    assert sign_in(school.ta).get(url("issued_detail", issued.pk)).status_code == 403


def test_a_print_of_many_is_for_who_may_see_them_all(
    school: Cast, issued: IssuedPlan, sign_in: SignIn
) -> None:
    """The teacher of 4B is kept from one of them: there is no such print for her."""
    with school_scope(school.school, by=school.senco.user):
        others = make.issued(school.kept, school.senco)
        made = print_plan_copies(issued=[issued, others], copy=Copy.CLASS, by=school.senco.user)
        assert PlanCopy.objects.filter(print=made).count() == 2
    assert sign_in(school.senco).get(url("print_detail", made.pk)).status_code == 200
    assert sign_in(school.teacher_4b).get(url("print_detail", made.pk)).status_code == 404


def test_nobody_agrees_to_what_they_have_not_read(school: Cast, sign_in: SignIn) -> None:
    """A colleague changed the plan while the page was open: it says so, and keeps the reasons."""
    plan = written(school)
    senco = sign_in(school.senco)
    sent = fields_of(senco.get(url("plan_agree", plan.pk)))
    with school_scope(school.school, by=school.teacher_4b.user):
        make.strategy(plan, school.senco, "Something new")
    sent |= {"pupil": "none", "pupil_why": "Shy", "parent": "none", "parent_why": "Away"}
    answer = senco.post(url("plan_agree", plan.pk), sent)
    assert answer.status_code == 422
    assert "A colleague changed the plan meanwhile" in answer.content.decode()
    assert "Shy" in answer.content.decode()
    with school_scope(school.school, writes=False):
        assert not Agreement.objects.exists()


def test_an_empty_plan_is_not_agreed(school: Cast, sign_in: SignIn) -> None:
    """It says so, keeps what was typed, and makes neither agreement nor voice."""
    with school_scope(school.school, by=school.senco.user):
        plan = make.plan(school.ayla, school.senco)
    senco = sign_in(school.senco)
    sent = {"pupil": "none", "pupil_why": "Shy", "parent": "none", "parent_why": "Away"}
    sent |= {"seen": fields_of(senco.get(url("plan_agree", plan.pk)))["seen"]}
    answer = senco.post(url("plan_agree", plan.pk), sent)
    assert answer.status_code == 422
    assert "There is nothing in this plan yet." in answer.content.decode()
    assert "Shy" in answer.content.decode()
    with school_scope(school.school, writes=False):
        assert not Agreement.objects.exists()
