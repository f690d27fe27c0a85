"""Agencies involved with a child, and what they advised: recorded, changed, taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.access import StaffRequest, requires
from accounts.clash import CLASH, clash_of
from accounts.permissions import Permission
from common.errors import Refused
from pupils.actions import (
    change_advice,
    change_involvement,
    involve_agency,
    record_advice,
    withdraw_advice,
    withdraw_involvement,
)
from pupils.models import Advice, AgencyInvolvement, Pupil, Recommendation
from pupils.views.pages import changeable_pupil, form_page, posted, show_and_save
from reports.documents.agencies import names_known
from reports.forms.documents import AdviceForm, AgencyForm, advice_values, agency_values
from reports.forms.letters import BecauseForm
from reports.views.documents import TAB, tab_url
from schools.records import EditClash


@requires(Permission.KEEP_DOCUMENTS)
@show_and_save
def agency_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that an agency is involved with a child."""
    pupil = changeable_pupil(request, pk)
    form = AgencyForm(posted(request), initial=agency_values(None))
    by = request.membership.user
    return _form(
        request,
        pupil,
        form,
        lambda: involve_agency(pupil=pupil, facts=form.involved(), by=by),
        title="Record an agency",
        template="reports/agency_add.html",
        context={"names": names_known()},
    )


@requires(Permission.KEEP_DOCUMENTS)
@show_and_save
def agency_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Say anew what is known of an agency's part."""
    row = _involvement(request, pk)
    form = AgencyForm(posted(request), initial=agency_values(row))
    return _form(
        request,
        row.pupil,
        form,
        lambda: change_involvement(
            involvement=row, facts=form.involved(), expected=form.cleaned_data["version"]
        ),
        title=row.agency,
        template="reports/agency_edit.html",
        context={"names": names_known(), "involvement": row},
        values_now=agency_values,
    )


@requires(Permission.KEEP_DOCUMENTS)
@show_and_save
def agency_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that an agency was recorded by mistake."""
    row = _involvement(request, pk)
    form, by = BecauseForm(posted(request)), request.membership.user
    return _form(
        request,
        row.pupil,
        form,
        lambda: withdraw_involvement(involvement=row, because=form.cleaned_data["because"], by=by),
        title="Recorded by mistake",
        action="Take it back",
        template="reports/agency_withdraw.html",
        context={"involvement": row},
    )


@requires(Permission.KEEP_DOCUMENTS)
@show_and_save
def advice_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Record what an agency advised about a child."""
    row = _involvement(request, pk)
    by = request.membership
    form = AdviceForm(posted(request), initial=advice_values(None, []), pupil=row.pupil, by=by)
    return _form(
        request,
        row.pupil,
        form,
        lambda: record_advice(involvement=row, said=form.advised(), by=by.user),
        title=f"Advice of {row.agency}",
        template="reports/advice_add.html",
        context={"involvement": row},
    )


@requires(Permission.KEEP_DOCUMENTS)
@show_and_save
def advice_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Say anew what an agency advised."""
    row = _advice(request, pk)
    form = AdviceForm(
        posted(request),
        initial=advice_values(row, _recommendations(row)),
        pupil=row.pupil,
        by=request.membership,
    )
    return _form(
        request,
        row.pupil,
        form,
        lambda: change_advice(
            advice=row, said=form.advised(), expected=form.cleaned_data["version"]
        ),
        title=f"Advice of {row.involvement.agency}",
        template="reports/advice_edit.html",
        context={"advice": row},
        values_now=lambda now: advice_values(now, _recommendations(now)),
    )


@requires(Permission.KEEP_DOCUMENTS)
@show_and_save
def advice_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that advice was recorded by mistake."""
    row = _advice(request, pk)
    form, by = BecauseForm(posted(request)), request.membership.user
    return _form(
        request,
        row.pupil,
        form,
        lambda: withdraw_advice(advice=row, because=form.cleaned_data["because"], by=by),
        title="Recorded by mistake",
        action="Take it back",
        template="reports/advice_withdraw.html",
        context={"advice": row},
    )


def _form(
    request: StaffRequest,
    pupil: Pupil,
    form: Any,
    save: Callable[[], Any],
    *,
    title: str,
    template: str,
    context: Mapping[str, Any],
    action: str = "Save",
    values_now: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Save what is valid and go to the tab; else the form with what is wrong, or both texts."""
    clash = None
    if form.is_bound and form.is_valid():
        try:
            save()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = fault.current
            clash = clash_of(form, values_now(now) if values_now else {}, now, now.version)
        else:
            messages.success(request, "It is saved.")
            return redirect(tab_url(request, pupil))
    shown = {"clash": clash, "cancel_url": tab_url(request, pupil), **context}
    return form_page(
        request,
        pupil,
        form,
        title=title,
        action=action,
        template=template,
        context=shown,
        status=CLASH if clash else None,
        tab=TAB,
    )


def _involvement(request: StaffRequest, pk: int) -> AgencyInvolvement:
    """An involvement with a child whose record this person may change; 404 for any other."""
    rows = AgencyInvolvement.objects.visible_to(request.membership).standing()
    return _changeable(request, rows, pk)


def _advice(request: StaffRequest, pk: int) -> Advice:
    """Advice this person may read, about a child whose record they may change; 404 else."""
    rows = Advice.objects.visible_to(request.membership).standing()
    return _changeable(request, rows.select_related("involvement"), pk)


def _changeable(request: StaffRequest, rows: Any, pk: int) -> Any:
    pupils = Pupil.objects.changeable_by(request.membership)
    found = rows.filter(pupil__in=pupils).select_related("pupil")
    return get_object_or_404(found, pk=pk)


def _recommendations(advice: Advice) -> list[str]:
    rows = Recommendation.objects.standing().filter(advice=advice).order_by("place")
    return list(rows.values_list("words", flat=True))
