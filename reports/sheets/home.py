"""The way from home to the sheets of a class."""

from datetime import date

from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from reports.home import OWN_CHILDREN, WHOLE_PICTURE
from reports.sheets.gathering import own_classes

MOST = 3
Link = tuple[str, str]


def sheet_links(reader: Membership, day: date) -> list[Link]:
    """The sheets of one's classes, up to three; else the list of them. One query at most."""
    if not reader.can(Permission.VIEW_CLASS_SHEET):
        return []
    assert reader.school is not None  # home is a school's page
    slug = reader.school.slug
    every = [("Class sheets", reverse("reports:class_sheet_list", args=[slug]))]
    if not OWN_CHILDREN & reader.roles:
        return every
    own = own_classes(reader, day)
    if len(own) > MOST:
        return every
    mine = [
        (f"Class sheet {group.name}", reverse("reports:class_sheet", args=[slug, group.pk]))
        for group in own
    ]
    return [*mine, *(every if WHOLE_PICTURE & reader.roles else ())]
