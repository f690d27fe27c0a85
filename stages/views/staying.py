"""Taking back a decision that a child stays; it is made on the page of the move."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import long_date
from pupils.models import Pupil
from stages.actions import withdraw_stay
from stages.forms import WithdrawForm
from stages.models import StayDecision
from stages.views.pages import attempt, form_page, to_stage


@requires(Permission.PLACE_ANYWHERE)
@require_http_methods(["GET", "POST"])
def stay_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a decision to stay that was recorded in error."""
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = StayDecision.objects.standing().filter(pupil__in=pupils)
    stay: StayDecision = get_object_or_404(rows.select_related("pupil"), pk=pk)
    form = WithdrawForm(request.POST or None, initial={"version": stay.version})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: withdraw_stay(
                stay=stay,
                expected=given["version"],
                because=given["because"],
                by=request.membership,
            ),
        )
        if isinstance(done, StayDecision):
            return to_stage(request, stay.pupil, "The decision is taken back.")
        if done:
            form.add_error(None, "Somebody else changed this record first. Go back and look again.")
    where = {"school": request.school.slug, "pk": stay.pupil_id}
    return form_page(
        request,
        "confirm.html",
        stay.pupil,
        form,
        title=f"Take back: {stay.route_words}",
        text=format_html(
            '<span class="name">{}</span>, decided on {}.',
            stay.pupil.name,
            long_date(stay.decided_on),
        ),
        consequences=[
            "It stays to be seen, marked as withdrawn, with who and why.",
            "The time at the stage is counted as it was before it.",
        ],
        action="Take this decision back",
        danger=True,
        cancel_url=reverse("reports:pupil_stage", kwargs=where),
    )
