"""One's own reminders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from pupils.views.pages import MISTAKEN, show_and_save
from reviews.actions import choose_digest
from reviews.forms import DigestForm
from reviews.models import USUAL_HOUR, Digest, DigestChoice

SHOWN = 14


@requires(Permission.VIEW_HOME)
@show_and_save
def digest_edit(request: StaffRequest) -> HttpResponse:
    """When one's digest comes, and which were sent lately. It names no child."""
    own = DigestChoice.objects.filter(membership=request.membership).first()
    now = {"hour": own.hour, "is_wanted": own.is_wanted} if own else None
    usual = {"hour": USUAL_HOUR, "is_wanted": True}
    form = DigestForm(request.POST or None, initial=now or usual)
    if request.method == "POST" and form.is_valid():
        choose_digest(by=request.membership, **form.cleaned_data)
        messages.success(request, _said(form))
        return redirect("reviews:digest_edit", school=request.school.slug)
    sent = Digest.objects.filter(recipient=request.membership, message__isnull=False)
    context = {"form": form, "sent": sent.select_related("message").order_by("-on")[:SHOWN]}
    status = MISTAKEN if form.is_bound else 200
    return render(request, "reviews/digest_edit.html", context, status=status)


def _said(form: DigestForm) -> str:
    chosen = form.cleaned_data
    if not chosen["is_wanted"]:
        return "No message comes any more. What is due stands on your home page."
    return (
        f"Your message comes at {chosen['hour']:02}:00 or soon after, on days with something new."
    )
