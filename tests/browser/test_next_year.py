"""Next year's classes of a school of 420 in a real browser: few steps, most of them by keyboard."""

import pytest
from playwright.sync_api import expect

from accounts.models import ClassAssignment, Membership
from accounts.roles import Role
from pupils.models import ClassPlacement
from schools.tenancy import school_scope
from tests.browser.conftest import OpenAs
from tests.browser.helpers import Effort, fits_its_width, looks, no_barriers, tab_to
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.big import fill_school
from tests.factories.schools import SchoolFactory


@pytest.fixture
def office(transactional_db: None) -> Membership:
    """The office of a primary school in two forms of entry, with a teacher of its own."""
    school = SchoolFactory(slug="northfield", name="Northfield Primary")
    teacher = UserFactory(email="teacher@northfield.test", name="Theo Marsh")
    MembershipFactory(user=teacher, school=school, roles=frozenset({Role.TEACHER}))
    person = UserFactory(email="office@northfield.test", name="Olive Penn")
    member: Membership = MembershipFactory(
        user=person, school=school, roles=frozenset({Role.OFFICE})
    )
    fill_school(member, pupils=420, on_register=0)
    return member


def test_the_office_builds_the_classes_of_420_children(open_as: OpenAs, office: Membership) -> None:
    """From home: begun in four steps; then a choice a teacher, and one a class that differs."""
    page = open_as(office)
    effort = Effort(page)
    effort.click(page.get_by_role("link", name="School", exact=True).first)
    effort.click(page.get_by_role("link", name="Build next year's classes"))
    effort.click(page.get_by_role("link", name="Begin early"))
    effort.click(page.get_by_role("button", name="Begin 2027/28"))
    expect(page.get_by_text("360 children in them, 60 leaving")).to_be_visible()
    effort.at_most(4)
    no_barriers(page)
    tab_to(page, page.get_by_label("1A: Teacher"))
    page.keyboard.type("Theo")
    tab_to(page, page.get_by_label("3A: Goes to"), within=120)
    page.keyboard.type("4B")
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved the classes of 2027/28")).to_be_visible()
    expect(page.get_by_text("14 of 14")).to_be_visible()
    expect(page.get_by_text("13 without a teacher")).to_be_visible()
    no_barriers(page)
    looks(page, "next_year")
    page.get_by_role("link", name="4B", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(61)
    no_barriers(page)
    fits_its_width(page)
    assert office.school is not None
    with school_scope(office.school, writes=False):
        assert ClassAssignment.objects.get(class_group__name="1A").membership.user.name == (
            "Theo Marsh"
        )
        rows = ClassPlacement.objects.filter(class_group__academic_year__name="2027/28")
        assert rows.count() == 360
