"""Raising a concern: reached in two clicks, kept as a draft, seen by whoever raised it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.errors import Refused
from pupils.actions import draft_of, raise_concern, save_draft
from pupils.models import Concern, Pupil
from schools.records import EditClash
from schools.tenancy import school_scope
from stages.facts import known_of
from stages.sources import pieces_of
from tests.cast import Cast
from tests.concerns.making import WORDS, drafted, raised, worry
from tests.factories.pupils import ClassPlacementFactory, PupilFactory
from tests.factories.stages import move
from tests.people import client_of
from tests.pupils.pages import fields_of

HTMX = {"HX-Request": "true"}


def url(route: str, pk: int | None = None) -> str:
    """The address of a page at Northfield."""
    where = {"school": "northfield"} | ({"pk": pk} if pk else {})
    return reverse(f"reports:{route}", kwargs=where)


def only(school: Cast) -> Concern:
    """The one concern there is."""
    with school_scope(school.school, writes=False):
        return Concern.objects.get()


def test_home_leads_to_the_form_in_two_clicks(school: Cast) -> None:
    """Home, then the child's name; the form names the DSL and the number before its first field."""
    school.school.dsl_name, school.school.dsl_phone = "Dee Sell", "01632 960123"
    school.school.save()
    client = client_of(school.teacher_4b)
    assert url("concern_start") in client.get(url("home")).content.decode()
    start = client.get(url("concern_start")).content.decode()
    assert url("concern_add", school.ayla.pk) in start
    assert url("concern_add", school.ben.pk) not in start
    form = client.get(url("concern_add", school.ayla.pk))
    text = form.content.decode()
    assert text.index("Dee Sell") < text.index("01632 960123") < text.index("What is seen")
    assert sum(field.field.required and not field.is_hidden for field in form.context["form"]) <= 3


def test_without_a_named_dsl_the_role_is_named(school: Cast) -> None:
    """A school that has not filled in its contact names whoever holds the role."""
    text = client_of(school.ta).get(url("concern_start")).content.decode()
    assert "Tell the designated safeguarding lead now" in text
    assert "<b>Dsl</b>" in text


def test_the_form_is_kept_as_a_draft_and_raised(school: Cast) -> None:
    """Kept by the script, there again on opening, raised: one row, and its writer sees it."""
    client, page = client_of(school.ta), url("concern_add", school.ayla.pk)
    typed = fields_of(client.get(page)) | {"seen": "Rubs"}
    kept = client.post(url("concern_keep", school.ayla.pk), typed, headers=HTMX)
    assert "Kept as a draft 10:00" in kept.content.decode()
    again = fields_of(client.get(page)) | {"areas": []}
    assert again["seen"] == "Rubs"
    sent = client.post(page, again | {"seen": WORDS, "parents_know": "yes"}, follow=True)
    assert WORDS in sent.content.decode()
    assert sent.status_code == 200, sent.context["form"].errors
    assert "New" in sent.content.decode()
    row = only(school)
    assert (row.raised_by, row.seen, row.kind) == (school.ta.user, WORDS, "initial_concerns")
    listed = client.get(url("concern_list")).content.decode()
    assert "Raised by you" in listed


def test_opening_the_form_keeps_nothing(school: Cast) -> None:
    """Neither the page nor a script that sends an untouched form leaves a draft."""
    client = client_of(school.ta)
    empty = fields_of(client.get(url("concern_add", school.ayla.pk)))
    assert client.post(url("concern_keep", school.ayla.pk), empty, headers=HTMX).status_code == 200
    with school_scope(school.school, writes=False):
        assert not Concern.objects.exists()


def test_mistakes_keep_what_was_typed(school: Cast) -> None:
    """What is missing is said: why a parent does not know, whose worry it is, a day to come."""
    client, page = client_of(school.teacher_4b), url("concern_add", school.ayla.pk)
    typed = fields_of(client.get(page)) | {
        "seen": WORDS,
        "parents_know": "no",
        "whose": "parent",
        "tried_since": "2027-01-01",
    }
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert {"why_not_told", "from_name", "tried_since"} == set(answer.context["form"].errors)
    assert WORDS in answer.content.decode()
    long = client.post(url("concern_keep", school.ayla.pk), typed | {"seen": "x" * 200_000})
    assert long.status_code == 422


def test_two_windows_of_one_writer_lose_nothing(school: Cast) -> None:
    """The second sees both texts; nothing is raised twice."""
    client, page = client_of(school.ta), url("concern_add", school.ayla.pk)
    first, second = fields_of(client.get(page)), fields_of(client.get(page))
    client.post(url("concern_keep", school.ayla.pk), first | {"seen": "The first"}, headers=HTMX)
    clash = client.post(
        url("concern_keep", school.ayla.pk), second | {"seen": "The second"}, headers=HTMX
    )
    assert clash.status_code == 409
    assert "The first" in clash.content.decode()
    assert "The second" in clash.content.decode()
    raise_too = client.post(page, second | {"seen": "The second", "parents_know": "yes"})
    assert raise_too.status_code == 409
    assert only(school).raised_at is None


def test_what_is_raised_is_no_draft_any_more(school: Cast) -> None:
    """A late message of the page to keep the draft makes no second one."""
    with school_scope(school.school, by=school.ta.user):
        draft = drafted(school.ayla, school.ta)
        with pytest.raises(EditClash):
            save_draft(pupil=school.ayla, worry=worry(seen="Else"), by=school.ta.user, expected=0)
        raise_concern(pupil=school.ayla, worry=worry(), by=school.ta.user, expected=draft.version)
        with pytest.raises(Refused, match="raised or let go already"):
            save_draft(pupil=school.ayla, worry=worry(), by=school.ta.user, expected=draft.version)
        assert draft_of(school.ayla, school.ta.user) is None


def test_a_draft_is_let_go(school: Cast) -> None:
    """It stands in no list any more, and another can be begun."""
    with school_scope(school.school, by=school.ta.user):
        drafted(school.ayla, school.ta)
    client = client_of(school.ta)
    assert "Your drafts" in client.get(url("concern_list")).content.decode()
    client.post(url("concern_drop", school.ayla.pk))
    assert "Your drafts" not in client.get(url("concern_list")).content.decode()
    with school_scope(school.school, by=school.ta.user):
        drafted(school.ayla, school.ta)


def test_a_leaver_has_no_form(school: Cast) -> None:
    """No page for one, and the action says why."""
    assert client_of(school.senco).get(url("concern_add", school.leaver.pk)).status_code == 404
    with school_scope(school.school, by=school.senco.user), pytest.raises(Refused, match="left"):
        raised(school.leaver, school.senco)


def test_a_raised_concern_is_the_form_the_first_step_asks_for(school: Cast) -> None:
    """The eight steps ask for the initial concerns form, to the SENCO."""
    with school_scope(school.school, by=school.senco.user):
        raised(school.ayla, school.ta, kind="initial_concerns", kind_name="Form")
        move(school.ayla, "step-1", date(2026, 11, 23), school.senco)
        ((pupil, (piece,)),) = pieces_of([school.ayla.pk]).items()
        known = known_of([school.ayla.pk])
        assert known is not None
        ((_pk, answer),) = known.answers(date(2026, 11, 23))
        states = {one.asked.key: one.state.value for one in answer.occurrences}
    assert (pupil, piece.of, piece.given_to) == (school.ayla.pk, "initial_concerns", "SENCO")
    assert states["s1-form"] == "done"


def test_the_list_asks_as_often_at_any_number(school: Cast) -> None:
    """The same queries for two concerns as for twelve (performance.md)."""
    client = client_of(school.senco)
    counts = []
    for number in (2, 10):
        with school_scope(school.school, by=school.teacher_4b.user):
            for _ in range(number):
                child: Pupil = PupilFactory(school=school.school)
                ClassPlacementFactory(pupil=child, class_group=school.class_4b)
                raised(child, school.teacher_4b)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url("concern_list"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_several_things_tried_each_with_its_day(school: Cast) -> None:
    """Kept in the draft, told with the concern; a day without words, or to come, is not."""
    client = client_of(school.ta)
    sent = {
        "seen": WORDS,
        "parents_know": "yes",
        "tried": "A seat at the front",
        "tried_since": "2026-11-02",
        "tried_2": "A printed copy",
        "tried_since_2": "2026-11-09",
        "tried_4": "A reading ruler",
        "version": "0",
    }
    keep, add = (url(route, school.ayla.pk) for route in ("concern_keep", "concern_add"))
    assert client.post(keep, sent).status_code == 302
    form = client.get(add).context["form"]
    assert (form["tried_2"].value(), form["tried_3"].value()) == (
        "A printed copy",
        "A reading ruler",
    )
    wrong = {"version": "1", "tried_since_5": "2026-11-09", "tried_since_2": "2031-01-01"}
    answer = client.post(add, sent | wrong)
    assert set(answer.context["form"].errors) == {"tried_5", "tried_since_2"}
    answer = client.post(add, sent | {"version": "1"})
    assert answer.status_code == 302
    with school_scope(school.school, writes=False):
        row = Concern.objects.get()
    assert row.tries == [
        (date(2026, 11, 2), "A seat at the front"),
        (date(2026, 11, 9), "A printed copy"),
        (None, "A reading ruler"),
    ]
    told = " ".join(client.get(answer["Location"]).content.decode().split())
    assert "<b>Since 9 November 2026:</b> A printed copy" in told
