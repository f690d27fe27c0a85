"""Writes the access entries: one for a pupil's page, one for a list page (architecture.md, 9)."""

from collections.abc import Iterable

from accounts.access import StaffRequest, request_id
from accounts.tablets import tablet_name
from pupils.models import AccessEntry, Pupil

LONGEST_QUESTION = 500


def log_pupil(request: StaffRequest, pupil: Pupil, *, also: Iterable[int] = ()) -> None:
    """Record that a person opened a page about one pupil. Fails with the page when it cannot.

    `also` are other pupils named on it, such as a brother whose contacts are offered.
    """
    _write(request, pupil=pupil, pupil_ids=list(also))


def log_list(request: StaffRequest, pupil_ids: Iterable[int]) -> None:
    """Record that a person was shown a list: what was asked, and which pupils it held."""
    _write(request, pupil_ids=list(pupil_ids))


def _write(
    request: StaffRequest, *, pupil: Pupil | None = None, pupil_ids: list[int] | None = None
) -> None:
    match = request.resolver_match
    AccessEntry.objects.create(
        user=request.membership.user,
        what=match.view_name if match else "",
        asked=request.GET.urlencode()[:LONGEST_QUESTION],
        pupil=pupil,
        pupil_ids=pupil_ids or [],
        request_id=request_id(),
        tablet=tablet_name(request),
    )
