"""Who may ask whom to come, as what; asking again, and taking it back."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from accounts.actions import invite, send_again, withdraw
from accounts.actions.invitations import MOST_A_DAY_TO_ONE
from accounts.invitation_lines import Invitee
from accounts.models import Invitation, Membership, User
from accounts.permissions import MAY_GIVE
from accounts.roles import Role
from common.errors import Refused
from jobs.models import OutboxMessage
from jobs.outbox import email_of
from jobs.secrets import SEED, hash_of, secret_of
from schools.tenancy import school_scope
from tests.accounts_pages.inviting import MONDAY, NEW, TEACHER, ask_one, link, newest_mail, now
from tests.cast import Cast


def test_nothing_begins_before_somebody_accepts(cast: Cast) -> None:
    """No person, no membership, no class: one invitation and one message."""
    before = User.objects.count(), Membership.objects.count()
    ask_one(cast.office)
    assert (User.objects.count(), Membership.objects.count()) == before
    with school_scope(cast.school):
        assert OutboxMessage.objects.filter(to=NEW).count() == 1


def test_message_names_the_school_and_who_invites_and_no_child(cast: Cast) -> None:
    """And until when, with one link; a name with an apostrophe is spelt as it is."""
    cast.school.name = "All Saints' CE Primary"
    cast.school.save()
    ask_one(cast.office)
    mail = email_of(newest_mail(cast))
    assert mail.subject == "All Saints' CE Primary invites you to senregister"
    assert "Office asks you to join All Saints' CE Primary" in str(mail.body)
    assert "7 December 2026" in str(mail.body)
    words = str(mail.body).replace(link(cast), "")  # a token may hold any letters
    assert "zq" not in words.lower()


def test_only_the_hash_of_the_token_is_kept(cast: Cast) -> None:
    """What is in the database leads nowhere: neither the row nor the message holds the token."""
    row = ask_one(cast.office)
    token = link(cast).rstrip("/").split("/")[-1]
    message = newest_mail(cast)
    assert row.token_hash == hash_of(token)
    assert len(token) >= 43  # 256 bits in base64
    assert token not in str(vars(row)) + str(message.context)
    assert token == secret_of(message.context[SEED])


def test_tokens_are_never_alike(cast: Cast) -> None:
    """Each is made of its own 256 random bits."""
    tokens = {ask_one(cast.senco, f"a{n}@n.test").token_hash for n in range(20)}
    assert len(tokens) == 20


@pytest.mark.parametrize("giver", [role for role in Role if role != Role.TRUST])
def test_nobody_invites_to_more_than_they_may_give(cast: Cast, giver: Role) -> None:
    """Over all roles, alone and two at a time: an office cannot ask an address of its own to be
    SENCO (permissions.md, "people and roles").
    """
    by = Membership.objects.filter(school=cast.school, roles__contains=giver.value).earliest("pk")
    allowed = MAY_GIVE.get(giver, frozenset())
    sets = [frozenset(some) for n in (1, 2) for some in combinations(Role, n)]
    for number, roles in enumerate(sets):
        address = f"own-{number}@northfield.test"
        if roles <= allowed:
            assert ask_one(by, address, roles=roles).roles == roles
            continue
        with pytest.raises(Refused, match=r"Ask the SENCO or the head|may not manage people"):
            ask_one(by, address, roles=roles)
    with school_scope(cast.school):
        assert all(row.roles <= allowed for row in Invitation.objects.all())


def test_who_cannot_be_invited(cast: Cast) -> None:
    """Oneself, who is here, who is invited, and who may not sign in; each is told apart."""
    ask_one(cast.office, "asked@n.test")
    cast.gone.user.is_active = False
    cast.gone.user.save()
    cases = [
        ("Office@northfield.test", "Nobody invites themselves"),
        ("Teacher_4B@northfield.test", "works here already"),
        ("ASKED@n.test", "is invited already"),
        ("gone@northfield.test", "Sign-in is closed"),
    ]
    for address, words in cases:
        with pytest.raises(Refused, match=words):
            ask_one(cast.office, address)


def test_somebody_who_left_can_be_asked_back_from_their_end_on(cast: Cast) -> None:
    """Their earlier time here stays as it was."""
    with pytest.raises(Refused, match="31 July 2026"):
        ask_one(cast.senco, "gone@northfield.test", starts_on=date(2026, 7, 1))
    assert ask_one(cast.senco, "gone@northfield.test").email == "gone@northfield.test"


def test_one_bad_one_stops_the_whole_list(cast: Cast) -> None:
    """All or none."""
    people = [
        Invitee("a@n.test", "A", TEACHER),
        Invitee("head@northfield.test", "Head", TEACHER),
    ]
    with school_scope(cast.school, by=cast.office.user):
        with pytest.raises(Refused, match="works here already"):
            invite(by=cast.office, invitees=people, starts_on=MONDAY, days=14)
        assert not Invitation.objects.exists()
        assert not OutboxMessage.objects.exists()


def test_sending_again_kills_the_earlier_link(cast: Cast) -> None:
    """A new token, as many days again, under the name of who sends it now."""
    row = ask_one(cast.office, days=7)
    first = link(cast)
    with school_scope(cast.school, by=cast.senco.user):
        again = send_again(by=cast.senco, invitation=row)
    assert link(cast) != first
    assert again.token_hash != row.token_hash
    assert (again.invited_by, again.times_sent) == (cast.senco, 2)
    assert again.expires_at - row.expires_at < timedelta(minutes=1)


def test_office_neither_sends_nor_withdraws_what_it_could_not_give(cast: Cast) -> None:
    """An invitation to be DSL is the SENCO's or the head's."""
    row = ask_one(cast.senco, roles=frozenset({Role.DSL}))
    with school_scope(cast.school, by=cast.office.user):
        for change in (send_again, withdraw):
            with pytest.raises(Refused, match="Ask the SENCO or the head"):
                change(by=cast.office, invitation=row)


def test_withdrawn_is_over_and_can_be_asked_anew(cast: Cast) -> None:
    """Who withdrew it is kept; sending it again is refused; a new one is not."""
    row = ask_one(cast.office)
    with school_scope(cast.school, by=cast.head.user):
        withdraw(by=cast.head, invitation=row)
        for change in (send_again, withdraw):
            with pytest.raises(Refused, match="was withdrawn"):
                change(by=cast.head, invitation=row)
    assert now(cast, row).withdrawn_by == cast.head
    assert ask_one(cast.office).pk != row.pk


def test_one_that_lapsed_gives_way(cast: Cast) -> None:
    """Inviting somebody whose invitation expired replaces it."""
    row = ask_one(cast.office)
    with school_scope(cast.school):
        Invitation.objects.update(
            invited_at=row.invited_at - timedelta(days=40),
            expires_at=row.expires_at - timedelta(days=40),
        )
    assert ask_one(cast.senco).pk != row.pk
    assert now(cast, row).withdrawn_by == cast.senco


def test_nobody_is_buried_in_mail(cast: Cast) -> None:
    """Five messages a day to one address, whatever way they are asked for."""
    row = ask_one(cast.office)
    with school_scope(cast.school, by=cast.office.user):
        for _ in range(MOST_A_DAY_TO_ONE - 1):
            send_again(by=cast.office, invitation=row)
        with pytest.raises(Refused, match="5 invitations in a day already"):
            send_again(by=cast.office, invitation=row)
        withdraw(by=cast.office, invitation=row)
    with pytest.raises(Refused, match="5 invitations in a day already"):
        ask_one(cast.office)


def test_another_schools_invitation_is_out_of_reach(cast: Cast, other: Cast) -> None:
    """One address may be asked by two schools; neither sees the other's."""
    ask_one(cast.office)
    ask_one(other.office)
    for school in (cast.school, other.school):
        with school_scope(school):
            assert Invitation.objects.get().school == school
