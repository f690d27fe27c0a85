"""How background work stands, for `components/job_progress.html`."""

from typing import Any

from django.http import HttpRequest

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


def progress_of(job: Job | None, *, is_made: bool, title: str, poll_url: str) -> dict[str, Any]:
    """How the making of a file stands: whether it is over, and whether it failed."""
    over = is_made or job is None or job.is_over
    words = (job.error or WORDS.get(Job.State(job.state), "")) if job else ""
    return {
        "job": job,
        "title": title,
        "words": words,
        "over": over,
        "failed": over and not is_made,
        "poll_url": poll_url,
    }
