"""Digests: once a day, once for each thing, on school days, at one's hour, naming no child."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from jobs.models import OutboxMessage
from jobs.outbox import email_of
from reviews.actions import choose_digest
from reviews.digests import make_digests
from reviews.models import Digest, Reminder
from reviews.sending import Tick, send_due
from schools.models import DatedSetting, School
from schools.tenancy import school_scope
from stages.models import Snooze, Standing
from tests.cast import Cast, marker
from tests.factories.pupils import PupilFactory
from tests.factories.standings import in_days, item, stand
from tests.reviews.conftest import LONDON
from tests.schools.raw import postgres_only


def tick(cast: Cast) -> int:
    """A tick for Northfield now; gives how many reminders it made."""
    with school_scope(cast.school):
        return make_digests(school=cast.school, now=timezone.now())


def mails(cast: Cast, reader: Membership) -> list[Any]:
    """The messages to one person, the oldest first, as they would be sent."""
    with school_scope(cast.school):
        rows = OutboxMessage.objects.filter(to=reader.user.email, template="due_digest")
        return [email_of(row) for row in rows.order_by("pk")]


def told(cast: Cast, reader: Membership) -> Sequence[tuple[str, str]]:
    """Of what a person was told: why, and what."""
    with school_scope(cast.school):
        rows = Reminder.objects.filter(recipient=reader).order_by("pk")
        return list(rows.values_list("kind", "requirement"))


def test_everyone_hears_of_their_own_in_one_message(asked: Cast) -> None:
    """Teacher and SENCO each of what is theirs; who has nothing gets nothing."""
    assert tick(asked) == 4
    assert sorted(told(asked, asked.teacher_4b)) == [
        ("due", "provision"),
        ("due", "pupil-voice"),
        ("late", "review"),
    ]
    assert told(asked, asked.senco) == [("due", "provision-map")]
    assert [len(mails(asked, one)) for one in (asked.teacher_4b, asked.senco, asked.ta)] == [
        1,
        1,
        0,
    ]


def test_a_message_says_what_changed_and_names_no_child(asked: Cast) -> None:
    """What is new by its words and how many; how it stands in all; where to look."""
    tick(asked)
    (mail,) = mails(asked, asked.teacher_4b)
    assert mail.subject == "3 things to know of in senregister"
    assert "- Review: now overdue\n- Provision: due within 14 days\n- Pupil voice: due" in mail.body
    assert "In all, 1 overdue and 2 due within 14 days are yours to do." in mail.body
    assert "/s/northfield/reminders/" in mail.body
    said = mail.subject + mail.body
    for child, row in asked.children.items():
        assert marker(asked.school, child) not in said
        assert row.shown_forename not in said


def test_never_more_than_one_a_day_and_each_thing_once(asked: Cast, clock: Any) -> None:
    """Tick after tick, the rest of the day is silent; the next day tells what is new alone."""
    tick(asked)
    stand(asked.school, asked.ben, item("Provision map", 5, "senco"), item("Advice", 3, "senco"))
    for _ in range(5):
        clock.shift(timedelta(minutes=5))
        assert tick(asked) == 0
    clock.shift(timedelta(days=1))
    assert tick(asked) == 1
    assert told(asked, asked.senco) == [("due", "provision-map"), ("due", "advice")]
    assert len(mails(asked, asked.senco)) == 2
    assert len(mails(asked, asked.teacher_4b)) == 1
    clock.shift(timedelta(days=1))
    assert tick(asked) == 0


def test_what_was_due_and_becomes_overdue_is_told_again(asked: Cast, clock: Any) -> None:
    """Once as due, once as overdue: it is the same thing, and another news of it."""
    tick(asked)
    clock.shift(timedelta(days=10))  # Thursday 3 December: voice was due on the 2nd
    assert tick(asked) >= 1
    assert ("late", "pupil-voice") in told(asked, asked.teacher_4b)


def test_nobody_is_told_before_their_hour(asked: Cast, clock: Any) -> None:
    """The usual hour is seven; whoever chose another waits for it, in local time."""
    with school_scope(asked.school, by=asked.senco.user):
        choose_digest(by=asked.senco, hour=16, is_wanted=True)
    clock.move_to(datetime(2026, 11, 23, 6, 59, tzinfo=LONDON))
    assert tick(asked) == 0
    clock.move_to(datetime(2026, 11, 23, 7, 0, tzinfo=LONDON))
    assert tick(asked) == 3
    clock.move_to(datetime(2026, 11, 23, 15, 59, tzinfo=LONDON))
    assert tick(asked) == 0
    clock.move_to(datetime(2026, 11, 23, 16, 0, tzinfo=LONDON))
    assert tick(asked) == 1


def test_a_stopped_machine_makes_up_for_the_day_without_a_flood(asked: Cast, clock: Any) -> None:
    """Down from Monday to Thursday noon: one message each, none in the night."""
    clock.move_to(datetime(2026, 11, 26, 20, 0, tzinfo=LONDON))
    assert tick(asked) == 0
    clock.move_to(datetime(2026, 11, 27, 12, 30, tzinfo=LONDON))
    assert tick(asked) == 4
    assert len(mails(asked, asked.teacher_4b)) == 1


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 9, 0, tzinfo=LONDON),
        datetime(2026, 12, 24, 9, 0, tzinfo=LONDON),
        datetime(2026, 8, 31, 9, 0, tzinfo=LONDON),
    ],
    ids=["Sunday", "holiday", "before going live"],
)
def test_holidays_weekends_and_the_time_before_going_live_are_silent(
    asked: Cast, clock: Any, moment: datetime
) -> None:
    """Nothing is made, so that the first school day tells it."""
    clock.move_to(moment)
    assert tick(asked) == 0
    with school_scope(asked.school):
        assert not Digest.objects.exists()


def test_a_school_that_has_not_said_when_it_goes_live_is_silent(asked: Cast) -> None:
    """Without a go-live date nothing is due of anybody."""
    School.objects.filter(pk=asked.school.pk).update(go_live_on=None)
    asked.school.refresh_from_db()
    assert tick(asked) == 0


def test_whoever_wants_no_message_gets_none_and_can_change_their_mind(asked: Cast) -> None:
    """What they did without is told when they want it again."""
    with school_scope(asked.school, by=asked.senco.user):
        choose_digest(by=asked.senco, hour=7, is_wanted=False)
    assert tick(asked) == 3
    with school_scope(asked.school, by=asked.senco.user):
        choose_digest(by=asked.senco, hour=7, is_wanted=True)
    assert tick(asked) == 1


def test_what_is_put_off_is_not_reminded_of_until_its_day(asked: Cast, clock: Any) -> None:
    """Out of one's own sight, out of one's own messages; it still goes up when overdue for long."""
    with school_scope(asked.school, by=asked.teacher_4b.user):
        standing = Standing.objects.get(pupil=asked.ayla)
        Snooze.objects.create(
            pupil=standing.pupil,
            requirement="review",
            user=asked.teacher_4b.user,
            until=in_days(30),
            reason="The family is away",
        )
    tick(asked)
    assert ("late", "review") not in told(asked, asked.teacher_4b)
    clock.shift(timedelta(days=7))
    tick(asked)
    assert ("senco", "review") in told(asked, asked.senco)


def test_what_is_overdue_for_long_goes_to_senco_then_head(asked: Cast, clock: Any) -> None:
    """After as many school days as the school sets."""
    with school_scope(asked.school, by=asked.senco.user):
        for name, days in (("remind_senco", 1), ("remind_head", 3)):
            DatedSetting.objects.create(name=name, starts_on=in_days(-30), value=days)
    tick(asked)  # Monday: due on Friday, one school day late
    assert told(asked, asked.senco) == [("due", "provision-map")]
    clock.shift(timedelta(days=1))
    tick(asked)
    assert ("senco", "review") in told(asked, asked.senco)
    assert told(asked, asked.head) == []
    clock.shift(timedelta(days=2))
    tick(asked)
    assert told(asked, asked.head) == [("head", "review")]


def test_an_access_block_keeps_a_reminder_away(asked: Cast) -> None:
    """The teacher of 4B is kept from a child of her class: nothing of it reaches her."""
    stand(asked.school, asked.kept, item("Voice of the kept", 2))
    tick(asked)
    assert ("due", "voice-of-the-kept") not in told(asked, asked.teacher_4b)


def test_who_has_left_is_told_nothing(asked: Cast) -> None:
    """An ended membership has no home and no messages."""
    stand(asked.school, asked.ayla, item("Review", -3))
    Membership.objects.filter(pk=asked.teacher_4b.pk).update(ends_on=in_days(0))
    tick(asked)
    assert told(asked, asked.teacher_4b) == []


def test_another_schools_things_stay_there(asked: Cast, other: Cast) -> None:
    """A tick for every school tells each its own."""
    stand(other.school, other.ayla, item("Elsewhere", 2))
    assert send_due(timezone.now()).created == 5
    assert ("due", "elsewhere") not in told(asked, asked.teacher_4b)
    assert told(other, other.teacher_4b) == [("due", "elsewhere")]


def test_clocks_that_go_back_and_forward_tell_nothing_twice(asked: Cast, clock: Any) -> None:
    """An hour back, an hour forward, a day back: a day that was told stays told."""
    tick(asked)
    for shift in (timedelta(hours=-1), timedelta(hours=2), timedelta(hours=-1)):
        clock.shift(shift)
        assert tick(asked) == 0
    clock.shift(timedelta(days=1))
    tick(asked)
    clock.shift(timedelta(days=-1))
    assert tick(asked) == 0


def test_a_tick_sends_and_says_what_became_of_it(
    asked: Cast, mailoutbox: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """`send_due --json`: made, sent, refused, and what nobody knows of (commands.md)."""
    call_command("send_due", "--json", "--now", "2026-11-23T07:10")
    assert capsys.readouterr().out.strip() == (
        '{"created": 4, "sent": 2, "failed": 0, "unknown": 0}'
    )
    assert {mail.to[0] for mail in mailoutbox} == {
        asked.senco.user.email,
        asked.teacher_4b.user.email,
    }
    assert send_due(timezone.now()) == Tick()


def test_queries_grow_with_people_and_not_with_children(asked: Cast) -> None:
    """Thirty more children with three things each cost not one query more."""
    with school_scope(asked.school), CaptureQueriesContext(connection) as few:
        make_digests(school=asked.school, now=timezone.now())
    with school_scope(asked.school):
        Reminder.objects.all()._raw_delete(Reminder.objects.db)
        Digest.objects.all()._raw_delete(Digest.objects.db)
    for _ in range(30):
        child = PupilFactory(school=asked.school)
        stand(asked.school, child, *(item(f"Thing {n}", n, "senco") for n in range(3)))
    with school_scope(asked.school), CaptureQueriesContext(connection) as many:
        assert make_digests(school=asked.school, now=timezone.now()) == 94
    assert len(many) <= len(few)


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_everyone_once(asked: Cast) -> None:
    """Both find the same hour come; one waits, and then finds the day told."""
    made: list[int] = []
    ready = threading.Barrier(2)

    def beat() -> None:
        try:
            ready.wait(5)
            made.append(tick(asked))
        finally:
            connections.close_all()

    both = [threading.Thread(target=beat) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert sorted(made) == [0, 4]
    assert len(mails(asked, asked.teacher_4b)) == 1
