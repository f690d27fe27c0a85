"""The letters of the demo: some due, some made, most given; what was given is true to the rules."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Membership
from accounts.roles import Role
from jobs.models import Job
from pupils.letters.page import LetterPage
from pupils.models import Contact, Given, Letter, LetterBatch
from reports.letters.made import waiting_letters
from schools.models import School
from schools.tenancy import school_scope
from stages.letters import due, usual_since
from stages.models import StageRecord
from tests.demo.test_demo import ON, SLUGS

pytestmark = [pytest.mark.django_db, pytest.mark.budget(60)]


@pytest.fixture(params=SLUGS)
def senco(demo: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[Membership]:
    """The SENCO of one school of the demo after the other, acting in it."""
    school = School.objects.get(slug=request.param)
    rows = Membership.objects.filter(school=school, ends_on=None)
    found = next(row for row in rows if row.roles == {Role.SENCO})
    with school_scope(school, writes=False):
        yield found


def test_every_kind_of_letter_can_be_seen(senco: Membership) -> None:
    """Letters that are due, that wait to be given, that were given; one in large print."""
    assert senco.school is not None
    assert due(senco, usual_since(senco.school)).exists()
    assert waiting_letters(senco).exists()
    assert Given.objects.count() > 10
    assert Letter.objects.filter(large_print=True).exists()
    assert {row.state for row in Job.objects.all()} == {Job.State.WAITING}
    assert LetterBatch.objects.count() >= 2


def test_what_was_given_is_possible(senco: Membership) -> None:
    """After it was made, to whom it was addressed, never in the future; the parent was told."""
    for row in Given.objects.select_related("letter"):
        assert row.letter is not None
        assert row.letter.written_on <= row.on < ON
        assert row.contact_id in row.letter.contact_ids
    records = StageRecord.objects.filter(notices__letter__given__isnull=False)
    assert not records.filter(parent_told_how="not_yet").exists()
    for letter in Letter.objects.all():
        assert LetterPage.from_content(letter.content).sha256 == letter.sha256


def test_a_court_order_keeps_or_allows(senco: Membership) -> None:
    """A child on support whose other parent is under an order, with a day to look again or none."""
    orders = Contact.objects.filter(sen_information="order", pupil__sen_statuses__code="K")
    assert orders.exists()
