"""Views of the register that people keep under a name."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from reports.forms.register import SavedViewForm
from reports.models import SavedView
from reports.saved_views import query_of, remove_view, save_view

MISTAKEN = 422
show_and_save = require_http_methods(["GET", "HEAD", "POST"])


def register_url(request: StaffRequest, query: str = "") -> str:
    """The register, as a view has it."""
    path = reverse("reports:register", kwargs={"school": request.school.slug})
    return f"{path}?{query}" if query else path


@requires(Permission.VIEW_REGISTER)
@require_safe
def saved_view_list(request: StaffRequest) -> HttpResponse:
    """This person's views and those that colleagues share."""
    rows = SavedView.objects.visible_to(request.membership).select_related("membership__user")
    changeable = set(
        SavedView.objects.changeable_by(request.membership).values_list("pk", flat=True)
    )
    views = [
        {
            "view": row,
            "url": register_url(request, row.query),
            "whose": "" if row.membership_id == request.membership.pk else row.membership.user.name,
            "may_change": row.pk in changeable,
        }
        for row in rows.order_by("name", "pk")
    ]
    context = {"views": views, "register_url": register_url(request)}
    return render(request, "reports/saved_view_list.html", context)


@requires(Permission.VIEW_REGISTER)
@show_and_save
def saved_view_add(request: StaffRequest) -> HttpResponse:
    """Keep the register as this address asks for it."""
    query = query_of(request.GET)
    form = SavedViewForm(request.POST or None, membership=request.membership)
    if form.is_bound and form.is_valid() and _save(request, form, query):
        return redirect(register_url(request, query))
    return _form(request, form, query, title="Save this view")


@requires(Permission.VIEW_REGISTER)
@show_and_save
def saved_view_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename a view, or share it."""
    view = _changeable(request, pk)
    form = SavedViewForm(request.POST or None, instance=view, membership=request.membership)
    if form.is_bound and form.is_valid() and _save(request, form, view.query, view):
        return redirect("reports:saved_view_list", school=request.school.slug)
    return _form(request, form, view.query, title="Change a view")


@requires(Permission.VIEW_REGISTER)
@show_and_save
def saved_view_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget a view; no child is touched."""
    view = _changeable(request, pk)
    if request.method == "POST":
        remove_view(view=view)
        messages.success(request, f"Removed the view {view.name}.")
        return redirect("reports:saved_view_list", school=request.school.slug)
    shared = " Colleagues no longer find it either." if view.is_shared else ""
    context: dict[str, Any] = {
        "title": f"Remove the view {view.name}?",
        "text": f"Only the name and its filters go; no child's record changes.{shared}",
        "action": "Remove it",
        "cancel_url": reverse("reports:saved_view_list", kwargs={"school": request.school.slug}),
        "consequences": [],
        "form": None,
        "danger": False,
    }
    return render(request, "confirm.html", context)


def _changeable(request: StaffRequest, pk: int) -> SavedView:
    rows = SavedView.objects.changeable_by(request.membership)
    view: SavedView = get_object_or_404(rows, pk=pk)
    return view


def _save(
    request: StaffRequest, form: SavedViewForm, query: str, view: SavedView | None = None
) -> bool:
    """Save what the form holds; a refusal becomes its error."""
    given = form.cleaned_data
    try:
        save_view(
            by=request.membership,
            name=given["name"],
            query=query,
            is_shared=given.get("is_shared", bool(view and view.is_shared)),
            view=view,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Saved the view {given['name']}.")
    return True


def _form(request: StaffRequest, form: SavedViewForm, query: str, *, title: str) -> HttpResponse:
    asked = QueryDict(query)
    context = {
        "title": title,
        "form": form,
        "asks_something": bool(asked),
        "cancel_url": register_url(request, query),
    }
    status = MISTAKEN if form.is_bound else 200
    return render(request, "reports/saved_view_form.html", context, status=status)
