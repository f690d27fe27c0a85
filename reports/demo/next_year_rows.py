"""A school that builds its next year early; a class of another that supply covers till the break.

Schools build in the summer term. The second school of the demo is large and plans its rooms sooner,
so that the pages can be seen on any day; in the first, a reader begins by themselves.
"""

from datetime import date

from accounts.models import ClassAssignment
from pupils.models import Pupil
from pupils.next_year.arranging import Wish, arrange
from pupils.next_year.building import begin_next_year
from pupils.next_year.picture import Picture
from reports.demo.chance import uid
from reports.demo.days import ONE_DAY, Days, moment
from reports.demo.people_rows import TAIL, PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from reports.demo.staff import COVERED
from schools.models import ClassGroup, School
from schools.tenancy import school_scope
from schools.usual_dates import usual_half_terms

BUILDS = 1  # the place of the school
UNTAUGHT, WITHOUT = 2, 3  # classes nobody teaches yet, children without a class
WENT = 3  # school days ago that the covered class saw its teacher last
LAST_HALVES = (1, 3, 5)  # of the six half-terms, those that end a term
Kind = ClassAssignment.Kind


def write_next_year(school: School, plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """Classes moved up, teachers with their July preview; a child kept back, some things undone."""
    if plan.place != BUILDS:
        return
    with school_scope(school, by=people.office().user, request_id="demo-next-year"):
        picture = begin_next_year(day=days.on)
        _keep_some_open(picture)
        _give_teachers(picture, plan, days, people)


def _keep_some_open(picture: Picture) -> None:
    """A few children have no class yet; one stays in the year group of now, in a class of it."""
    numbers = {child.pk: child for child in picture.children if child.next_pk}
    some = list(Pupil.objects.filter(pk__in=numbers).order_by("uid")[: WITHOUT + 1])
    stays, *without = (numbers[pupil.pk] for pupil in some)
    wishes = {child.pk: Wish() for child in without}
    same = next((row.pk for row in picture.taught if stays.year_now in row.years), None)
    if same:
        wishes[stays.pk] = Wish(class_pk=same, year_group=stays.year_now, keeps_year=False)
    arrange(picture.pair, wishes)


def _give_teachers(picture: Picture, plan: SchoolPlan, days: Days, people: PeopleRows) -> None:
    """Whoever teaches in a room now teaches there again; two rooms wait for somebody."""
    begins = days.begins + 1
    rows = [
        ClassAssignment(
            uid=uid(plan.seed, plan.slug, "next-teacher", room.name),
            membership=people.teacher(days.begins, room.name),
            class_group=room,
            kind=Kind.TEACHER,
            starts_on=room.academic_year.starts_on,
            ends_on=room.academic_year.ends_on + ONE_DAY,
            may_see_from=date(begins, 7, 1),
            may_see_until=room.academic_year.ends_on + ONE_DAY + TAIL,
        )
        for room in picture.next_classes[:-UNTAUGHT]
    ]
    ClassAssignment.objects.all().recorded_bulk_create(rows)


def write_cover(
    plan: SchoolPlan, days: Days, people: PeopleRows, rooms: dict[tuple[int, str], ClassGroup]
) -> None:
    """A teacher on leave may read for the tail; supply has the class until the break."""
    gone, until = days.at(days.last - WENT), _end_of_term(days)
    quiet = {person.key for person in people.staff.people if not person.signs_in}
    room_of = people.staff.teacher_rooms.items()
    name = next((room for room, key in room_of if key in quiet), None)
    if plan.place != COVERED or not (name and until) or gone < date(days.begins, 9, 1) + TAIL:
        return
    row = ClassAssignment.objects.get(
        class_group=rooms[days.begins, name], kind=Kind.TEACHER, ends_on=None
    )
    row.ends_on = gone + ONE_DAY
    row.may_see_until = row.ends_on + TAIL
    stamp(row, moment(gone, 400), people.office().user, "On leave")
    row.save()
    cover = ClassAssignment(
        uid=uid(plan.seed, plan.slug, "cover", name),
        membership=people.memberships["supply"],
        class_group=rooms[days.begins, name],
        kind=Kind.COVER,
        starts_on=days.at(days.last - WENT + 1),
        ends_on=until + ONE_DAY,
    )
    stamp(cover, moment(gone, 405), people.office().user)
    cover.save()


def _end_of_term(days: Days) -> date | None:
    """The last day of this term, or of the next one in a holiday; none in the summer holidays."""
    spans = usual_half_terms(days.begins)
    ends = [spans[place].ends_on for place in LAST_HALVES]
    return next((end for end in ends if end >= days.on), None)
