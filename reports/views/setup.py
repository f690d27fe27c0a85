"""Setting a school up: the steps, what is done, what comes next (SENCO and office)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from reports.forms.setup import SkipForm
from reports.school import missing_year
from reports.setup import set_up_of
from schools.actions import resume_step, skip_step
from schools.dates import live_words

MISTAKEN = 422


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: StaffRequest) -> HttpResponse:
    """The six steps and going live; sent to it, a step is passed over or taken up again."""
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = form.cleaned_data["step"]
        if form.cleaned_data["skips"]:
            skip_step(step=step, by=request.membership.user)
        else:
            resume_step(step=step)
        return redirect("reports:setup", school=request.school.slug)
    day = today()
    context = {
        "set_up": set_up_of(request.school, day),
        "live": live_words(request.school, day),
        "missing_year": missing_year(day),
    }
    status = MISTAKEN if request.method == "POST" else 200
    return render(request, "reports/setup.html", context, status=status)
