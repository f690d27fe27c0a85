"""Writing in the paper: a form opens in its place, keeps itself, and loses nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from provision.actions import note_progress, write_section
from provision.models import Plan, PlanSection, Strategy, Target
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.provision import plan, section, strategy, target
from tests.people import client_of
from tests.pupils.pages import words

HTMX = {"HX-Request": "true"}
BAD = '<script>alert(1)</script><style>p{}</style><iframe src="x"></iframe><b onclick="x">'


def url(route: str, pk: int) -> str:
    """The address of a page of plans at Northfield."""
    return reverse(f"provision:{route}", kwargs={"school": "northfield", "pk": pk})


def form_of(response: Any) -> dict[str, Any]:
    """What a browser would send for the form that is open in the paper."""
    form = response.context["editing"].form
    return {bound.html_name: str(value) for bound in form if (value := bound.value()) is not None}


def part(key: str) -> dict[str, str]:
    """The headers of a script that opens or closes a form in a section."""
    return HTMX | {"HX-Target": f"section-{key}"}


@pytest.fixture
def begun(school: Cast) -> Plan:
    """Ayla's IEP, begun by her teacher."""
    with school_scope(school.school, by=school.teacher_4b.user):
        return plan(school.ayla, school.teacher_4b)


@pytest.fixture
def teacher(school: Cast) -> Client:
    """Ayla's teacher at the browser."""
    return client_of(school.teacher_4b)


def row_of(school: Cast, begun: Plan, key: str = "strengths") -> PlanSection:
    """A section as it is now."""
    with school_scope(school.school, writes=False):
        return PlanSection.objects.select_related("written_by").get(plan=begun, key=key)


def test_a_section_is_written_without_a_script(school: Cast, begun: Plan, teacher: Client) -> None:
    """The paper with the form in its place; saved, the paper with the words and who wrote them."""
    row = row_of(school, begun)
    page = url("section_edit", row.pk)
    opened = teacher.get(page)
    assert 'class="plan-form"' in words(opened)
    assert "Individual Education Plan" in words(opened)
    answer = teacher.post(page, form_of(opened) | {"text": "Kind\n\nFunny"})
    assert answer["Location"] == url("plan_detail", begun.pk) + "#section-strengths"
    told = words(teacher.get(url("plan_detail", begun.pk)))
    assert "<li>Kind</li>" in told
    assert "Teacher 4B" in told or school.teacher_4b.user.name in told


def test_a_script_swaps_the_one_section(school: Cast, begun: Plan, teacher: Client) -> None:
    """The same form, and the same words, as a reload gives; nothing else is sent."""
    page = url("section_edit", row_of(school, begun).pk)
    opened = teacher.get(page, headers=part("strengths"))
    assert words(opened).strip().startswith('<section id="section-strengths"')
    typed = form_of(opened) | {"text": "Kind"}
    kept = teacher.post(page, typed | {"keep": "1"}, headers=HTMX | {"HX-Target": "kept-strengths"})
    assert "Kept 10:00" in words(kept)
    assert 'name="version" value="2"' in words(kept)
    done = teacher.post(page, typed | {"keep": "0", "version": "2"}, headers=part("strengths"))
    assert "<li>Kind</li>" in words(done)
    assert "plan-form" not in words(done)
    assert row_of(school, begun).version == 2


def test_two_people_in_one_section_lose_nothing(school: Cast, begun: Plan, teacher: Client) -> None:
    """The second sees both texts, kept or sent, with a script or without; then chooses."""
    row = row_of(school, begun)
    page = url("section_edit", row.pk)
    typed = form_of(teacher.get(page)) | {"text": "Mine"}
    with school_scope(school.school, by=school.senco.user):
        write_section(section=row, text="Theirs", by=school.senco.user, expected=1)
    answers = [
        teacher.post(page, typed | {"keep": "1"}, headers=HTMX),
        teacher.post(page, typed, headers=part("strengths")),
        teacher.post(page, typed),
    ]
    for answer in answers:
        assert answer.status_code == 409
        assert "Mine" in words(answer)
        assert "Theirs" in words(answer)
    assert row_of(school, begun).text == "Theirs"
    taken = typed | {"version": "2", "take-text": "theirs", "theirs-text": "Theirs"}
    assert teacher.post(page, taken).status_code == 302
    assert row_of(school, begun).text == "Theirs"
    assert teacher.post(page, typed | {"version": "2"}).status_code == 302
    assert row_of(school, begun).text == "Mine"


def test_a_target_is_kept_from_its_first_words(school: Cast, begun: Plan, teacher: Client) -> None:
    """An untouched form keeps nothing; kept twice and sent, it is one target."""
    page = url("target_add", begun.pk)
    opened = form_of(teacher.get(page))
    kept = {"keep": "1"}
    assert teacher.post(page, opened | kept, headers=HTMX).status_code == 200
    first = teacher.post(page, opened | kept | {"what": "Read"}, headers=HTMX)
    assert 'value="1"' in words(first)
    typed = opened | {"what": "Read 20 words", "version": "1", "value_aim": "20"}
    assert teacher.post(page, typed).status_code == 302
    with school_scope(school.school, writes=False):
        (row,) = Target.objects.all()
        assert (row.what, row.value_aim, row.version) == ("Read 20 words", 20, 2)
    again = teacher.get(url("target_edit", row.pk))
    assert form_of(again)["what"] == "Read 20 words"


def test_bad_input_is_answered_and_changes_nothing(
    school: Cast, begun: Plan, teacher: Client
) -> None:
    """Emoji alone, 200,000 characters, a day that is none: said beside the field, typed is kept."""
    page = url("target_add", begun.pk)
    opened = form_of(teacher.get(page))
    for typed, said in (
        ({"what": "🎉🙂"}, "Say it in words"),
        ({"what": "x" * 200_000}, "at most 2000 characters"),
        ({"what": "Read", "by_on": "2026-02-31"}, "Enter a real day"),
        ({"what": "Read", "value_aim": "many"}, "Enter a number"),
        ({"what": ""}, "Say what the child will do"),
    ):
        answer = teacher.post(page, opened | typed)
        assert answer.status_code == 422
        assert said in words(answer)
        assert typed["what"] in words(answer)
    row = row_of(school, begun)
    long = {"version": "1", "text": "x" * 200_000}
    assert teacher.post(url("section_edit", row.pk), long).status_code == 422
    with school_scope(school.school, writes=False):
        assert not Target.objects.exists()
        assert row_of(school, begun).text == ""


def test_script_and_style_are_words_like_any_other(
    school: Cast, begun: Plan, teacher: Client
) -> None:
    """In every text field, shown as they were typed and never as tags (reliability.md)."""
    with school_scope(school.school, by=school.senco.user):
        row = target(begun, school.senco, BAD, baseline=BAD, measure=BAD, unit=BAD[:40], who=BAD)
        strategy(begun, school.senco, BAD, source=BAD, source_page=BAD[:20], whose_words=BAD)
        strategy(begun, school.senco, BAD, target=row)
        for each in PlanSection.objects.filter(plan=begun):
            section(begun, each.key, BAD, school.senco)
        note_progress(target=row, on=begun.starts_on, by=school.senco.user, words=BAD)
    for page in (url("plan_detail", begun.pk), url("target_edit", row.pk)):
        told = words(teacher.get(page))
        assert "&lt;script&gt;" in told
        for tag in ("<script>alert", "<style>p", "<iframe", "<b onclick"):
            assert tag not in told


def test_what_is_taken_out_is_put_back_with_one_press(
    school: Cast, begun: Plan, teacher: Client
) -> None:
    """The page that follows offers it, and only for a row of this plan that is out."""
    with school_scope(school.school, by=school.senco.user):
        row = target(begun, school.senco)
        helps = strategy(begun, school.senco)
    after = teacher.post(url("target_remove", row.pk), follow=True)
    assert url("target_restore", row.pk) in words(after)
    assert "Read 20 words" not in words(after)
    assert teacher.post(url("target_edit", row.pk), {}).status_code == 404
    teacher.post(url("target_restore", row.pk))
    assert "Read 20 words" in words(teacher.get(url("plan_detail", begun.pk)))
    for odd in ("target-0", "target-x", f"target-{row.pk}", "poem-1", "target-" + "9" * 30):
        assert teacher.get(url("plan_detail", begun.pk) + f"?out={odd}").status_code == 200
    teacher.post(url("strategy_remove", helps.pk))
    with school_scope(school.school, writes=False):
        assert not Strategy.objects.standing().exists()


def test_the_order_is_changed_with_up(school: Cast, begun: Plan, teacher: Client) -> None:
    """One place at a time; the first stays where it is."""
    with school_scope(school.school, by=school.senco.user):
        first, second = target(begun, school.senco, "One"), target(begun, school.senco, "Two")
    teacher.post(url("target_up", second.pk))
    teacher.post(url("target_up", second.pk))
    with school_scope(school.school, writes=False):
        rows = Target.objects.order_by("place")
        assert [row.pk for row in rows] == [second.pk, first.pk]


def test_the_plan_asks_as_often_at_any_number_of_targets(
    school: Cast, begun: Plan, teacher: Client
) -> None:
    """At most 15 queries, whether it has two targets or twelve (issue 5, figures)."""
    counts = []
    for number in (2, 10):
        with school_scope(school.school, by=school.senco.user):
            for _ in range(number):
                row = target(begun, school.senco)
                strategy(begun, school.senco, target=row)
                strategy(begun, school.senco)
                note_progress(target=row, on=begun.starts_on, by=school.ta.user, words="Well")
        with CaptureQueriesContext(connection) as asked:
            assert teacher.get(url("plan_detail", begun.pk)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15, [query["sql"][:150] for query in asked]


def test_a_ta_reads_the_tas_copy_and_notes_progress(school: Cast, begun: Plan) -> None:
    """Profile, targets and strategies, not what the parents said; one press is a note."""
    with school_scope(school.school, by=school.senco.user):
        section(begun, "parent_voice", "Worried at home", school.senco)
        section(begun, "strengths", "Kind", school.senco)
        row = target(begun, school.senco)
    ta = client_of(school.ta)
    told = words(ta.get(url("plan_detail", begun.pk)))
    assert "Kind" in told
    assert "Worried at home" not in told
    assert "What the parents say" not in told
    assert url("target_add", begun.pk) not in told
    page = url("note_add", row.pk)
    assert page in told
    opened = ta.get(page, headers=part("targets"))
    assert "A step forward" in words(opened)
    sent = {"quick": "A step forward", "on": "2026-11-23"}
    done = ta.post(page, sent, headers=part("targets"))
    assert "A step forward" in words(done)
    assert ta.post(page, {"on": "2026-11-24", "words": "x"}).status_code == 422
    assert ta.post(page, {"on": "2026-11-23"}).status_code == 422
    with school_scope(school.school, writes=False):
        (note,) = row.notes.all()
    assert ta.post(url("note_withdraw", note.pk), {"because": "Wrong child"}).status_code == 302
    assert ta.post(url("note_withdraw", note.pk), {"because": "Again"}).status_code == 404


def test_how_a_target_went_is_said_on_the_paper(school: Cast, begun: Plan, teacher: Client) -> None:
    """The chip says it; an older page meets a clash."""
    with school_scope(school.school, by=school.senco.user):
        row = target(begun, school.senco)
    page = url("target_outcome", row.pk)
    sent = {"outcome": "met", "outcome_words": "All 20", "version": "1"}
    assert teacher.post(page, sent).status_code == 302
    told = words(teacher.get(url("plan_detail", begun.pk)))
    assert "Met" in told
    assert "All 20" in told
    assert teacher.post(page, sent | {"outcome": "not"}).status_code == 409
