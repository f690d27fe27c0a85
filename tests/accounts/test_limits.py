"""Guessing is slow: limits by person and by address (reliability.md, brute force)."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.signing_in import (
    OTHER_ADDRESS,
    code_now,
    give_code,
    give_password,
    is_in,
    where,
    wrong_code,
)
from tests.cast import Cast

CODE_PAGE = "/accounts/second-factor/authenticate/"


def guess(email: str, times: int, address: str = "203.0.113.9") -> None:
    """Try passwords that are wrong."""
    for n in range(times):
        give_password(Client(), email, f"guess number {n}", REMOTE_ADDR=address)


def test_five_wrong_passwords_close_a_person_for_five_minutes(senco: User, clock: Any) -> None:
    """Even the right password, from any address, waits; then it works again."""
    guess(senco.email, 5)
    client = Client()
    assert where(give_password(client, senco.email, REMOTE_ADDR=OTHER_ADDRESS)) == ""
    clock.shift(301)
    assert where(give_password(client, senco.email, REMOTE_ADDR=OTHER_ADDRESS)) == CODE_PAGE


def test_a_limit_holds_for_one_person_only(senco: User, cast: Cast) -> None:
    """Somebody guessing at the SENCO does not lock the head out."""
    guess(senco.email, 5)
    response = give_password(Client(), cast.head.user.email, REMOTE_ADDR=OTHER_ADDRESS)
    assert where(response) != ""


def test_ten_wrong_passwords_close_an_address_for_a_minute(
    senco: User, cast: Cast, clock: Any
) -> None:
    """Trying many people from one place is stopped too; the school next door is not."""
    for n in range(10):
        guess(f"person{n}@northfield.test", 1)
    client = Client()
    assert where(give_password(client, senco.email, REMOTE_ADDR="203.0.113.9")) == ""
    assert where(give_password(client, senco.email, REMOTE_ADDR=OTHER_ADDRESS)) == CODE_PAGE
    clock.shift(61)
    assert where(give_password(Client(), senco.email, REMOTE_ADDR="203.0.113.9")) == CODE_PAGE


def test_an_invented_forwarding_header_does_not_make_a_new_address(senco: User) -> None:
    """Each guess naming another address in a header still counts for the one it came from."""
    for n in range(10):
        give_password(
            Client(),
            f"person{n}@northfield.test",
            "wrong",
            REMOTE_ADDR="203.0.113.9",
            headers={"X-Forwarded-For": f"192.0.2.{n}"},
        )
    response = give_password(
        Client(),
        senco.email,
        REMOTE_ADDR="203.0.113.9",
        headers={"X-Forwarded-For": "192.0.2.200"},
    )
    assert where(response) == ""


def test_five_wrong_codes_close_the_second_step(client: Client, senco: User) -> None:
    """A million codes cannot be tried: after five the right one is refused too."""
    give_password(client, senco.email)
    for _ in range(5):
        give_code(client, wrong_code())
    give_code(client, code_now())
    assert not is_in(client)


def test_the_limit_of_codes_is_the_persons_not_the_browsers(senco: User) -> None:
    """Beginning again in a new browser gives no new tries."""
    for _ in range(5):
        browser = Client()
        give_password(browser, senco.email)
        give_code(browser, wrong_code())
    late = Client()
    give_password(late, senco.email)
    give_code(late, code_now())
    assert not is_in(late)


def test_reset_links_are_limited(client: Client, senco: User, mailoutbox: list[Any]) -> None:
    """Nobody's post is flooded: five links a minute for one address."""
    for _ in range(8):
        client.post(reverse("account_reset_password"), {"email": senco.email})
    assert 0 < len(mailoutbox) <= 5
