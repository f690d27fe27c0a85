"""Voices: whose words, whose hand; drafts of a scribe; reasons why there are none; what counts."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from common.errors import Refused
from pupils.actions import Words, add_voice, edit_voice, withdraw_voice
from pupils.chronology import Kind, lines_of
from pupils.models import AccessEntry, Contact, Voice
from schools.records import EditClash
from schools.tenancy import school_scope
from stages.sources import pieces_of
from stages.vocabulary import Evidence
from tests.access.voice_kinds import voice
from tests.cast import Cast
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain

ON = date(2026, 11, 16)
SAID = "I like it when Mr Kaur shows me first."


@pytest.fixture(autouse=True)
def _on_a_monday(time_machine: Any) -> None:
    time_machine.move_to("2026-11-23 10:00")


@pytest.fixture
def ta(cast: Cast, sign_in: SignIn) -> Client:
    """The TA who is allocated to Ayla, signed in."""
    return sign_in(cast.ta)


def url(name: str, pk: int) -> str:
    """An address of Northfield."""
    return reverse(f"pupils:{name}", args=["northfield", pk])


def said(**more: Any) -> Words:
    """What Ayla said, as a form gives it."""
    usual: dict[str, Any] = {
        "whose": "pupil",
        "on": ON,
        "words": SAID,
        "how": "spoken",
        "hand": "scribe",
    }
    return Words(**(usual | more))


def only(cast: Cast) -> Voice:
    """The one voice there is."""
    with school_scope(cast.school, writes=False):
        found: Voice = Voice.objects.get()
        return found


def evidence(cast: Cast) -> list[Any]:
    """What the engine reads of voices."""
    with school_scope(cast.school, writes=False):
        return [piece for pieces in pieces_of(None).values() for piece in pieces]


def typed(client: Client, cast: Cast, **more: str) -> dict[str, Any]:
    """The form of a new voice, filled in."""
    form = fields_of(client.get(url("voice_add", cast.ayla.pk)))
    filled = {"whose": "pupil", "words": SAID, "how": "spoken", "hand": "scribe"}
    return form | filled | {"on": ON.isoformat()} | more


def test_a_scribe_writes_a_draft_which_the_teacher_goes_through(
    cast: Cast, ta: Client, sign_in: SignIn
) -> None:
    """The draft counts for nothing; given, it does, with who wrote it and who went through it."""
    ta.post(url("voice_add", cast.ayla.pk), typed(ta, cast))
    assert only(cast).is_draft
    assert evidence(cast) == []
    teacher = sign_in(cast.teacher_4b)
    page = url("voice_edit", only(cast).pk)
    teacher.post(page, fields_of(teacher.get(page)) | {"give": "yes"})
    row = only(cast)
    assert (row.started_by, row.given_by) == (cast.ta.user, cast.teacher_4b.user)
    (piece,) = evidence(cast)
    assert (piece.kind, piece.whose, piece.on, piece.why_not) == (
        Evidence.VOICE,
        "pupil",
        ON,
        False,
    )
    assert "gone through by Teacher 4B" in plain(teacher.get(url("pupil_voices", cast.ayla.pk)))


def test_a_scribe_cannot_say_that_it_is_given(cast: Cast, ta: Client) -> None:
    """Neither by the button, which is not there, nor by sending its name."""
    page = url("voice_add", cast.ayla.pk)
    assert 'name="give"' not in ta.get(page).content.decode()
    answer = ta.post(page, typed(ta, cast, give="yes"))
    assert answer.status_code == 422
    assert SAID in answer.content.decode()
    with school_scope(cast.school, writes=False):
        assert not Voice.objects.exists()


def test_a_scribe_reads_and_changes_their_own_drafts_only(cast: Cast, ta: Client) -> None:
    """What others wrote, and their own once given, is not theirs to write on."""
    with school_scope(cast.school, by=cast.senco.user):
        others = voice(cast, cast.ayla)
        own = add_voice(pupil=cast.ayla, said=said(), by=cast.ta, is_given=False)
    assert ta.get(url("voice_edit", others.pk)).status_code == 404
    assert ta.get(url("voice_edit", own.pk)).status_code == 200
    shown = ta.get(url("pupil_voices", cast.ayla.pk)).content.decode()
    assert SAID in shown
    assert others.words not in shown
    with school_scope(cast.school, by=cast.senco.user):
        edit_voice(voice=own, said=said(), by=cast.senco, is_given=True, expected=own.version)
    assert ta.get(url("voice_edit", own.pk)).status_code == 404


def test_the_reason_why_there_is_none_counts_as_one(cast: Cast, sign_in: SignIn) -> None:
    """Shown as such; it asks neither how nor whose hand."""
    senco = sign_in(cast.senco)
    page = url("voice_add", cast.ayla.pk)
    form = typed(senco, cast, whose="parent", why_none="on", words="Away until January")
    senco.post(page, form | {"how": "", "hand": "", "give": "yes"})
    (piece,) = evidence(cast)
    assert (piece.whose, piece.why_not) == ("parent", True)
    assert "None, and why" in plain(senco.get(url("pupil_voices", cast.ayla.pk)))


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"words": " "}, "words"),
        ({"how": ""}, "how"),
        ({"hand": ""}, "hand"),
        ({"on": "2026-12-24"}, "on"),
        ({"on": "2016-12-24"}, "__all__"),
        ({"whose": "aunt"}, "whose"),
        ({"contact": "999999"}, "contact"),
        ({"words": "x" * 200_000}, "words"),
    ],
)
def test_mistakes_keep_what_was_typed_and_change_nothing(
    cast: Cast, sign_in: SignIn, changed: dict[str, str], wrong: str
) -> None:
    """No words, no day that can be, nobody's contact: each is said at its field."""
    senco = sign_in(cast.senco)
    form = typed(senco, cast, topic="The reading plan", give="yes") | changed
    answer = senco.post(url("voice_add", cast.ayla.pk), form)
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert "The reading plan" in answer.content.decode()
    with school_scope(cast.school, writes=False):
        assert not Voice.objects.exists()


def test_a_parent_is_one_of_this_childs(cast: Cast, sign_in: SignIn) -> None:
    """Another child's mother is no choice; a pupil's words have no parent."""
    senco = sign_in(cast.senco)
    with school_scope(cast.school, writes=False):
        own, others = (
            Contact.objects.filter(pupil=child).first() for child in (cast.ayla, cast.ben)
        )
    page = url("voice_add", cast.ayla.pk)
    form = typed(senco, cast, whose="parent", contact=str(others.pk), give="yes")
    assert senco.post(page, form).status_code == 422
    both = form | {"whose": "pupil", "contact": str(own.pk)}
    assert "choose no parent" in senco.post(page, both).content.decode()
    senco.post(page, form | {"contact": str(own.pk)})
    assert only(cast).contact_id == own.pk


def test_two_who_write_at_once_see_both_texts(cast: Cast, sign_in: SignIn) -> None:
    """The second is shown what the first saved, and loses nothing."""
    with school_scope(cast.school, by=cast.senco.user):
        row = add_voice(pupil=cast.ayla, said=said(), by=cast.senco, is_given=True)
    client, page = sign_in(cast.teacher_4b), url("voice_edit", row.pk)
    opened = fields_of(client.get(page))
    with school_scope(cast.school, by=cast.senco.user):
        edit_voice(
            voice=row, said=said(words="The first"), by=cast.senco, is_given=False, expected=1
        )
    clash = client.post(page, opened | {"words": "The second", "give": "yes"})
    assert clash.status_code == 409
    assert "The first" in clash.content.decode()
    assert "The second" in clash.content.decode()
    with school_scope(cast.school), pytest.raises(EditClash):
        edit_voice(voice=row, said=said(), by=cast.senco, is_given=True, expected=1)


def test_what_is_taken_back_counts_for_nothing(cast: Cast, sign_in: SignIn) -> None:
    """It asks why, and is gone from the page, the chronology and the evidence."""
    with school_scope(cast.school, by=cast.senco.user):
        row = voice(cast, cast.ayla)
        assert [line.kind for line in lines_of(cast.ayla, cast.senco, ON)].count(Kind.VOICE) == 1
    senco, page = sign_in(cast.senco), url("voice_withdraw", row.pk)
    form = fields_of(senco.get(page))
    assert senco.post(page, form | {"because": ""}).status_code == 422
    senco.post(page, form | {"because": "Of another child"})
    assert evidence(cast) == []
    assert "Nothing is written down yet" in plain(senco.get(url("pupil_voices", cast.ayla.pk)))
    with school_scope(cast.school, by=cast.senco.user):
        assert Kind.VOICE not in {line.kind for line in lines_of(cast.ayla, cast.senco, ON)}
        with pytest.raises(Refused, match="taken back"):
            withdraw_voice(voice=row, because="x", by=cast.senco.user, expected=row.version)


def test_a_leavers_record_is_closed(cast: Cast, sign_in: SignIn) -> None:
    """Nothing is written down about a child who has left."""
    assert sign_in(cast.senco).get(url("voice_add", cast.leaver.pk)).status_code == 404
    with school_scope(cast.school, by=cast.senco.user), pytest.raises(Refused, match="has left"):
        add_voice(pupil=cast.leaver, said=said(), by=cast.senco, is_given=True)


@pytest.mark.parametrize(
    "broken",
    [
        {"words": ""},
        {"how": ""},
        {"why_none": True},
        {"given_by": None},
        {"withdrawn_because": "Because"},
    ],
)
def test_the_database_refuses_half_a_voice(cast: Cast, broken: dict[str, Any]) -> None:
    """Words, how they came, who gave them: the table holds it too."""
    with (
        school_scope(cast.school, by=cast.senco.user),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        voice(cast, cast.ayla, **broken)


def test_the_page_takes_as_many_queries_for_many_as_for_one(cast: Cast, sign_in: SignIn) -> None:
    """And writes one access entry."""
    senco, page = sign_in(cast.senco), url("pupil_voices", cast.ayla.pk)

    def queries(reader: Membership, more: int) -> int:
        with school_scope(cast.school, by=reader.user):
            for _ in range(more):
                voice(cast, cast.ayla)
        with CaptureQueriesContext(connection) as caught:
            senco.get(page)
        return len(caught)

    senco.get(page)
    few = queries(cast.senco, 1)
    assert queries(cast.senco, 30) == few <= 15
    with school_scope(cast.school, writes=False):
        entries = AccessEntry.objects.filter(what="pupils:pupil_voices", pupil=cast.ayla)
        assert entries.count() == 3
