"""How a piece of background work stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from jobs.models import Job

WORDS = {
    Job.State.WAITING: "Waiting for its turn. You can leave this page; nothing is lost.",
    Job.State.RUNNING: "At work. You can leave this page; nothing is lost.",
    Job.State.DONE: "Done.",
}


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for the progress alone."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


@requires(Permission.VIEW_HOME)
@require_safe
def job_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The progress of a job this person started; the page asks again until it is over."""
    job = get_object_or_404(Job.objects.filter(started_by=request.membership.user), pk=pk)
    context = {
        "job": job,
        "title": job.title,
        "words": job.error or WORDS.get(job.state, ""),
        "over": job.is_over,
        "failed": job.state == Job.State.FAILED,
        "poll_url": reverse("reports:job_detail", args=[request.school.slug, job.pk]),
    }
    template = "reports/_job_detail.html" if is_fragment(request) else "reports/job_detail.html"
    return render(request, template, context)
