"""What a SENCO should look at in a child's contacts before anything is sent. Pure.

Statutory.md 9.7: nobody with parental responsibility, an order without a review date, sharing off.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from common.dates import long_date
from pupils.letters.households import same_place
from pupils.models import Contact

May = Contact.SenInformation


def contact_problems(contacts: Sequence[Contact], on: date) -> list[str]:
    """What should be looked at, a sentence each; `contacts` are those of one child."""
    current = [row for row in contacts if row.ended_on is None or row.ended_on > on]
    if not current:
        return ["No adult is recorded."]
    return [*_nobody(current), *_orders(current, on), *_split(current)]


def _nobody(contacts: Sequence[Contact]) -> Iterator[str]:
    if not any(row.has_parental_responsibility for row in contacts):
        yield "Nobody is recorded with parental responsibility."
    if not any(row.sen_information == May.YES or row.order_allows_letters for row in contacts):
        yield "Nobody may be sent SEN information."


def _orders(contacts: Sequence[Contact], on: date) -> Iterator[str]:
    for row in contacts:
        if row.sen_information != May.ORDER:
            continue
        if row.order_until and row.order_until < on:
            yield f"{row.name}: the court order ran until {long_date(row.order_until)}."
        elif row.order_review_on is None:
            yield f"{row.name}: a court order without a day to look at it again."
        elif row.order_review_on <= on:
            yield f"{row.name}: the court order was to be looked at again by now."


def _split(contacts: Sequence[Contact]) -> Iterator[str]:
    """Two at one address of whom one is told and the other is not: the post will not keep it."""
    placed = sorted(
        ((same_place(row.address), row) for row in contacts if row.address.strip()),
        key=lambda pair: pair[0],
    )
    for _, group in groupby(placed, key=lambda pair: pair[0]):
        rows = [row for _, row in group]
        if len({row.sen_information for row in rows}) > 1:
            yield f"{' and '.join(row.name for row in rows)} share an address, not their settings."
