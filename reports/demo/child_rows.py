"""Writes children: their details, their adults, the classes they have been in."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from pupils.models import ClassPlacement, Contact, Pupil
from reports.demo.chance import uid
from reports.demo.children import Child
from reports.demo.days import Days, moment
from reports.demo.people_rows import PeopleRows, stamp
from reports.demo.schools import SchoolPlan
from reports.demo.stories import Story
from schools.models import ClassGroup


class ChildRows:
    """A school's children as rows."""

    def __init__(
        self,
        plan: SchoolPlan,
        days: Days,
        people: PeopleRows,
        rooms: dict[tuple[int, str], ClassGroup],
    ) -> None:
        self.plan, self.days, self.people, self.rooms = plan, days, people, rooms

    def write(self, told: Sequence[tuple[Child, Story]]) -> list[Pupil]:
        """Write children with contacts and classes; gives the rows, in the same order."""
        children = [child for child, _ in told]
        made: list[Pupil] = Pupil.objects.all().recorded_bulk_create(map(self._pupil, children))
        pairs = list(zip(children, made, strict=True))
        Contact.objects.all().recorded_bulk_create(
            row for child, pupil in pairs for row in self._contacts(child, pupil)
        )
        ClassPlacement.objects.all().recorded_bulk_create(
            row for child, pupil in pairs for row in self._placements(child, pupil)
        )
        return made

    def _pupil(self, child: Child) -> Pupil:
        row = Pupil(
            uid=uid(self.plan.seed, self.plan.slug, "pupil", child.number),
            forename=child.forename,
            middle_names=child.middle_names,
            surname=child.family.surname,
            preferred_forename=child.goes_by,
            upn=child.upn,
            born_on=child.born_on,
            sex=child.sex,
            year_group=child.year,
            home_language=child.family.language,
            is_eal=child.family.is_eal,
            has_pupil_premium=child.premium,
            has_free_meals=child.meals,
            is_looked_after=child.looked_after,
            young_carer=child.carer,
            safeguarding_pointer=child.pointer,
            joined_on=child.joined_on,
            left_on=child.left_on,
            left_for=child.left_for,
        )
        stamp(row, self._entered(child), self.people.office().user)
        return row

    def _entered(self, child: Child) -> datetime:
        """Put on roll on the day they joined, or when these records began."""
        first = max(child.joined_on, self.days.starts(self.days.first))
        return moment(first, 20 + child.number % 400)

    def _contacts(self, child: Child, pupil: Pupil) -> Iterator[Contact]:
        for rank, adult in enumerate(child.family.adults, start=1):
            row = Contact(
                uid=uid(self.plan.seed, self.plan.slug, "contact", child.number, rank),
                pupil=pupil,
                rank=rank,
                title=adult.title,
                forename=adult.forename,
                surname=adult.surname,
                relationship=adult.kin,
                has_parental_responsibility=adult.responsible,
                sen_information=adult.may,
                court_order_note=adult.order,
                order_allows_letters=adult.order_allows,
                order_review_on=date(self.days.begins + 1, 2, 1) if adult.order_allows else None,
                lives_with_pupil=adult.at_home,
                address=adult.address,
                email=adult.email,
                phone=adult.phone,
                language=adult.language,
                format_needs=adult.format_needs,
            )
            stamp(row, self._entered(child), self.people.office().user)
            yield row

    def _placements(self, child: Child, pupil: Pupil) -> Iterator[ClassPlacement]:
        """The class of each year since they joined, as far back as the school's years go."""
        last_year = self._last_year(child)
        for begins in range(self.days.first, last_year + 1):
            starts_on = max(child.joined_on, date(begins, 9, 1))
            if starts_on >= date(begins + 1, 9, 1):
                continue
            row = ClassPlacement(
                uid=uid(self.plan.seed, self.plan.slug, "class", child.number, begins),
                pupil=pupil,
                class_group=self.rooms[begins, self._room(child, last_year - begins)],
                starts_on=starts_on,
                ends_on=self._ends(child, begins, last_year),
            )
            stamp(
                row,
                moment(max(starts_on, self.days.starts(self.days.first)), 25),
                self.people.office().user,
            )
            yield row

    def _last_year(self, child: Child) -> int:
        if child.left_on is None:
            return self.days.begins
        return child.left_on.year - (child.left_on.month < 9)

    def _room(self, child: Child, ago: int) -> str:
        """The class so many years ago: that of the same place in the year group then."""
        if not ago:
            return child.room.name
        year = max(child.year - ago, self.plan.years[0])
        rooms = self.plan.rooms_for(year)
        return rooms[child.place % len(rooms)].name

    def _ends(self, child: Child, begins: int, last_year: int) -> date | None:
        if begins < last_year:
            return date(begins + 1, 9, 1)
        return child.left_on and child.left_on + timedelta(days=1)
