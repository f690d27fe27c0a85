"""How a piece of background work stands."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from jobs.models import Job
from jobs.progress import WORDS, is_fragment


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
