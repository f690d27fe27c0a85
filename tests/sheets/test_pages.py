"""The sheets of a class: who reads what of which child, and in how many queries."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from provision.actions import say_outcome, take_out
from provision.models import Plan, PlanSection, Strategy, Target
from pupils.models import AccessEntry
from reports.sheets.lines import SheetLine
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.accounts import ClassAssignmentFactory
from tests.factories.provision import plan, section, strategy
from tests.factories.pupils import ClassPlacementFactory, NeedFactory, PupilFactory
from tests.factories.schools import ClassGroupFactory
from tests.meetings.making import MONDAY, class_meeting, met
from tests.people import SignIn

MOST_QUERIES = 15  # issue 5, part 7, for a class of thirty


def url(school: Cast, name: str = "class_sheet", class_group: Any = None) -> str:
    """The address of a sheet of 4B, or of another class."""
    pk = (class_group or school.class_4b).pk
    return reverse(f"reports:{name}", args=[school.school.slug, pk])


def lines(client: Client, school: Cast, name: str = "class_sheet") -> dict[str, SheetLine]:
    """What a sheet of 4B says, by forename."""
    sheet = client.get(url(school, name)).context["sheet"]
    return {line.forename: line for line in sheet.lines}


def test_a_child_in_one_line(school: Cast, sign_in: SignIn) -> None:
    """Need in a word, three things that help (each once, of the profile first), what to avoid."""
    line = lines(sign_in(school.teacher_4b), school)["Ayla"]
    assert line.need
    assert line.top_helps == ["Sit her at the front", "Pre-teach new words", "Word mat on the desk"]
    assert line.top_avoid == ["Reading aloud without warning.", "Loud praise"]
    assert line.more == 1


def test_a_child_without_a_plan_is_said_to_have_none(school: Cast, sign_in: SignIn) -> None:
    """Who has a need but no plan stands there, plainly; who has neither is only counted."""
    other = PupilFactory(school=school.school, forename="Zed")
    ClassPlacementFactory(pupil=other, class_group=school.class_4b)
    page = sign_in(school.senco).get(url(school))
    sheet = page.context["sheet"]
    assert [line.missing for line in sheet.lines if line.forename == "Kept"] == ["No plan yet"]
    assert sheet.others == 1
    assert "Zed" not in page.content.decode()
    assert "1 other child of 4B: no need, stage or plan recorded." in " ".join(
        page.content.decode().split()
    )


@pytest.mark.parametrize(
    ("person", "wanted"),
    [
        ("teacher_4b", {"Ayla"}),
        ("ta", {"Ayla"}),
        ("senco", {"Ayla", "Kept"}),
        ("head", {"Ayla", "Kept"}),
        ("dsl", {"Ayla", "Kept"}),
    ],
)
@pytest.mark.parametrize("name", ["class_sheet", "supply_sheet"])
def test_each_reader_sees_their_own_children(
    school: Cast, sign_in: SignIn, person: str, wanted: set[str], name: str
) -> None:
    """Scope is that of the child's record, blocks included; the entry names just those shown."""
    assert set(lines(sign_in(school.staff[person]), school, name)) == wanted
    with school_scope(school.school, writes=False):
        entry = AccessEntry.objects.latest("pk")
    assert entry.what == f"reports:{name}"
    assert set(entry.pupil_ids) == {school.children[each.lower()].pk for each in wanted}


@pytest.mark.parametrize("name", ["class_sheet", "supply_sheet"])
def test_another_class_is_not_there(school: Cast, sign_in: SignIn, name: str) -> None:
    """404 for a class without a child of one's own, 403 without the permission, 405 for POST."""
    assert sign_in(school.teacher_5a).get(url(school, name)).status_code == 404
    assert sign_in(school.office).get(url(school, name)).status_code == 403
    assert sign_in(school.teacher_4b).post(url(school, name)).status_code == 405


def test_the_same_sheet_for_teacher_and_ta(school: Cast, sign_in: SignIn) -> None:
    """It lies in the classroom: what one copy leaves out stands on neither's, in one version."""
    with school_scope(school.school, by=school.senco.user):
        for row in PlanSection.objects.filter(sort="avoid"):
            row.on_ta_copy = False
            row.save()
    of_teacher, of_ta = (lines(sign_in(school.staff[who]), school) for who in ("teacher_4b", "ta"))
    assert of_teacher["Ayla"].avoid == of_ta["Ayla"].avoid == []
    assert of_teacher["Ayla"].version == of_ta["Ayla"].version


def test_what_is_over_is_not_on_the_sheet(school: Cast, sign_in: SignIn) -> None:
    """No strategy that was taken out, of a target met, or of a plan that is to begin or is over."""
    with school_scope(school.school, by=school.senco.user):
        aim = Target.objects.get()
        met_it = {"outcome": "met", "on": MONDAY, "words": "", "expected": aim.version}
        say_outcome(target=aim, by=school.senco.user, **met_it)
        row = Strategy.objects.get(words="Pre-teach new words")
        take_out(row=row, by=school.senco.user)
        later = plan(school.kept, school.senco, starts_on=date(2026, 12, 1))
        strategy(later, school.senco, "Not yet")
    found = lines(sign_in(school.senco), school)
    assert found["Ayla"].helps == ["Sit her at the front"]
    assert (found["Kept"].helps, found["Kept"].missing) == ([], "No plan yet")


def test_what_is_on_today(school: Cast, sign_in: SignIn) -> None:
    """Meetings of today of the class and of a child, and a review that is due; none to a TA."""
    with school_scope(school.school, by=school.senco.user):
        class_meeting(school, on=MONDAY)
        met(school, school.ayla, on=MONDAY, at=time(15, 15), is_held=False)
        met(school, school.ben, on=MONDAY, is_held=False)
        row = Plan.objects.get(name__contains="Profile")
        row.review_by = MONDAY
        row.save()
    sheet = sign_in(school.teacher_4b).get(url(school)).context["sheet"]
    assert sheet.today == ["Pupil Progress meeting"]
    assert [line.today for line in sheet.lines] == [
        ["15:15 Meeting with parents", "One Page Profile: review due"]
    ]
    assert lines(sign_in(school.ta), school)["Ayla"].today == ["One Page Profile: review due"]


def test_the_supply_sheet_says_what_to_do_not_what_it_is_called(
    school: Cast, sign_in: SignIn
) -> None:
    """Two things that help, what to avoid, whom to ask; no need, no name of a plan, no link."""
    page = sign_in(school.senco).get(url(school, "supply_sheet"))
    text = page.content.decode()
    assert [line.forename for line in page.context["told"]] == ["Ayla"]
    assert [line.forename for line in page.context["untold"]] == ["Kept"]
    assert "Sit her at the front" in text
    assert "Word mat on the desk" not in text
    assert page.context["told"][0].need not in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert "One Page Profile" not in main
    assert "/pupils/" not in main


def test_a_class_in_which_nothing_is_recorded(school: Cast, sign_in: SignIn) -> None:
    """Both sheets say so, and no child was shown: no entry."""
    other = PupilFactory(school=school.school, forename="Zed")
    ClassPlacementFactory(pupil=other, class_group=school.class_5a)
    with school_scope(school.school, by=school.senco.user):
        row = school.ben.class_placements.get()
        row.ends_on = MONDAY
        row.save()
        before = AccessEntry.objects.count()
    client = sign_in(school.senco)
    page = client.get(url(school, class_group=school.class_5a))
    assert "Nothing to know yet" in page.content.decode()
    page = client.get(url(school, "supply_sheet", school.class_5a))
    assert "needs anything that is written down here" in page.content.decode()
    with school_scope(school.school, writes=False):
        assert AccessEntry.objects.count() == before


@pytest.mark.parametrize("name", ["class_sheet", "supply_sheet"])
@pytest.mark.parametrize("person", ["teacher_4b", "senco"])
def test_few_queries_for_a_class_of_thirty(
    school: Cast, sign_in: SignIn, person: str, name: str
) -> None:
    """At most fifteen, and as many as for one child."""
    client = sign_in(school.staff[person])
    client.get(url(school, name))
    few = _queries(client, url(school, name))
    with school_scope(school.school, by=school.senco.user):
        for number in range(28):
            child = PupilFactory(school=school.school, forename=f"Kim{number:02d}")
            ClassPlacementFactory(pupil=child, class_group=school.class_4b)
            NeedFactory(pupil=child)
            profile = plan(child, school.senco, "plan-one_page_profile")
            section(profile, "avoid", "Surprises", school.senco)
            strategy(profile, school.senco, f"Help {number}")
    many = _queries(client, url(school, name))
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)


def _queries(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in caught.captured_queries]


def test_the_way_from_home(school: Cast, sign_in: SignIn) -> None:
    """A teacher and a TA find their own class's sheet on home; the SENCO the list of all."""
    home = reverse("reports:home", args=[school.school.slug])
    every = reverse("reports:class_sheet_list", args=[school.school.slug])
    own = [("Class sheet 4B", url(school))]
    for person, wanted in (
        ("teacher_4b", own),
        ("ta", own),
        ("senco", [("Class sheets", every)]),
        ("office", []),
    ):
        assert sign_in(school.staff[person]).get(home).context["sheets"] == wanted, person
    page = sign_in(school.senco).get(every)
    assert [(row.name, row.children) for row in page.context["classes"]] == [("4B", 2), ("5A", 1)]


def test_many_classes_are_a_list(school: Cast, sign_in: SignIn) -> None:
    """A teacher of more than three classes goes by the list."""
    home = reverse("reports:home", args=[school.school.slug])
    year = school.class_4b.academic_year
    for name in ("4C", "4D", "4E"):
        group = ClassGroupFactory(academic_year=year, name=name)
        child = PupilFactory(school=school.school)
        ClassPlacementFactory(pupil=child, class_group=group)
        ClassAssignmentFactory(membership=school.teacher_4b, class_group=group)
    sheets = sign_in(school.teacher_4b).get(home).context["sheets"]
    assert [label for label, _url in sheets] == ["Class sheets"]
