"""A pasted list of children and their classes of next year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.imports.incoming import squashed
from pupils.imports.rows import read_spreadsheet
from pupils.models import Pupil
from pupils.next_year.pasted import PastedPlan, Roll, as_text, plan_lines, read_lines
from pupils.next_year.picture import Picture
from reports.forms.next_year import PasteForm
from reports.views.year_pages import arranged, builds_next_year

MISTAKEN = 422
FORM = ["GET", "HEAD", "POST"]


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(FORM)
@builds_next_year
def next_year_paste(request: StaffRequest, picture: Picture) -> HttpResponse:
    """A list of "UPN or name, class": shown first, then carried out whole or not at all."""
    form = PasteForm(request.POST or None, request.FILES or None)
    plan, text = None, ""
    if request.method == "POST" and form.is_valid():
        text = _text_of(form)
        plan = _plan_of(request, picture, text) if not form.errors else None
        if plan and _plain(form.cleaned_data["confirmed"]) == text and not plan.problems:
            changed = arranged(picture.pair, plan.wishes, form)
            if not form.errors:
                messages.success(request, f"Done: {changed} changed.")
                return redirect("reports:next_year", school=request.school.slug)
    if plan:
        log_list(request, [pk for pk, _name, _to in plan.told])
    if plan and not form.errors:
        form = PasteForm(initial={"lines": text, "confirmed": text})
    context = {"form": form, "plan": plan, "pair": picture.pair}
    failed = form.is_bound and form.errors
    status = MISTAKEN if failed or (plan and plan.problems) else 200
    return render(request, "reports/next_year_paste.html", context, status=status)


def _text_of(form: PasteForm) -> str:
    """The lines of the field, and those of the file after them."""
    text = _plain(form.cleaned_data["lines"])
    upload = form.cleaned_data["file"]
    try:
        more = as_text(read_spreadsheet(upload, today=today())) if upload else ""
    except Refused as fault:
        form.add_error("file", str(fault))
        more = ""
    return "\n".join(part for part in (text, more) if part)


def _plain(text: str) -> str:
    """A text whichever way a browser ends its lines."""
    return text.strip().replace("\r\n", "\n")


def _plan_of(request: StaffRequest, picture: Picture, text: str) -> PastedPlan:
    roll = Roll(Pupil.objects.visible_to(request.membership).on_roll())
    classes = {squashed(row.name): row for row in picture.next_classes}
    return plan_lines(read_lines(text), roll, classes, picture.pair.name)
