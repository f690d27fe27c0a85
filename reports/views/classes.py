"""The classes of the school: which there are, and whose each is (SENCO and office)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import chosen, clash_of
from accounts.cover import CoverForm
from accounts.permissions import Permission
from accounts.setting_up import onward
from accounts.staff import assignments, duties
from common.dates import today
from common.errors import Refused
from reports.forms.classes import ClassAddForm, ClassEditForm, ClassesForm
from reports.school import class_lines
from schools.actions import add_class, add_classes, edit_class
from schools.dates import AS_LISTED, current_year
from schools.models import AcademicYear, ClassGroup
from schools.records import EditClash

MISTAKEN, CLASH = 422, 409


@requires(Permission.EDIT_SCHOOL)
@require_safe
def class_list(request: StaffRequest) -> HttpResponse:
    """The classes of one academic year, this one unless `?year=` names another."""
    years = list(AcademicYear.objects.order_by("-starts_on"))
    asked = request.GET.get("year", "")
    year = next((row for row in years if str(row.pk) == asked), current_year())
    here = reverse("reports:class_list", kwargs={"school": request.school.slug})
    pills = [
        {"label": row.name, "url": f"{here}?year={row.pk}", "chosen": row == year, "count": None}
        for row in years
    ]
    classes = ClassGroup.objects.filter(academic_year=year).order_by(*AS_LISTED)
    context = {
        "year": year,
        "pills": pills,
        "clear_url": "",
        "classes": class_lines(classes, today()),
    }
    return render(request, "reports/class_list.html", context)


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def class_add(request: StaffRequest) -> HttpResponse:
    """A new class; `?year=` fills in which year."""
    years = AcademicYear.objects.filter(ends_on__gte=today()).order_by("starts_on")
    initial = {"year": request.GET.get("year")}
    form = ClassAddForm(request.POST or None, years=years, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_class(**form.cleaned_data)
        except Refused as fault:
            form.add_error("name", str(fault))
        else:
            messages.success(request, f"Added {made.name}. Now say whose class it is.")
            return redirect("reports:class_edit", school=request.school.slug, pk=made.pk)
    status = MISTAKEN if form.errors else 200
    return render(request, "reports/class_add.html", {"form": form}, status=status)


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def class_add_many(request: StaffRequest) -> HttpResponse:
    """Many classes from one field: what was understood is shown, then all are added or none."""
    years = AcademicYear.objects.filter(ends_on__gte=today()).order_by("starts_on")
    here = current_year()
    asked = request.GET.get("year") or (here.pk if here else None)
    form = ClassesForm(request.POST or None, years=years, initial={"year": asked})
    context = {"form": form}
    if getattr(request, "htmx", False):
        form.is_valid()
        return render(request, "reports/_class_add_many.html", context)
    if request.method == "POST" and form.is_valid() and form.was_shown:
        try:
            made = add_classes(year=form.cleaned_data["year"], named=form.named())
        except Refused as fault:
            form.add_error("names", str(fault))
        else:
            messages.success(request, f"Added {len(made)} classes.")
            return onward(request, "reports:class_list")
    status = MISTAKEN if form.errors else 200
    return render(request, "reports/class_add_many.html", context, status=status)


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def class_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A class: its name, and who teaches, covers and helps in it."""
    row = get_object_or_404(ClassGroup.objects.select_related("academic_year"), pk=pk)
    form = ClassEditForm(chosen(request.POST) or None, class_group=row)
    clash = None
    if request.method == "POST" and form.is_valid():
        cleaned = dict(form.cleaned_data)
        try:
            edit_class(class_group=row, expected=cleaned.pop("version"), **cleaned)
        except Refused as fault:
            form.add_error("name", str(fault))
        except EditClash as fault:
            saved = {"name": fault.current.name, "year_group": fault.current.year_group}
            clash = clash_of(form, saved, fault.current, fault.current.version)
        else:
            messages.success(request, f"Saved {row.name}.")
            return redirect("reports:class_list", school=request.school.slug)
    year, day = row.academic_year, today()
    context = {
        "class_group": row,
        "form": form,
        "clash": clash,
        "cover": CoverForm() if year.starts_on <= day <= year.ends_on else None,
        "duties": duties(assignments(class_group=row), today()),
    }
    status = CLASH if clash else MISTAKEN if form.errors else 200
    return render(request, "reports/class_edit.html", context, status=status)
