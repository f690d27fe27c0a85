"""The demo as loaded: true to the rules of the register, believable, and of use to every role."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse
from django.utils import timezone

from accounts.models import ClassAssignment, Membership, User
from accounts.roles import Role
from jobs.models import Job
from pupils.days_of_reading import day_of, limits_on, midnights
from pupils.letters.page import LetterPage
from pupils.models import (
    AccessBlock,
    AccessEntry,
    ClassPlacement,
    Contact,
    Given,
    Letter,
    LetterBatch,
    Need,
    OpeningAlert,
    Pupil,
    SenStatus,
    Snapshot,
    SnapshotFile,
    StaffLink,
)
from pupils.need_rules import NeedLine, problems_of
from pupils.next_year.picture import picture_of
from pupils.next_year.years import pair_on
from pupils.own_children import questions_for
from pupils.snapshots.panel import last_figures
from pupils.unusual import signs_of
from pupils.upn import check
from reports.letters.made import waiting_letters
from schools.models import School
from schools.tenancy import school_scope
from stages.following import Period, stage_periods, wanted
from stages.letters import due, usual_since
from stages.models import StageRecord
from tests.people import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.budget(400)]
ON = date(2026, 11, 23)
SLUGS = ("northfield-primary-school", "southmere-academy")


@pytest.fixture(params=SLUGS)
def school(demo: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[School]:
    """One school of the demo after the other, with its scope entered."""
    found = School.objects.get(slug=request.param)
    with school_scope(found, writes=False):
        yield found


def by_pupil(rows: Any) -> dict[int, list[Any]]:
    """Dated rows of each child, in order."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("starts_on", "pk"):
        found[row.pupil_id].append(row)
    return found


def on_roll() -> Any:
    """The children on roll."""
    return Pupil.objects.filter(left_on__isnull=True)


def test_it_says_what_there_is(demo: dict[str, Any]) -> None:
    """`--json` names two schools of 420 and 1,200 on two ladders, and sign-ins for every role."""
    assert [(row["slug"], row["pupils"]) for row in demo["schools"]] == [
        (SLUGS[0], 420),
        (SLUGS[1], 1200),
    ]
    assert demo["schools"][0].keys() == {"slug", "name", "ladder", "pupils"}
    assert demo["schools"][0]["ladder"] != demo["schools"][1]["ladder"]
    for slug in SLUGS:
        people = [row for row in demo["people"] if row["school"] == slug]
        assert people[0].keys() == {"email", "password", "totp_secret", "roles", "school"}
        roles = {tuple(row["roles"]) for row in people}
        assert roles >= {(role.value,) for role in Role if role is not Role.TRUST}
        assert ("senco", "teacher") in roles
        assert all(row["email"].endswith(f"@{slug}.example") for row in people)


def test_its_sign_ins_work(demo: dict[str, Any]) -> None:
    """Every person told of has the password told, and an authenticator with the secret told."""
    for line in demo["people"]:
        user = User.objects.get(email=line["email"])
        kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
        counter = next(iter(totp.yield_hotp_counters_from_time()))
        code = totp.format_hotp_value(totp.hotp_value(line["totp_secret"], counter))
        assert totp.TOTP(kept).validate_code(code)
    assert User.objects.get(email=demo["people"][0]["email"]).check_password(line["password"])


def test_no_two_rows_hold_on_one_day(school: School) -> None:
    """Stages, statuses and classes of a child follow one another without overlap."""
    line = StageRecord.objects.main_line()
    for rows in (line, SenStatus.objects.all(), ClassPlacement.objects.all()):
        for dated in by_pupil(rows).values():
            for before, after in pairwise(dated):
                assert before.ends_on is not None
                assert before.ends_on <= after.starts_on


def test_status_follows_the_stage(school: School) -> None:
    """K holds at a stage on the register or as imported, E only from a plan: nothing to restate."""
    statuses = by_pupil(SenStatus.objects.all())
    line = by_pupil(StageRecord.objects.main_line().select_related("stage"))
    for pupil in Pupil.objects.filter(pk__in={*statuses, *line}):
        rows = statuses.get(pupil.pk, [])
        assert all((row.code == "E") == (row.source == "ehc_plan") for row in rows)
        apart = [
            Period(row.starts_on, None, row.code) for row in rows if row.source != "stage_move"
        ]
        asked = wanted(apart, stage_periods(pupil))
        assert asked == [Period(row.starts_on, row.ends_on, row.code) for row in rows]
        head = line.get(pupil.pk, [None])[-1]
        code = rows[-1].code if rows else "N"
        if head and head.stage:
            assert code == ("E" if code == "E" else head.stage.sen_code)
            assert code == "E" or not head.stage.needs_ehc_plan
        elif code != "N":
            assert rows[-1].source in ("import", "ehc_plan")
            assert head is None


def test_nothing_is_in_the_future(school: School) -> None:
    """No row begins, was recorded or was told after the demo's day; none before the child came."""
    now = timezone.now()
    for record in StageRecord.objects.select_related("pupil"):
        assert record.pupil.joined_on <= record.starts_on < ON
        assert record.recorded_at < now
        assert record.starts_on <= record.recorded_at.date()
        assert record.parent_told_on is None or record.parent_told_on < ON
    for model in (Pupil, StageRecord, SenStatus, Need, Contact, ClassPlacement, StaffLink):
        assert model.history.filter(history_date__gte=now).count() == 0


def test_history_tells_who_recorded_what_when(school: School) -> None:
    """Every row has its history, back-dated, by a person, in the order things happened."""
    for model in (Pupil, StageRecord, SenStatus, Need, ClassPlacement):
        assert model.history.filter(history_user__isnull=True).count() == 0
        begun, taken_back = (model.history.filter(history_type=kind).count() for kind in "+-")
        assert begun - taken_back == model.objects.count()
    ended = StageRecord.objects.main_line().filter(ends_on__isnull=False).first()
    first, last = ended.history.order_by("history_date")
    assert (first.ends_on, last.ends_on) == (None, ended.ends_on)
    assert first.history_date == ended.recorded_at
    assert last.history_date.date() >= ended.ends_on
    years = {row.year for row in StageRecord.objects.dates("recorded_at", "year")}
    assert len(years) >= 3


def test_corrections_are_kept(school: School) -> None:
    """A record made in error stays, withdrawn with a reason, and what took its place says so."""
    withdrawn = StageRecord.objects.filter(withdrawn_at__isnull=False)
    assert withdrawn.count() >= 2
    assert all(row.withdrawn_because for row in withdrawn)
    assert StageRecord.objects.filter(replaces__in=withdrawn).count() >= 1


def test_the_shares_are_those_of_english_schools(school: School) -> None:
    """Around 13 in a hundred on SEN support, 4 with a plan; more later in primary; more boys."""
    pupils = on_roll().count()
    rows = SenStatus.objects.on(ON).filter(pupil__in=on_roll())
    codes = Counter(rows.values_list("code", flat=True))
    assert 0.115 <= codes["K"] / pupils <= 0.155
    assert 0.035 <= codes["E"] / pupils <= 0.055
    boys = rows.filter(code__in="KE", pupil__sex="M").count()
    assert 0.5 < boys / (codes["K"] + codes["E"]) < 0.8
    early = rows.filter(code="K", pupil__year_group__lte=1).count()
    late = rows.filter(code="K", pupil__year_group__in=(5, 6)).count()
    assert early < late
    main = Counter(
        Need.objects.on(ON).filter(rank=1, pupil__in=on_roll()).values_list("type", flat=True)
    )
    assert {code for code, _ in main.most_common(5)} == {"SLCN", "SEMH", "MLD", "ASD", "SPLD"}


def test_the_children_are_many_kinds_of_children(school: School) -> None:
    """EAL, pupil premium, looked-after children and young carers in believable shares."""
    pupils = on_roll().count()
    shares = {
        "is_eal": (0.15, 0.35),
        "has_pupil_premium": (0.2, 0.36),
        "has_free_meals": (0.17, 0.33),
        "is_looked_after": (0.001, 0.02),
    }
    for field, (least, most) in shares.items():
        assert least <= on_roll().filter(**{field: True}).count() / pupils <= most
    assert on_roll().exclude(young_carer="N").exists()
    names = Counter(on_roll().values_list("forename", "surname"))
    assert sum(count - 1 for count in names.values()) <= pupils / 100
    surnames = Counter(on_roll().values_list("surname", flat=True))
    assert surnames.most_common(1)[0][1] <= max(9, pupils / 50)
    assert any(not name.isascii() for name, _ in names)
    assert Pupil.objects.filter(left_on__isnull=False).count() >= pupils * 0.05


def test_adults_differ_in_what_they_may_be_told(school: School) -> None:
    """Separate addresses, no SEN information, one or two court orders that say what they are."""
    contacts = Contact.objects.filter(pupil__in=on_roll())
    assert contacts.filter(sen_information="no").exists()
    assert 1 <= contacts.filter(sen_information="order").count() <= 5
    assert contacts.filter(lives_with_pupil=False).exclude(address="").exists()
    with_adult = contacts.values("pupil").distinct().count()
    assert with_adult == on_roll().count()
    assert AccessBlock.objects.count() == 1


def test_upns_are_as_meant(school: School) -> None:
    """A few without, a few temporary, one or two with a wrong letter; all others valid."""
    found = [check(upn) for upn in Pupil.objects.exclude(upn="").values_list("upn", flat=True)]
    assert 1 <= sum(not one.valid for one in found) <= 2
    assert any(one.temporary for one in found)
    assert Pupil.objects.filter(upn="").exists()


def test_needs_keep_the_rules(school: School) -> None:
    """Every child's needs are such as the form would take."""
    codes = dict(SenStatus.objects.on(ON).values_list("pupil", "code"))
    lines = defaultdict(list)
    for need in Need.objects.select_related("type", "pupil"):
        line = NeedLine(
            need.type_id,
            need.type.name,
            need.type.only_with_sen_support,
            need.rank,
            need.identified_by,
            need.starts_on,
            need.ends_on,
        )
        lines[need.pupil].append(line)
    for pupil, rows in lines.items():
        status = codes.get(pupil.pk, "N")
        assert problems_of(rows, status=status, born_on=pupil.born_on, today=ON) == []


def test_reasons_are_not_boilerplate(school: School) -> None:
    """Reasons are a SENCO's own words about this child, not one sentence two hundred times."""
    reasons = StageRecord.objects.values_list("reason", "pupil__forename")
    counted = Counter(reason for reason, _ in reasons)
    assert counted.most_common(1)[0][1] <= max(3, len(reasons) / 150)
    assert len(counted) / len(reasons) > 0.93
    assert not any("{" in reason or "  " in reason for reason in counted)


def test_the_past_answers(school: School) -> None:
    """On a day two years ago children were at stages, in classes, and had a status."""
    day = date(2024, 11, 21)
    assert StageRecord.objects.as_at(day).count() > 10
    assert SenStatus.objects.on(day).on_register().count() > 10
    assert ClassPlacement.objects.on(day).count() > on_roll().count() / 3
    assert all(row.class_group_id for row in ClassPlacement.objects.on(ON))
    placed = ClassPlacement.objects.on(ON).filter(pupil__in=on_roll())
    assert placed.count() == on_roll().count()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_role_comes_home_to_answers(demo: dict[str, Any], slug: str) -> None:
    """Each person's home page, and the register where they have it, shows children of theirs."""
    for line in demo["people"]:
        if line["school"] != slug:
            continue
        membership = Membership.objects.get(user__email=line["email"], school__slug=slug)
        home = client_of(membership).get(reverse("reports:home", args=[slug]))
        assert home.status_code == 200
        shown = [home.context.get(part) for part in ("own", "years", "groups")]
        assert any(shown), line["roles"]
        if Role.TEACHER in membership.roles or Role.TA in membership.roles:
            assert home.context["own"]
    senco = Membership.objects.get(user__email=f"senco@{slug}.example")
    page = client_of(senco).get(reverse("reports:home", args=[slug]))
    assert all(line.count for _heading, lines in page.context["groups"] for line in lines)


def test_one_day_of_all_is_unusual_and_it_has_its_alert(demo: dict[str, Any]) -> None:
    """Every person's every day against the limits: the office's one, and no false alarm."""
    for line in demo["schools"]:
        school = School.objects.get(slug=line["slug"])
        with school_scope(school, writes=False):
            rows = AccessEntry.objects.filter(pupil__isnull=False).values_list("user_id", "at")
            met = {(user_id, at.date()) for user_id, at in rows}
            staff = {row.user_id: row for row in Membership.objects.filter(school=school)}
            found = {
                (user_id, day)
                for user_id, day in met
                if signs_of(day_of(staff[user_id], day), limits_on(day))
            }
            alerts = set(OpeningAlert.objects.values_list("user_id", "on"))
            assert found == alerts
            assert len(alerts) == 1
            assert not AccessEntry.objects.filter(at__gte=midnights(ON)[0]).exists()


def test_one_child_may_be_a_teachers_own(demo: dict[str, Any]) -> None:
    """The SENCO of each school has a question or two to answer, and not a page of them."""
    for line in demo["schools"]:
        school = School.objects.get(slug=line["slug"])
        senco = Membership.objects.get(user__email=f"senco@{line['slug']}.example")
        with school_scope(school, writes=False):
            asked = questions_for(senco, ON)
        assert 1 <= len(asked) <= 4
        assert any("the same e-mail address" in one.because for one in asked)


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


def at(slug: str) -> Any:
    """Acting as nobody in one of the two schools, reading only."""
    return school_scope(School.objects.get(slug=slug), writes=False)


def test_one_school_builds_its_next_year(demo: dict[str, Any]) -> None:
    """Every class moved up but a few children; two rooms wait for a teacher; one child stays."""
    pictures = []
    for slug in SLUGS:
        with at(slug):
            pair = pair_on(ON)
            assert pair is not None
            pictures.append(picture_of(pair, ON))
    first, second = pictures
    assert (first.is_begun, second.is_begun) == (False, True)
    assert (len(second.without_class), len(second.without_teacher)) == (3, 2)
    assert sum(child.steps_aside for child in second.children) == 1
    assert {child.year_now for child in second.leaving} == {11}


def test_supply_covers_a_class_till_the_break(demo: dict[str, Any]) -> None:
    """The teacher on leave reads for the tail; supply has the class until the last day of term."""
    with at(SLUGS[0]):
        rows = ClassAssignment.objects.select_related("class_group")
        cover = rows.get(kind=ClassAssignment.Kind.COVER)
        gone = rows.get(
            class_group=cover.class_group, kind="teacher", ends_on__gt=date(2026, 11, 1)
        )
    assert gone.ends_on <= cover.starts_on < ON < gone.may_see_until < cover.ends_on


def test_figures_of_two_days_stand_on_a_childs_page(demo: dict[str, Any]) -> None:
    """The last half-term's, with what became of them, in the words of the school's scale."""
    with at(SLUGS[0]):
        files = SnapshotFile.objects.order_by("taken_on")
        assert {row.taken_on for row in files} == {date(2026, 7, 17), date(2026, 10, 23)}
        assert sum(row.count for row in files) == Snapshot.objects.count()
        child = Pupil.objects.on_roll().filter(snapshots__kind="suspensions").first()
        told = last_figures(child)
    assert [one.what for one in told] == [
        *("Attendance", "Suspensions", "Maths", "Reading", "Writing")
    ]
    assert any(one.change.startswith("up") for one in told)
