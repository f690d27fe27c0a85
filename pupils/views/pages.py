"""What every page of a child shares: how it is fetched, entered in the log and drawn."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest
from accounts.clash import chosen
from pupils.access_log import log_pupil
from pupils.contexts import Action, pupil_header
from pupils.models import Pupil

MISTAKEN = 422
show_and_save = require_http_methods(["GET", "HEAD", "POST"])


def changeable_pupil(request: StaffRequest, pk: int) -> Pupil:
    """A pupil whose record this person may change; 404 for any other."""
    pupil: Pupil = get_object_or_404(Pupil.objects.changeable_by(request.membership), pk=pk)
    return pupil


def changeable_row(model: type[models.Model], request: StaffRequest, pk: int) -> Any:
    """A row about a pupil whose record this person may change; 404 for any other."""
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = model._default_manager.filter(pupil__in=pupils).select_related("pupil")
    return get_object_or_404(rows, pk=pk)


def posted(request: StaffRequest) -> QueryDict | None:
    """What was sent, with the choices of a clash page carried out; `None` on opening."""
    return chosen(request.POST) if request.method == "POST" else None


def details_url(request: StaffRequest, pupil: Pupil) -> str:
    """The address of the child's details."""
    return reverse("pupils:pupil_detail", kwargs={"school": request.school.slug, "pk": pupil.pk})


def to_details(request: StaffRequest, pupil: Pupil) -> HttpResponse:
    """To the child's details, after a change."""
    return redirect(details_url(request, pupil))


def head_context(
    request: StaffRequest,
    pupil: Pupil,
    *,
    tab: str = "pupils:pupil_detail",
    actions: Sequence[Action] = (),
    also: Iterable[int] = (),
) -> dict[str, Any]:
    """What stands above every page of a child; writes the access entry.

    `also` are other pupils that the page names.
    """
    log_pupil(request, pupil, also=also)
    head = pupil_header(pupil, request.membership, tab, actions=actions)
    return {"pupil": pupil, "head": head, "cancel_url": details_url(request, pupil)}


def form_page(
    request: StaffRequest,
    pupil: Pupil,
    form: Any,
    *,
    title: str,
    action: str,
    template: str = "pupils/pupil_form.html",
    context: Mapping[str, Any] | None = None,
    status: int | None = None,
    also: Iterable[int] = (),
    tab: str = "pupils:pupil_detail",
) -> HttpResponse:
    """A form about a child: as it was opened, or with what was typed and what is wrong with it."""
    shown = head_context(request, pupil, tab=tab, also=also) | {
        "title": title,
        "action": action,
        "form": form,
    }
    status = status or (MISTAKEN if form.is_bound else 200)
    return render(request, template, shown | dict(context or {}), status=status)
