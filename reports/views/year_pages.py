"""What the pages of next year share: which year it is, and carrying wishes out."""

from typing import Any

from django.db import transaction
from django.http import Http404

from common.dates import today
from common.errors import Refused
from pupils.next_year.arranging import Wish, arrange
from pupils.next_year.building import hold_school
from pupils.next_year.picture import Picture, picture_of
from pupils.next_year.years import YearPair, pair_on


def pair_or_404() -> YearPair:
    """The years to build from and into; 404 for a school without one."""
    pair = pair_on(today())
    if pair is None:
        raise Http404
    return pair


def picture_or_404() -> Picture:
    """Next year as it stands; a school that has not added its dates has none."""
    return picture_of(pair_or_404(), today())


def arranged(pair: YearPair, wishes: dict[int, Wish], form: Any) -> int:
    """Carry wishes out; a refusal goes into the form and changes nothing."""
    try:
        with transaction.atomic():
            hold_school()
            return arrange(pair, wishes)
    except Refused as fault:
        form.add_error(None, str(fault))
        return 0
