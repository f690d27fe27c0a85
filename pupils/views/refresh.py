"""Deciding about a file from the MIS: leavers, differences, what is odd, and its columns."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.drop import set_applies_harmless
from pupils.forms.refresh import AcceptForm, ColumnsForm, DropForm, LeaversForm, decided
from pupils.imports.columns import all_questions, match
from pupils.imports.held import content_of, plan_of
from pupils.imports.matching import choose_columns, memory, table_in
from pupils.imports.plan import Plan
from pupils.imports.settling import accept, choose_leavers, settle
from pupils.models import ColumnMatching, Pupil, PupilImport
from pupils.views.imports import held_file, preview, to_import
from pupils.views.pages import MISTAKEN


@requires(Permission.IMPORT_PUPILS)
@require_POST
def import_settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose ours, the MIS's or later for the differences that were shown."""
    held = held_file(pk)
    if not held.is_open:
        return to_import(request, held)
    try:
        settle(held=held, decided=decided(request.POST), by=request.membership)
    except Refused as refusal:
        return preview(request, held, refusal=str(refusal), status=MISTAKEN, show="settle")
    messages.success(request, "The choices are kept, and carried out when you load the file.")
    return _to_part(request, held, "settle")


@requires(Permission.IMPORT_PUPILS)
@require_POST
def import_leavers(request: StaffRequest, pk: int) -> HttpResponse:
    """Say who of those that are not in the file has left."""
    held = held_file(pk)
    if not held.is_open:
        return to_import(request, held)
    try:
        plan = plan_of(held, today())
        seen = _seen_leavers(request, plan)
        form = LeaversForm(request.POST, shown=list(seen))
        if form.is_valid() and _give_days(form, plan, seen):
            choose_leavers(held=held, leavers=form.cleaned_data["days"])
            messages.success(request, _leaving_words(form.cleaned_data["days"]))
            return _to_part(request, held, "leavers")
    except Refused as refusal:
        return preview(request, held, refusal=str(refusal), status=MISTAKEN, show="leavers")
    return preview(request, held, status=MISTAKEN, show="leavers", leavers=form)


def _seen_leavers(request: StaffRequest, plan: Plan) -> set[int]:
    """The leavers this person may decide about."""
    ids = [leaver.pupil_id for leaver in plan.leavers]
    rows = Pupil.objects.changeable_by(request.membership).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _give_days(form: LeaversForm, plan: Plan, seen: set[int]) -> bool:
    """Put the last day of each chosen leaver into the form; False where one is wanted."""
    given: dict[str, Any] = form.cleaned_data
    chosen = seen if given["who"] == "all" else set(given["pupil"])
    chosen = set() if given["who"] == "none" else chosen
    days = {}
    for leaver in plan.leavers:
        if leaver.pupil_id in seen:
            day = leaver.stated or given["on"]
            days[leaver.pupil_id] = day if leaver.pupil_id in chosen else None
            if leaver.pupil_id in chosen and day is None:
                form.add_error("on", "Give the last day at school: the file does not say it.")
                return False
    given["days"] = days
    return True


def _leaving_words(days: dict[int, Any]) -> str:
    count = sum(1 for on in days.values() if on)
    if not count:
        return "Nobody is archived."
    children = "1 child is" if count == 1 else f"{count} children are"
    return f"{children} archived when you load the file."


@requires(Permission.IMPORT_PUPILS)
@require_POST
def import_accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that something odd about the file is right all the same."""
    held = held_file(pk)
    form = AcceptForm(request.POST)
    if not held.is_open:
        return to_import(request, held)
    if not form.is_valid():
        return preview(request, held, refusal="Say what is right.", status=MISTAKEN)
    try:
        accept(held=held, key=form.cleaned_data["key"], by=request.membership)
    except Refused as refusal:
        return preview(request, held, refusal=str(refusal), status=MISTAKEN)
    return to_import(request, held)


@requires(Permission.IMPORT_PUPILS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what the headings are that nobody has spoken of yet, or change what was said."""
    held = held_file(pk)
    if not held.is_open or held.kind != PupilImport.Kind.SPREADSHEET:
        return to_import(request, held)
    try:
        content = content_of(held).read()
        table = table_in(content)
    except Refused as gone:
        context = {"held": held, "refusal": str(gone)}
        return render(request, "pupils/import_preview.html", context)
    found = match(table, memory())
    asked = found.questions if held.columns is None else all_questions(table, held.columns)
    sent = request.method == "POST"
    form = ColumnsForm(request.POST if sent else None, questions=asked)
    if sent and form.is_valid():
        try:
            choose_columns(held=held, content=content, said=form.said, by=request.membership.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return to_import(request, held)
    log_list(request, [])
    context = {
        "held": held,
        "form": form,
        "count": len(table.rows),
        "known": sum(1 for heading in table.headings if heading.strip()) - len(asked),
    }
    status = MISTAKEN if sent else 200
    return render(request, "pupils/import_columns.html", context, status=status)


@requires(Permission.IMPORT_PUPILS)
@require_POST
def matching_forget(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget what the headings of one layout mean; the next such file asks again."""
    get_object_or_404(ColumnMatching.objects.all(), pk=pk).delete()
    messages.success(request, "Forgotten: the next file with these headings asks again.")
    return redirect("pupils:import_new", school=request.school.slug)


@requires(Permission.IMPORT_PUPILS)
@require_POST
def drop_setting(request: StaffRequest) -> HttpResponse:
    """Turn on or off that harmless changes of the nightly file are applied by themselves."""
    form = DropForm(request.POST)
    if form.is_valid():
        on = form.cleaned_data["applies_harmless"]
        set_applies_harmless(on=on)
        words = "are now applied by themselves" if on else "now wait for you"
        messages.success(request, f"Joiners, class and name changes of the nightly file {words}.")
    return redirect("pupils:import_new", school=request.school.slug)


def _to_part(request: StaffRequest, held: PupilImport, part: str) -> HttpResponse:
    response = to_import(request, held)
    response["Location"] += f"?show={part}"
    return response
