"""What the pages of next year share: which year it is, and carrying wishes out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.access import StaffRequest
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


def builds_next_year(
    view: Callable[[StaffRequest, Picture], HttpResponse],
) -> Callable[[StaffRequest], HttpResponse]:
    """Give a view next year as it stands; a school without its dates is led to where it begins."""

    @wraps(view)
    def once_it_has_dates(request: StaffRequest) -> HttpResponse:
        pair = pair_or_404()
        if pair.next is None:
            return redirect("reports:next_year", school=request.school.slug)
        return view(request, picture_of(pair, today()))

    return once_it_has_dates


def arranged(pair: YearPair, wishes: dict[int, Wish], form: Any) -> int:
    """Carry wishes out; a refusal goes into the form and changes nothing."""
    try:
        with transaction.atomic():
            hold_school()
            return arrange(pair, wishes)
    except Refused as fault:
        form.add_error(None, str(fault))
        return 0
