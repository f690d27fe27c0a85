"""One invitation, two browsers, the same instant: one wins."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Membership, User
from tests.accounts_pages.inviting import NEW, ask_one, link, yes
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_an_invitation_is_used_once(cast: Cast) -> None:
    """One person, one membership; the other browser meets the page of a used link."""
    ask_one(cast.office)
    path, barrier = link(cast), Barrier(2)

    def answer(name: str) -> int:
        try:
            client = Client()
            barrier.wait(timeout=10)
            return int(client.post(path, yes(name=name)).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(answer, name) for name in ("Nell Ash", "Nell Other")]
        met = sorted(each.result(timeout=60) for each in tries)
    assert met in ([302, 404], [200, 302]), met  # gone, or asked to sign in to who it now is
    assert User.objects.filter(email=NEW).count() == 1
    assert Membership.objects.filter(user__email=NEW).count() == 1
