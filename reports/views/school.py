"""The school's own pages: details, logo, dates, classes, figures (SENCO and office)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import ClashField, ClashView, chosen, clash_of
from accounts.permissions import Permission
from accounts.setting_up import onward
from common.dates import long_date, today
from common.errors import Refused
from common.years import academic_year_of
from reports.forms.school import ClosureFormSet, SchoolForm, SettingForm, YearForm
from reports.school import (
    class_lines,
    contact_facts,
    detail_facts,
    figure_lines,
    missing_year,
    year_picture,
)
from schools.actions import HALF_TERM_CODES, Closure, add_year, edit_school, save_dates, set_setting
from schools.dates import closures_of, current_year, half_terms_of, open_classes
from schools.models import AcademicYear, School
from schools.records import EditClash
from schools.settings import Name

MISTAKEN, CLASH = 422, 409
YEARS_AHEAD = 2


@requires(Permission.EDIT_SCHOOL)
@require_safe
def school_detail(request: StaffRequest) -> HttpResponse:
    """Everything about the school itself on one page."""
    day = today()
    year = current_year(day)
    years = list(AcademicYear.objects.order_by("-starts_on"))
    context = {
        "details": detail_facts(request.school, day),
        "contacts": contact_facts(request.school),
        "picture": year_picture(year, day) if year else None,
        "other_years": [row for row in years if row != year],
        "next_begins": _next_begins(),
        "missing_year": missing_year(day),
        "classes": class_lines(open_classes(day).filter(academic_year=year), day),
        "figures": figure_lines(day),
    }
    return render(request, "reports/school_detail.html", context)


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def school_edit(request: StaffRequest) -> HttpResponse:
    """Name, numbers, contacts, go-live date, logo."""
    school = School.objects.get(pk=request.school.pk)
    form = SchoolForm(chosen(request.POST) or None, request.FILES or None, instance=school)
    clash = None
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            edit_school(
                school=school,
                expected=cleaned["version"],
                logo=cleaned["logo_file"],
                remove_logo=cleaned.get("remove_logo", False),
            )
        except EditClash as fault:
            names = SchoolForm.Meta.fields
            saved = {name: getattr(fault.current, name) for name in names}
            clash = clash_of(form, saved, fault.current, fault.current.version)
        else:
            messages.success(request, "Saved the school's details.")
            return onward(request, "reports:school_detail")
    context = {"form": form, "clash": clash}
    return render(request, "reports/school_edit.html", context, status=_status(clash, form))


@requires(Permission.VIEW_HOME)
@require_safe
def school_logo(request: StaffRequest) -> HttpResponse:
    """The school's logo, for those who work in it. Always a PNG that we encoded ourselves."""
    try:
        with request.school.logo.open("rb") as file:
            content = file.read()
    except (ValueError, FileNotFoundError) as fault:
        raise Http404 from fault
    response = HttpResponse(content, content_type="image/png")
    response["Content-Disposition"] = 'inline; filename="logo.png"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def year_add(request: StaffRequest) -> HttpResponse:
    """The next academic year, with England's usual dates to begin with."""
    begins = _next_begins()
    if begins is None:
        raise Http404
    if request.method == "POST":
        year = add_year(begins=begins)
        messages.success(request, f"Added {year.name} with the usual dates. Change them to yours.")
        return redirect("reports:year_edit", school=request.school.slug, pk=year.pk)
    name = f"{begins}/{(begins + 1) % 100:02d}"
    context = {
        "title": f"Add {name}",
        "text": "It starts with England's usual half-terms and bank holidays: yours come next.",
        "action": f"Add {name}",
        "cancel_url": reverse("reports:school_detail", kwargs={"school": request.school.slug}),
    }
    return render(request, "confirm.html", context)


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def year_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The six half-terms of a year, and the days in term when pupils stay away."""
    year = get_object_or_404(AcademicYear, pk=pk)
    closed = [{"on": row.on, "kind": row.kind, "why": row.why} for row in closures_of(year)]
    form = YearForm(chosen(request.POST) or None, year=year, half_terms=half_terms_of(year))
    rows: Any = ClosureFormSet(request.POST or None, initial=closed, prefix="closed")
    clash = None
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            save_dates(
                year=year,
                expected=form.cleaned_data["version"],
                half_terms=form.spans(),
                closures=rows.closures(),
            )
        except Refused as fault:
            form.add_error(None, str(fault))
        except EditClash as fault:
            clash = _clash_of_dates(form, rows.closures(), fault.current)
        else:
            messages.success(request, f"Saved the dates of {year.name}.")
            return onward(request, "reports:school_detail")
    context = {"year": year, "form": form, "rows": rows, "clash": clash}
    return render(request, "reports/year_edit.html", context, status=_status(clash, form, rows))


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def setting_add(request: StaffRequest) -> HttpResponse:
    """A figure of the school from a day on; `?name=` fills in which."""
    chosen = request.GET.get("name")
    initial = {"name": chosen} if chosen in Name.values else {}
    form = SettingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = set_setting(**form.cleaned_data)
        except Refused as fault:
            form.add_error("value", str(fault))
        else:
            since = long_date(row.starts_on)
            messages.success(request, f"Saved: {row.get_name_display()}, from {since}.")
            return redirect("reports:school_detail", school=request.school.slug)
    return render(request, "reports/setting_add.html", {"form": form}, status=_status(None, form))


def _next_begins() -> int | None:
    """The September the next year to add begins in; `None` when enough years are there.

    This year's own, where a school was opened with next year only.
    """
    now = academic_year_of(today())
    years = [day.year for day in AcademicYear.objects.values_list("starts_on", flat=True)]
    begins = max(years) + 1 if now in years else now
    return begins if begins <= now + YEARS_AHEAD else None


def _clash_of_dates(form: YearForm, closures: list[Closure], year: AcademicYear) -> ClashView:
    """What differs in the dates saved meanwhile, the closed days as one text."""
    saved = {
        f"{HALF_TERM_CODES[span.name]}_{end}": getattr(span, end)
        for span in half_terms_of(year)
        for end in ("starts_on", "ends_on")
    }
    view = clash_of(form, saved, year, year.version)
    theirs = ", ".join(long_date(row.on) for row in closures_of(year))
    mine = ", ".join(long_date(row.on) for row in sorted(closures))
    if mine != theirs:
        view.fields.append(ClashField("Closed days", mine or "None", theirs or "None"))
    return view


def _status(clash: Any, *forms: Any) -> int:
    """409 for a clash, 422 for a form with mistakes, else 200."""
    if clash:
        return CLASH
    mistaken = any(form.is_bound and not form.is_valid() for form in forms)
    return MISTAKEN if mistaken else 200
