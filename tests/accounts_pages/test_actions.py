"""Who may give whom which role, who may end whose time, and whose class is whose."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.actions import (
    assign,
    change_assignment,
    edit_person,
    end_person,
    take_back_assignment,
)
from accounts.models import ClassAssignment, Membership
from accounts.roles import Role
from accounts.staff import version_of
from common.errors import Refused
from pupils.models import Pupil
from schools.actions import set_setting
from schools.records import EditClash
from schools.settings import Name
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory

MONDAY = date(2026, 11, 23)
TEACHER, SENCO = frozenset({Role.TEACHER}), frozenset({Role.SENCO})


def edit(by: Membership, person: Membership, roles: frozenset[Role], title: str = "") -> None:
    """Other roles for a colleague."""
    with school_scope(by.school, by=by.user):  # type: ignore[arg-type]
        version = version_of(person)
        edit_person(by=by, membership=person, expected=version, roles=roles, job_title=title)


def end(by: Membership, person: Membership, last_day: date = MONDAY) -> None:
    """A colleague's last day."""
    with school_scope(by.school, by=by.user):  # type: ignore[arg-type]
        end_person(by=by, membership=person, last_day=last_day)


@pytest.mark.parametrize("role", [Role.SENCO, Role.HEAD, Role.DSL, Role.TRUST])
def test_office_makes_nobody_more_than_it_should(cast: Cast, role: Role) -> None:
    """Else it could make a SENCO under an address of its own (permissions.md)."""
    with pytest.raises(Refused, match="Ask the SENCO or the head"):
        edit(cast.office, cast.ta, frozenset({Role.TA, role}))


@pytest.mark.parametrize("person", ["senco", "head", "dsl"])
def test_office_takes_no_role_it_could_not_give(cast: Cast, person: str) -> None:
    """Nor ends the time of those who hold one."""
    with pytest.raises(Refused, match="Ask the SENCO or the head"):
        edit(cast.office, cast.staff[person], TEACHER)
    with pytest.raises(Refused, match="Ask the SENCO or the head"):
        end(cast.office, cast.staff[person])


def test_office_may_change_the_title_of_anyone(cast: Cast) -> None:
    """A title gives nobody anything."""
    edit(cast.office, cast.head, frozenset({Role.HEAD}), title="Executive head")
    assert Membership.objects.get(pk=cast.head.pk).job_title == "Executive head"


@pytest.mark.parametrize("person", ["senco", "head", "office"])
def test_nobody_changes_what_they_may_do_themselves(cast: Cast, person: str) -> None:
    """Neither more nor less, nor their own end."""
    own = cast.staff[person]
    with pytest.raises(Refused, match="Nobody changes what they may do themselves"):
        edit(own, own, own.roles | {Role.DSL})
    with pytest.raises(Refused, match="Nobody changes what they may do themselves"):
        end(own, own)


def test_teacher_gives_nobody_anything(cast: Cast) -> None:
    """The action refuses too, whatever door is used."""
    with pytest.raises(Refused, match="You may not manage people here"):
        edit(cast.teacher_4b, cast.teacher_5a, TEACHER | {Role.TA})


def test_last_senco_stays(cast: Cast) -> None:
    """A school without a SENCO could not make a new one: refused with who it is about."""
    with pytest.raises(Refused, match="Senco is the only SENCO"):
        edit(cast.head, cast.senco, TEACHER)
    with pytest.raises(Refused, match="Senco is the only SENCO"):
        end(cast.head, cast.senco, date(2027, 7, 21))
    edit(cast.head, cast.teacher_4b, TEACHER | SENCO)
    end(cast.head, cast.senco)


def test_senco_about_to_leave_is_no_second_senco(cast: Cast) -> None:
    """Two SENCOs, of whom one leaves in July: the other is the last."""
    edit(cast.head, cast.teacher_4b, TEACHER | SENCO)
    end(cast.head, cast.teacher_4b, date(2027, 7, 21))
    with pytest.raises(Refused, match="only SENCO"):
        end(cast.head, cast.senco, date(2027, 7, 21))


def test_other_schools_senco_is_no_senco_of_this_one(cast: Cast, other: Cast) -> None:
    """Each school has its own."""
    with pytest.raises(Refused, match="only SENCO"):
        end(cast.head, cast.senco)


def test_roles_cannot_be_emptied(cast: Cast) -> None:
    """Ending somebody's time is a page of its own, with its date."""
    with pytest.raises(Refused, match="at least one role"):
        edit(cast.senco, cast.ta, frozenset())


def test_change_is_kept_with_who_made_it(cast: Cast) -> None:
    """History says what somebody could do when, and who gave it them."""
    edit(cast.head, cast.ta, frozenset({Role.TA, Role.TEACHER}))
    newest = cast.ta.history.order_by("-history_id").first()
    assert newest is not None
    assert newest.history_user == cast.head.user
    assert newest.roles == {Role.TA, Role.TEACHER}


def test_two_people_editing_one_person_clash(cast: Cast) -> None:
    """Nobody's work is overwritten."""
    with school_scope(cast.school, by=cast.head.user):
        version = version_of(cast.ta)
        given: dict = {"by": cast.head, "membership": cast.ta, "expected": version}
        edit_person(**given, roles=TEACHER, job_title="")
        with pytest.raises(EditClash):
            edit_person(**given, roles=TEACHER, job_title="HLTA")


def test_end_takes_classes_with_it(cast: Cast) -> None:
    """From the day after, nothing of theirs gives sight: no class, no preview, no tail."""
    end(cast.senco, cast.teacher_4b, date(2026, 11, 20))
    with school_scope(cast.school):
        row = ClassAssignment.objects.get(membership=cast.teacher_4b)
        assert (row.ends_on, row.may_see_until) == (date(2026, 11, 21), None)
        gone = Membership.objects.get(pk=cast.teacher_4b.pk)
        assert not Pupil.objects.visible_to(gone, day=MONDAY).exists()


def test_end_before_the_beginning_is_refused(cast: Cast) -> None:
    """The sentence says when they began."""
    with pytest.raises(Refused, match="1 September 2024"):
        end(cast.senco, cast.ta, date(2020, 1, 1))


def test_class_is_theirs_until_the_year_is_over_then_a_tail(cast: Cast) -> None:
    """Without a last day: to 31 August, and the school's 14 days to read after that."""
    with school_scope(cast.school):
        row = assign(
            membership=cast.teacher_5a, kind="teacher", class_group=cast.class_4b, starts_on=MONDAY
        )
        assert (row.ends_on, row.may_see_until) == (date(2027, 9, 1), date(2027, 9, 15))
        set_setting(name=Name.TAIL_DAYS, value=Decimal(0), starts_on=date(2026, 9, 1))
        changed = change_assignment(
            assignment=row, expected=1, starts_on=MONDAY, ends_on=None, may_see_from=None
        )
        assert changed.may_see_until == date(2027, 9, 1)


def test_cover_leaves_no_tail(cast: Cast) -> None:
    """Cover ends on a day, and sight ends with it (permissions.md)."""
    with school_scope(cast.school):
        row = assign(
            membership=cast.teacher_5a,
            kind="cover",
            class_group=cast.class_4b,
            starts_on=MONDAY,
            ends_on=date(2026, 11, 28),
        )
        assert row.may_see_until is None


def test_assignments_that_make_no_sense_are_refused(cast: Cast) -> None:
    """Each with one sentence that names who or which day."""
    here: dict = {"kind": "teacher", "class_group": cast.class_5a, "starts_on": MONDAY}
    late = MembershipFactory(school=cast.school, roles=TEACHER, starts_on=date(2027, 1, 4))
    before = {"starts_on": MONDAY, "ends_on": date(2026, 11, 1)}
    cases: list[tuple[dict, str]] = [
        ({"membership": cast.office}, "no role here that works with pupils"),
        ({"membership": cast.teacher_4b, **before}, "comes before the first"),
        ({"membership": late}, "does not work here on 23 November 2026"),
        ({"membership": cast.teacher_5a}, "in that time already"),
        ({"membership": cast.teacher_4b, "may_see_from": date(2026, 12, 1)}, "preview opens"),
    ]
    for case, words in cases:
        with school_scope(cast.school), pytest.raises(Refused, match=words):
            assign(**(here | case))


def test_assignment_taken_back_never_held(cast: Cast) -> None:
    """It ends on the day it began; history keeps that it was entered, and the reason."""
    with school_scope(cast.school, by=cast.senco.user):
        row = ClassAssignment.objects.get(membership=cast.teacher_4b)
        take_back_assignment(assignment=row)
        row.refresh_from_db()
        assert row.starts_on == row.ends_on
        newest = row.history.order_by("-history_id").first()
        assert newest.history_user == cast.senco.user
        assert newest.history_change_reason == "Entered by mistake"
        assert not Pupil.objects.visible_to(cast.teacher_4b, day=MONDAY).exists()


def test_two_people_changing_one_assignment_clash(cast: Cast) -> None:
    """The second is told what the first saved."""
    with school_scope(cast.school):
        row = ClassAssignment.objects.get(membership=cast.teacher_4b)
        given: dict = {"assignment": row, "expected": 1, "may_see_from": None}
        change_assignment(**given, starts_on=MONDAY, ends_on=None)
        with pytest.raises(EditClash):
            change_assignment(**given, starts_on=MONDAY, ends_on=None)
