"""Following an invitation's link: what begins, for whom, and what is refused to whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import end_person, send_again, withdraw
from accounts.invitation_lines import Place
from accounts.models import ClassAssignment, Invitation, Membership, User
from accounts.roles import Role
from jobs.models import OutboxMessage
from pupils.models import Pupil
from schools.tenancy import school_scope
from tests.accounts.signing_in import where
from tests.accounts_pages.inviting import MONDAY, NEW, PASSWORD, TEACHER, ask_one, link, now, yes
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.people import SignIn

SENCO = frozenset({Role.SENCO})


def text_of(response: Any) -> str:
    """What a page says, without the token of its form."""
    lines = response.content.decode().split("<main")[-1].splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def memberships_of(email: str) -> list[Membership]:
    """Every membership of an address, oldest first."""
    return list(Membership.objects.filter(user__email=email).order_by("pk"))


def test_newcomer_sets_name_and_password_and_is_in(cast: Cast) -> None:
    """Signed in at once; the next page is the second factor, as for everyone."""
    ask_one(cast.office, places=(Place("teacher", "4B", class_id=cast.class_4b.pk),))
    client = Client()
    page = client.get(link(cast))
    assert page.status_code == 200
    assert "Office invites Nell Ash as Class teacher, with 4B, 2026/27" in page.content.decode()
    response = client.post(link(cast), yes(name="Nell Ashe"))
    assert where(response) == reverse("home_redirect")
    assert where(client.get("/")) == reverse("mfa_activate_totp")
    (made,) = memberships_of(NEW)
    assert made.user.name == "Nell Ashe"
    assert made.user.check_password(PASSWORD)
    assert (made.roles, made.starts_on) == (TEACHER, MONDAY)
    with school_scope(cast.school):
        row = ClassAssignment.objects.get(membership=made)
        assert (row.class_group, row.starts_on) == (cast.class_4b, MONDAY)
        assert cast.ayla in Pupil.objects.visible_to(made, day=MONDAY)


def test_history_names_the_person_and_the_inviter(cast: Cast) -> None:
    """Who began to work here through whom."""
    ask_one(cast.office)
    Client().post(link(cast), yes())
    newest = memberships_of(NEW)[0].history.get()
    assert newest.history_user.email == NEW
    assert newest.history_change_reason == "Invited by Office"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "qwerty123456", "password2": "qwerty123456"}, "too common"),
        ({"password1": "nell@northfield.test", "password2": "nell@northfield.test"}, "similar"),
        ({"password2": "another"}, "same password"),
    ],
)
def test_mistakes_use_nothing_up(cast: Cast, changed: dict[str, str], words: str) -> None:
    """The page says what is wrong, keeps the name, and the link works still."""
    ask_one(cast.office)
    client = Client()
    page = client.post(link(cast), yes(name="Nell Ashe") | changed)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not User.objects.filter(email=NEW).exists()
    assert where(client.post(link(cast), yes())) == reverse("home_redirect")


def test_reading_uses_nothing_up(cast: Cast) -> None:
    """Mail scanners open links first: nothing is written, and the link works after."""
    ask_one(cast.office)
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            assert client.get(link(cast)).status_code == 200
            assert client.head(link(cast)).status_code == 200
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert where(client.post(link(cast), yes())) == reverse("home_redirect")


def test_a_dead_link_looks_as_an_unknown_one(cast: Cast, other: Cast) -> None:
    """Unknown, of another school, used, withdrawn, expired, sent again: one page, and 404."""
    dead = []
    for number, kill in enumerate(("use", "withdraw", "expire", "again")):
        row = ask_one(cast.senco, f"new-{number}@northfield.test")
        path = link(cast)
        dead += [path, path.replace("northfield", "southmere")]
        if kill == "use":
            Client().post(path, yes())
        with school_scope(cast.school, by=cast.senco.user):
            if kill == "withdraw":
                withdraw(by=cast.senco, invitation=row)
            if kill == "again":
                send_again(by=cast.senco, invitation=row)
            if kill == "expire":
                past = timezone.now() - timedelta(days=15)
                values = {"invited_at": past, "expires_at": past + timedelta(days=14)}
                Invitation.objects.filter(pk=row.pk).update(**values)
    unknown = [f"/s/{slug}/join/{'x' * 43}/" for slug in ("northfield", "no-such-school")]
    before = User.objects.count()
    answers = [getattr(Client(), how)(path) for path in dead + unknown for how in ("get", "post")]
    assert {response.status_code for response in answers} == {404}
    assert len({text_of(response) for response in answers}) == 1
    assert "to send it again" in text_of(answers[0])
    assert User.objects.count() == before


def test_address_with_a_sign_in_must_sign_in_first(cast: Cast, other: Cast) -> None:
    """Whoever reads somebody's mail does not become them: the link alone gives nothing."""
    email = other.teacher_4b.user.email
    ask_one(cast.office, email)
    client = Client()
    page = client.get(link(cast))
    assert f"{reverse('account_login')}?next=" in page.content.decode()
    assert "password1" not in page.content.decode()
    client.post(link(cast), yes())
    assert len(memberships_of(email)) == 1
    other.teacher_4b.user.refresh_from_db()
    assert not other.teacher_4b.user.check_password(PASSWORD)


def test_person_of_another_school_accepts_when_signed_in(
    cast: Cast, other: Cast, sign_in: SignIn
) -> None:
    """Their name, password and other membership stay as they are."""
    ask_one(cast.office, other.ta.user.email, name="Somebody Else", roles=frozenset({Role.TA}))
    client = sign_in(other.ta)
    assert "Join Northfield Primary" in client.get(link(cast)).content.decode()
    assert where(client.post(link(cast))) == reverse("home_redirect")
    assert [row.school.slug for row in memberships_of(other.ta.user.email)] == [  # type: ignore[union-attr]
        "southmere",
        "northfield",
    ]
    assert User.objects.get(pk=other.ta.user_id).name == other.ta.user.name
    assert client.get("/s/northfield/").status_code == 200


def test_signed_in_as_somebody_else_is_said(cast: Cast, other: Cast, sign_in: SignIn) -> None:
    """Both addresses are named, nothing is accepted, and the link works still."""
    ask_one(cast.office)
    client = sign_in(other.ta)
    for page in (client.get(link(cast)), client.post(link(cast), yes())):
        assert f"You are signed in as <strong>{other.ta.user.email}" in page.content.decode()
        assert NEW in page.content.decode()
    assert not memberships_of(NEW)
    assert len(memberships_of(other.ta.user.email)) == 1
    assert Client().get(link(cast)).status_code == 200


def test_somebody_whose_time_here_was_over_comes_back(cast: Cast, sign_in: SignIn) -> None:
    """A second membership; the first keeps its dates."""
    ask_one(cast.senco, cast.gone.user.email)
    client = sign_in(cast.gone)
    client.post(link(cast))
    first, second = memberships_of(cast.gone.user.email)
    assert (first.ends_on, second.starts_on) == (date(2026, 7, 31), MONDAY)
    assert second.roles == TEACHER


def test_somebody_who_is_here_meanwhile_gets_nothing_more(cast: Cast, sign_in: SignIn) -> None:
    """A second membership is refused, and the first has the roles it had."""
    ask_one(cast.senco, "late@northfield.test", roles=SENCO)
    user = User.objects.create_user("late@northfield.test", name="Late")
    here = MembershipFactory(user=user, school=cast.school, roles=TEACHER)
    page = sign_in(here).post(link(cast))
    assert page.status_code == 422
    assert "You work at Northfield Primary already" in page.content.decode()
    assert [row.roles for row in memberships_of(user.email)] == [TEACHER]


def test_first_day_ahead_opens_nothing_before_it(cast: Cast, sign_in: SignIn) -> None:
    """Invited in July for September: accepted at once, and in from the day."""
    ask_one(
        cast.office,
        starts_on=date(2027, 1, 4),
        places=(Place("teacher", "4B", class_id=cast.class_4b.pk),),
    )
    page = Client().post(link(cast), yes(), follow=True)
    assert page.status_code == 200
    (made,) = memberships_of(NEW)
    assert made.starts_on == date(2027, 1, 4)
    assert sign_in(made).get("/s/northfield/").status_code == 404
    with school_scope(cast.school):
        assert ClassAssignment.objects.get(membership=made).starts_on == date(2027, 1, 4)


@pytest.mark.parametrize("lost", ["role", "end", "closed"])
def test_what_the_inviter_may_no_longer_give_is_not_given(
    cast: Cast, sign_in: SignIn, lost: str
) -> None:
    """Roles lost, time over, sign-in closed: nobody comes in, and the SENCO is told, once."""
    row = ask_one(cast.head, roles=frozenset({Role.DSL}))
    if lost == "role":
        cast.head.roles = TEACHER
        cast.head.save()
    elif lost == "end":
        with school_scope(cast.school, by=cast.senco.user):
            end_person(by=cast.senco, membership=cast.head, last_day=date(2026, 11, 22))
    else:
        cast.head.user.is_active = False
        cast.head.user.save()
    client = Client()
    for _ in range(2):
        assert client.post(link(cast), yes()).status_code == 404
    assert not User.objects.filter(email=NEW).exists()
    assert now(cast, row).state_at(timezone.now()) == Invitation.State.HELD
    with school_scope(cast.school):
        told = OutboxMessage.objects.filter(template="invitation_held")
        assert [message.to for message in told] == [cast.senco.user.email]


def test_the_senco_can_stand_for_it_then(cast: Cast) -> None:
    """Sent again under the SENCO's name, it gives what it says."""
    row = ask_one(cast.head, roles=frozenset({Role.DSL}))
    cast.head.roles = TEACHER
    cast.head.save()
    Client().post(link(cast), yes())
    with school_scope(cast.school, by=cast.senco.user):
        send_again(by=cast.senco, invitation=row)
    Client().post(link(cast), yes())
    assert memberships_of(NEW)[0].roles == {Role.DSL}


def test_forged_fields_give_nothing(cast: Cast) -> None:
    """Roles, school, address and dates come from the invitation, whatever a browser sends."""
    ask_one(cast.office)
    forged = {
        "roles": "senco",
        "email": "evil@n.test",
        "school": "2",
        "is_active": "0",
        "starts_on": "2020-01-01",
        "ends_on": "",
        "invited_by": str(cast.senco.pk),
    }
    Client().post(link(cast), yes() | forged)
    (made,) = memberships_of(NEW)
    assert (made.roles, made.starts_on, made.school) == (TEACHER, MONDAY, cast.school)
    assert not User.objects.filter(email="evil@n.test").exists()


def test_tries_are_counted_by_address(cast: Cast) -> None:
    """Sixty answers a minute from one place; then wait."""
    client = Client()
    answers = [client.post(f"/s/northfield/join/{n:043}/").status_code for n in range(61)]
    assert set(answers[:60]) == {404}
    assert answers[60] == 429
