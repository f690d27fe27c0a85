"""Somebody leaves: what was theirs goes on with others, from the day after, all at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.actions import edit_person
from accounts.models import ClassAssignment, Invitation, Membership
from accounts.roles import Role
from accounts.staff import version_of
from common.errors import Refused
from pupils.actions import hand_over, stay
from pupils.handover import held_by, passed_on
from pupils.models import AccessBlock, Handover, Pupil, StaffLink
from schools.tenancy import school_scope
from tests.accounts_pages.inviting import ask_one, now
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.usefixtures("monday")

SUNDAY, MONDAY, FRIDAY = date(2026, 11, 22), date(2026, 11, 23), date(2026, 12, 18)
AFTER = date(2026, 12, 19)


def leave(by: Membership, person: Membership, last_day: date = SUNDAY, **to: Membership) -> None:
    """Somebody's last day; takers by `a_class`, `link` (their only one) or `invitations`."""
    assert by.school is not None
    with school_scope(by.school, by=by.user):
        held = held_by(person, MONDAY, by)
        keys = {"invitations": "invitations"}
        for row in held.classes:
            keys["a_class"] = f"class-{row.pk}"
        for link in held.links:
            keys["link"] = f"link-{link.pk}"
        takers = {keys[name]: taker for name, taker in to.items()}
        hand_over(by=by, membership=person, last_day=last_day, to=takers)


def sees(cast: Cast, person: Membership, child: Pupil, day: date) -> bool:
    """Whether somebody sees a child on a day."""
    with school_scope(cast.school):
        fresh = Membership.objects.get(pk=person.pk)
        held = fresh.holds_on(day)
        return held and Pupil.objects.visible_to(fresh, day=day).filter(pk=child.pk).exists()


def test_class_and_child_go_to_others_at_once(cast: Cast) -> None:
    """Ended yesterday: the new teacher has the class today, the new TA the child."""
    leave(cast.senco, cast.teacher_4b, a_class=cast.teacher_5a)
    leave(cast.head, cast.ta, link=cast.teacher_5a)
    assert not sees(cast, cast.teacher_4b, cast.ayla, MONDAY)
    assert sees(cast, cast.teacher_5a, cast.ayla, MONDAY)
    with school_scope(cast.school):
        new = ClassAssignment.objects.get(membership=cast.teacher_5a, class_group=cast.class_4b)
        assert (new.starts_on, new.ends_on) == (MONDAY, date(2027, 9, 1))
        link = StaffLink.objects.get(membership=cast.teacher_5a)
        assert (link.kind, link.pupil, link.ends_on) == ("allocated_ta", cast.ayla, None)


def test_last_day_ahead_changes_nothing_before_it(cast: Cast) -> None:
    """Access follows the days: on the last day still theirs, on the next the taker's."""
    leave(cast.senco, cast.teacher_4b, FRIDAY, a_class=cast.ta)
    with school_scope(cast.school):  # so that only the class opens the child to the TA
        link = StaffLink.objects.get(membership=cast.ta)
        link.ends_on = MONDAY
        link.save()
    for day, old, new in ((MONDAY, True, False), (FRIDAY, True, False), (AFTER, False, True)):
        assert sees(cast, cast.teacher_4b, cast.ayla, day) is old, day
        assert sees(cast, cast.ta, cast.ayla, day) is new, day


def test_nobody_is_a_choice_and_is_kept_as_such(cast: Cast) -> None:
    """The class is without a teacher, and the record says that nobody took it."""
    leave(cast.senco, cast.teacher_4b)
    with school_scope(cast.school):
        (row,) = passed_on(cast.teacher_4b, cast.senco)
        assert (row.what, row.to, row.starts_on) == ("4B, 2026/27", "", MONDAY)
        assert not ClassAssignment.objects.on(MONDAY).filter(class_group=cast.class_4b).exists()


def test_record_says_what_went_to_whom_and_history_who_did_it(cast: Cast) -> None:
    """Shown to those who manage people; each row that changed has its version in history."""
    leave(cast.head, cast.ta, link=cast.teacher_4b)
    with school_scope(cast.school):
        (row,) = passed_on(cast.ta, cast.head)
        assert (row.kind, row.to, row.pupil_id) == ("Allocated TA", "Teacher 4B", cast.ayla.pk)
        for link in StaffLink.objects.filter(kind="allocated_ta"):
            newest = link.history.order_by("-history_id").first()
            assert newest.history_user == cast.head.user


def test_a_taker_kept_from_the_child_stops_all_of_it(cast: Cast) -> None:
    """All or nothing, with the child and the person in the sentence."""
    with school_scope(cast.school):
        AccessBlock.objects.create(
            user=cast.teacher_5a.user, pupil=cast.ayla, why="Aunt", starts_on=SUNDAY
        )
    with pytest.raises(Refused, match="Teacher 5A is kept from this child"):
        leave(cast.senco, cast.ta, link=cast.teacher_5a)
    assert Membership.objects.get(pk=cast.ta.pk).ends_on is None
    with school_scope(cast.school):
        assert not Handover.objects.exists()
        assert StaffLink.objects.get(membership=cast.ta).ends_on is None


def test_a_taker_who_has_it_already_gets_it_once(cast: Cast) -> None:
    """A second teacher of the class: nothing doubled, and still the one named."""
    with school_scope(cast.school):
        ClassAssignment.objects.create(
            membership=cast.teacher_5a, class_group=cast.class_4b, starts_on=date(2026, 9, 1)
        )
    leave(cast.senco, cast.teacher_4b, a_class=cast.teacher_5a)
    with school_scope(cast.school):
        assert ClassAssignment.objects.filter(membership=cast.teacher_5a).count() == 2
        assert passed_on(cast.teacher_4b, cast.senco)[0].to == "Teacher 5A"


def test_who_is_not_here_takes_nothing(cast: Cast, other: Cast) -> None:
    """Somebody who left, who is about to, of another school, or the leaver."""
    going = MembershipFactory(
        school=cast.school, roles=frozenset({Role.TEACHER}), ends_on=date(2027, 1, 1)
    )
    for taker in (cast.gone, going, other.teacher_4b, cast.teacher_4b):
        with pytest.raises(Refused, match="is not here from that day on"):
            leave(cast.senco, cast.teacher_4b, a_class=taker)


def test_office_hands_no_child_over(cast: Cast) -> None:
    """It may not link staff to children: it is shown none, and a forged choice is refused."""
    with school_scope(cast.school, by=cast.office.user):
        assert held_by(cast.ta, MONDAY, cast.office).links == []
        key = f"link-{StaffLink.objects.get(membership=cast.ta).pk}"
        with pytest.raises(Refused, match="Only the SENCO or the head"):
            hand_over(
                by=cast.office, membership=cast.ta, last_day=SUNDAY, to={key: cast.teacher_5a}
            )
    leave(cast.office, cast.ta)
    assert not sees(cast, cast.ta, cast.ayla, MONDAY)


def test_invitations_stand_in_another_name_or_are_withdrawn(cast: Cast) -> None:
    """Nothing is left that the leaver answers for."""
    kept = ask_one(cast.office, "kept@n.test")
    leave(cast.senco, cast.office, invitations=cast.senco)
    assert now(cast, kept).invited_by == cast.senco
    dropped = ask_one(cast.head, "dropped@n.test")
    leave(cast.senco, cast.head)
    assert now(cast, dropped).withdrawn_by == cast.senco


def test_nobody_stands_for_roles_they_may_not_give(cast: Cast) -> None:
    """An invitation to be DSL does not become the office's by a handover."""
    row = ask_one(cast.head, roles=frozenset({Role.DSL}))
    with pytest.raises(Refused, match="may not invite Nell Ash"):
        leave(cast.senco, cast.head, invitations=cast.office)
    assert now(cast, row).invited_by == cast.head


def days_of(cast: Cast, person: Membership) -> list[Any]:
    """Every day of what a person holds."""
    with school_scope(cast.school):
        classes = ClassAssignment.objects.filter(membership=person).order_by("pk")
        links = StaffLink.objects.filter(membership=person).order_by("pk")
        return [
            *classes.values_list("starts_on", "ends_on", "may_see_from", "may_see_until"),
            *links.values_list("starts_on", "ends_on"),
        ]


@pytest.mark.parametrize("person", ["teacher_4b", "ta", "year_leader"])
def test_who_stays_gets_everything_back(cast: Cast, person: str) -> None:
    """Classes, years and children, to the day; who was to take over has nothing."""
    leaver = cast.staff[person]
    before = days_of(cast, leaver)
    taker: Any = {"link" if person == "ta" else "a_class": cast.teacher_5a}
    leave(cast.head, leaver, FRIDAY, **taker)
    assert days_of(cast, leaver) != before
    with school_scope(cast.school, by=cast.head.user):
        stay(by=cast.head, membership=leaver)
        assert passed_on(leaver, cast.head) == []
    assert days_of(cast, leaver) == before
    assert Membership.objects.get(pk=leaver.pk).ends_on is None
    assert not sees(cast, cast.teacher_5a, cast.ayla, AFTER)


def test_a_changed_plan_replaces_the_first(cast: Cast) -> None:
    """Another last day, another taker: only the second plan holds."""
    leave(cast.senco, cast.teacher_4b, FRIDAY, a_class=cast.teacher_5a)
    cast.teacher_4b.refresh_from_db()
    leave(cast.senco, cast.teacher_4b, FRIDAY + timedelta(days=30), a_class=cast.ta)
    day = FRIDAY + timedelta(days=31)
    assert sees(cast, cast.teacher_4b, cast.ayla, day - timedelta(days=1))
    assert not sees(cast, cast.teacher_5a, cast.ayla, day)
    with school_scope(cast.school):
        (row,) = passed_on(cast.teacher_4b, cast.senco)
        assert (row.to, row.starts_on) == ("Ta", day)


def test_who_is_gone_cannot_stay(cast: Cast) -> None:
    """Nor who has no last day."""
    leave(cast.senco, cast.ta)
    with school_scope(cast.school, by=cast.senco.user):
        with pytest.raises(Refused, match="is over"):
            stay(by=cast.senco, membership=cast.ta)
        with pytest.raises(Refused, match="has no last day"):
            stay(by=cast.senco, membership=cast.teacher_4b)


def test_one_who_comes_later_is_no_senco_yet(cast: Cast) -> None:
    """A new SENCO from January does not let the old one go in November; from January, yes."""
    new = MembershipFactory(
        school=cast.school, roles=frozenset({Role.SENCO}), starts_on=date(2027, 1, 4)
    )
    for last_day in (SUNDAY, FRIDAY):
        with pytest.raises(Refused, match="Senco is the only SENCO"):
            leave(cast.head, cast.senco, last_day)
    leave(cast.head, cast.senco, date(2027, 1, 3))
    assert Membership.objects.get(pk=new.pk).ends_on is None


def test_somebody_stays_who_can_give_every_role(cast: Cast) -> None:
    """A school with a head and no SENCO: the head cannot go, nor become a teacher."""
    Membership.objects.filter(pk=cast.senco.pk).update(roles=frozenset({Role.TEACHER}))
    new = MembershipFactory(
        school=cast.school, roles=frozenset({Role.HEAD}), ends_on=date(2027, 1, 1)
    )
    assert new.ends_on  # about to go: nobody to count on
    with pytest.raises(Refused, match="Head is the only one who can give every role"):
        leave(new, cast.head)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["ends", "roles"])
def test_two_who_remove_each_other_at_once(cast: Cast, how: str) -> None:
    """One is first; the other finds that they may not any more. A SENCO is left."""
    second = MembershipFactory(school=cast.school, roles=frozenset({Role.SENCO}))
    barrier = Barrier(2)

    def remove(by: Membership, person: Membership) -> str:
        try:
            barrier.wait(timeout=10)
            with school_scope(cast.school, by=by.user):
                if how == "ends":
                    hand_over(by=by, membership=person, last_day=SUNDAY, to={})
                else:
                    edit_person(
                        by=by,
                        membership=person,
                        expected=version_of(person),
                        roles=frozenset({Role.TEACHER}),
                        job_title="",
                    )
        except Refused as refusal:
            return str(refusal)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        tries = [
            pool.submit(remove, cast.senco, second),
            pool.submit(remove, second, cast.senco),
        ]
        met = sorted(each.result(timeout=60) for each in tries)
    assert met == ["You may not manage people here, or not any more. Nothing was changed.", "done"]
    left = Membership.objects.on(MONDAY).holding(Role.SENCO).filter(school=cast.school)
    assert left.count() == 1


def test_invitations_of_a_leaver_are_counted_by_person(cast: Cast) -> None:
    """Those somebody else sent stay as they are."""
    row = ask_one(cast.head)
    leave(cast.senco, cast.office)
    with school_scope(cast.school):
        assert Invitation.objects.get(pk=row.pk).withdrawn_at is None
