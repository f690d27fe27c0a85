"""A member of staff leaves, and others go on with what was theirs: all in one transaction.

Dated throughout: a last day ahead leaves everything as it is until that day is over, since access
follows the days. What a change of plan undoes is given back as it was.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions import assign, end_person
from accounts.actions.guards import changeable, hold_school, refuse_roles
from accounts.models import ClassAssignment, Membership
from accounts.permissions import Permission
from accounts.staff import may_give, memberships
from common.dates import long_date, today
from common.errors import Refused
from pupils.actions.staff import link_staff
from pupils.handover import INVITATIONS, classes_held, invitations_of, links_held, takers
from pupils.models import Handover, StaffLink

ONE_DAY = timedelta(days=1)
PLAN_CHANGED = "The last day of the person before was changed"
Takers = Mapping[str, Membership]


@transaction.atomic
def hand_over(*, by: Membership, membership: Membership, last_day: date, to: Takers) -> Membership:
    """Somebody's last day here, and who goes on with what they hold, by `class-1`, `link-2`.

    What is given to nobody only ends; links to children are given by those who may manage them.
    `to["invitations"]` answers for the invitations they sent; without it those are withdrawn.
    Raises `Refused` as `end_person` does, and for a taker who is not here or may not have it.
    """
    hold_school(by)
    current = changeable(by, membership)
    _undo_plan(current)
    from_day = last_day + ONE_DAY
    held = classes_held(current, from_day), links_held(current, from_day)
    ended = end_person(by=by, membership=current, last_day=last_day)
    _refuse_takers(ended, from_day, to)
    for row in held[0]:
        _pass_class(row, by, to.get(f"class-{row.pk}"), from_day)
    for link in held[1]:
        _pass_link(link, by, to.get(f"link-{link.pk}"), from_day)
    _pass_invitations(by, ended, to.get(INVITATIONS))
    return ended


@transaction.atomic
def stay(*, by: Membership, membership: Membership) -> None:
    """Somebody who was about to leave does not: they keep what they held, as it was.

    Raises `Refused` once their last day is over, or when they were asked back from then on.
    """
    hold_school(by)
    current = changeable(by, membership)
    refuse_roles(by, current.roles)
    if current.ends_on is None:
        raise Refused(f"{current.user.name} has no last day here.")
    if current.ends_on <= today():
        raise Refused(f"{current.user.name}'s time here is over. Invite them to come back.")
    if memberships().filter(user_id=current.user_id, starts_on__gte=current.ends_on).exists():
        raise Refused(f"{current.user.name} begins here anew on {long_date(current.ends_on)}.")
    _undo_plan(current)
    current.ends_on = None
    current.save()


def _refuse_takers(leaver: Membership, from_day: date, to: Takers) -> None:
    able = {row.pk for row in takers(leaver, max(from_day, today()))}
    for taker in to.values():
        if taker.pk not in able:
            raise Refused(f"{taker.user.name} is not here from that day on: choose somebody else.")


def _pass_class(
    row: ClassAssignment, by: Membership, taker: Membership | None, from_day: date
) -> None:
    """Write down that a class was theirs, as `row` was before; it begins for its taker."""
    starts_on = max(from_day, row.starts_on)
    new = None
    if taker and not _has_class(taker, row, starts_on):
        ahead = row.may_see_from and row.may_see_from <= starts_on
        new = assign(
            membership=taker,
            kind=row.kind,
            class_group=row.class_group,
            year_group=row.year_group,
            starts_on=starts_on,
            ends_on=row.ends_on,
            may_see_from=row.may_see_from if ahead else None,
        )
    Handover.objects.create(
        leaver_id=row.membership_id,
        taker=taker,
        starts_on=starts_on,
        assignment=row,
        new_assignment=new,
        held_until=row.ends_on,
        preview_from=row.may_see_from,
        tail_until=row.may_see_until,
        recorded_by=by,
    )


def _has_class(taker: Membership, row: ClassAssignment, day: date) -> bool:
    same = classes_held(taker, day)
    wanted = (row.class_group_id, row.year_group, row.kind)
    return any((one.class_group_id, one.year_group, one.kind) == wanted for one in same)


def _pass_link(link: StaffLink, by: Membership, taker: Membership | None, from_day: date) -> None:
    """End a link to a child, and begin it for its taker."""
    held_until, starts_on = link.ends_on, max(from_day, link.starts_on)
    link.ends_on = starts_on
    link.save()
    new = None
    if taker:
        if not by.can(Permission.MANAGE_ACCESS):
            raise Refused("Only the SENCO or the head links staff to children.")
        mine = StaffLink.objects.filter(pupil=link.pupil, membership=taker, kind=link.kind)
        if not mine.still_open().exists():
            new = _begin_link(link, taker, starts_on)
    Handover.objects.create(
        leaver_id=link.membership_id,
        taker=taker,
        starts_on=starts_on,
        link=link,
        new_link=new,
        held_until=held_until,
        recorded_by=by,
    )


def _begin_link(link: StaffLink, taker: Membership, starts_on: date) -> StaffLink:
    try:
        return link_staff(pupil=link.pupil, membership=taker, kind=link.kind, on=starts_on)
    except Refused as fault:
        raise Refused(f"{link.pupil.name}: {fault}") from fault


def _pass_invitations(by: Membership, leaver: Membership, taker: Membership | None) -> None:
    """Somebody else answers for the invitations they sent, or those are withdrawn."""
    for row in invitations_of(leaver):
        if taker is None:
            row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        elif row.roles <= may_give(taker):
            row.invited_by = taker
        else:
            raise Refused(f"{taker.user.name} may not invite {row.name} to these roles.")
        row.save()


def _undo_plan(current: Membership) -> None:
    """Take back what was planned for a last day that is still ahead."""
    if current.ends_on is None or current.ends_on <= today():
        return
    rows = Handover.objects.filter(leaver=current, undone_at__isnull=True)
    for row in rows.select_related("assignment", "new_assignment", "link", "new_link"):
        if row.new_assignment:
            _set_days(row.new_assignment, row.new_assignment.starts_on)
        if row.assignment:
            _set_days(row.assignment, row.held_until, row.preview_from, row.tail_until)
        if row.new_link:
            _set_days(row.new_link, row.new_link.starts_on)
        if row.link:
            _set_days(row.link, row.held_until)
        row.undone_at = timezone.now()
        row.save()


def _set_days(
    row: Any, ends_on: date | None, preview: date | None = None, tail: date | None = None
) -> None:
    row.ends_on = ends_on
    if isinstance(row, ClassAssignment):
        row.may_see_from, row.may_see_until = preview, tail
    row._change_reason = PLAN_CHANGED
    row.save()
