"""The sheets of a class: what each child needs, on one page to print, and who has read it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from provision.actions import read_sheet
from pupils.access_log import log_list
from reports.sheets.gathering import Sheet, classes_seen, sheet_of
from reports.sheets.readers import known_to, people_around, reader_lines, with_states

CHANGED = "The sheet changed since you opened it. Please read it again."


@requires(Permission.VIEW_CLASS_SHEET)
@require_safe
def class_sheet_list(request: StaffRequest) -> HttpResponse:
    """The classes of which a person sees children, each with its two sheets."""
    day = today()
    context = {"classes": classes_seen(request.membership, day), "day": day}
    return render(request, "reports/class_sheet_list.html", context)


@requires(Permission.VIEW_CLASS_SHEET)
@require_safe
def class_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Each child's need in a word, what helps most, what to avoid, and today."""
    day, reader = today(), request.membership
    sheet = _sheet(request, pk)
    people = people_around(sheet, day) if reader.can(Permission.VIEW_AUDIT) else {}
    known = known_to({reader.user_id, *people}, sheet, day)
    read = known.of(reader.user_id)
    context = {
        "sheet": with_states(sheet, read),
        "has_read_before": bool(read),
        "day": day,
        "readers": reader_lines(sheet, people, known),
    }
    return _shown(request, sheet, "reports/class_sheet.html", context)


@requires(Permission.VIEW_CLASS_SHEET)
@require_POST
def class_sheet_read(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep that this person has read the sheet, unless it changed while they did."""
    sheet = _sheet(request, pk)
    if request.POST.get("version") != sheet.version:
        messages.warning(request, CHANGED)
    else:
        read_sheet(versions=sheet.versions, by=request.membership.user)
        messages.success(request, f"Kept: you have read the sheet of {sheet.name}.")
    return redirect("reports:class_sheet", school=request.school.slug, pk=pk)


@requires(Permission.VIEW_CLASS_SHEET)
@require_safe
def supply_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """The class sheet cut to what a stranger needs by 8:55: what to do, not what it is called."""
    sheet = _sheet(request, pk)
    told = [line for line in sheet.lines if line.helps or line.avoid]
    untold = [line for line in sheet.lines if not (line.helps or line.avoid)]
    context = {"sheet": sheet, "told": told, "untold": untold, "day": today()}
    return _shown(request, sheet, "reports/supply_sheet.html", context)


def _sheet(request: StaffRequest, pk: int) -> Sheet:
    sheet = sheet_of(request.membership, pk, today())
    if sheet is None:
        raise Http404
    return sheet


def _shown(
    request: StaffRequest, sheet: Sheet, template: str, context: dict[str, object]
) -> HttpResponse:
    """A page that names children, with its entry in the log."""
    if sheet.lines:
        log_list(request, sheet.children)
    return render(request, template, context)
