"""The meeting about a class: chosen, written child by child on one screen, held."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import Saved, chosen, clash_of, compare, renew_version
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.actions import Versions, edit_meeting, hold_meeting, plan_class_meeting, say_of
from pupils.models import Meeting, MeetingPupil, Pupil
from pupils.views.pages import MISTAKEN, posted, show_and_save
from reports.forms.meetings import ClassMeetingAddForm, ClassMeetingEditForm, HeldForm
from reports.meetings.class_screen import (
    ChildLine,
    child_lines,
    children_of,
    fresh_fields,
    said_form,
    saved_words,
)
from reports.meetings.days import classes_of, day_lines, suggested
from reports.meetings.editing import before_of, last_written
from reports.meetings.lines import day_words, meeting_line
from reports.views.meeting_pages import changeable_meeting, meeting_url, say_saved
from schools.records import EditClash

CLASH = 409
LONGEST_ID = 19
SAID = ("note", "next_step", "was_discussed")


@requires(Permission.RECORD_MEETINGS)
@show_and_save
def class_meeting_add(request: StaffRequest) -> HttpResponse:
    """Choose a class and a kind of meeting; then one screen holds the class."""
    day = today()
    classes = classes_of(request.membership, day)
    form = ClassMeetingAddForm(
        request.POST or None,
        classes=classes,
        initial=_own_class(classes) | suggested(request.GET),
    )
    if form.is_bound and form.is_valid():
        meeting = plan_class_meeting(
            class_group=form.cleaned_data["class_group"],
            facts=form.facts(is_held=False),
            by=request.membership.user,
        )
        return redirect(meeting_url(request, "class_meeting_write", meeting.pk))
    context = {"form": form, "days": day_lines(day, request.membership)}
    status = MISTAKEN if request.method == "POST" else 200
    return render(request, "reports/class_meeting_add.html", context, status=status)


def _own_class(classes: Any) -> dict[str, Any]:
    """The class, for who has only one."""
    found = list(classes[:2])
    return {"class_group": found[0].pk} if len(found) == 1 else {}


@requires(Permission.RECORD_MEETINGS)
@require_safe
def class_meeting_write(request: StaffRequest, pk: int) -> HttpResponse:
    """A note and a next step for each child of a class, and who was there."""
    return _screen(request, changeable_meeting(request, pk, of_class=True))


@requires(Permission.RECORD_MEETINGS)
@require_POST
def class_meeting_note(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep what was said of one child; to a script, how that child's line stands now."""
    meeting = changeable_meeting(request, pk, of_class=True)
    data = chosen(request.POST)
    form = _form_sent(meeting, data)
    if not form.is_valid():
        if "pupil" in form.errors:
            return _screen(request, meeting, refusal="Say which child it is about.")
        line = ChildLine(_child(request, meeting, form), form)
        return _answer(request, meeting, line, MISTAKEN)
    line = ChildLine(_child(request, meeting, form), form)
    try:
        row = say_of(
            meeting=meeting,
            pupil=line.pupil,
            said=form.said(),
            expected=form.cleaned_data["version"],
        )
    except EditClash as clash:
        _show_both(line, clash.current, form.cleaned_data["version"])
        return _answer(request, meeting, line, CLASH)
    line.state = saved_words()
    renew_version(form, row.version)
    line.fresh = fresh_fields(form, [name for name in SAID if f"take-{name}" in request.POST])
    return _answer(request, meeting, line, 200)


def _form_sent(meeting: Meeting, data: Any) -> Any:
    """The form of the child that was sent, under that child's ids."""
    number = data.get("pupil", "")
    pupil = Pupil(pk=int(number) if number.isdecimal() and len(number) < LONGEST_ID else 0)
    return said_form(meeting, pupil, None, data)


def _child(request: StaffRequest, meeting: Meeting, form: Any) -> Pupil:
    """The child a form is about, of those of the meeting; 404 for any other."""
    number = form.cleaned_data["pupil"]
    for pupil in children_of(meeting, request.membership):
        if pupil.pk == number:
            return pupil
    raise Http404


def _show_both(line: ChildLine, current: MeetingPupil, expected: int) -> None:
    """Both texts where two people wrote; what only they changed goes into the form."""
    by, at = last_written(current)
    values = {name: getattr(current, name) for name in SAID}
    saved = Saved(values, current.version, by, at, before_of(current, expected))
    line.clash = compare(line.form, saved)
    line.fresh = fresh_fields(line.form, [field.name for field in line.clash.merged])


def _answer(request: StaffRequest, meeting: Meeting, line: ChildLine, status: int) -> HttpResponse:
    """How a line stands, to a script; else the page, at that child when all is well."""
    if getattr(request, "htmx", False):
        context = {"line": line}
        return render(request, "reports/_said_state.html", context, status=status)
    if status == 200:
        here = meeting_url(request, "class_meeting_write", meeting.pk)
        return redirect(f"{here}#child-{line.pk}")
    return _screen(request, meeting, line=line, status=status)


@requires(Permission.RECORD_MEETINGS)
@require_POST
def class_meeting_hold(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that the meeting took place: it counts for each child who was discussed."""
    meeting = changeable_meeting(request, pk, of_class=True)
    form = HeldForm(chosen(request.POST))
    if form.is_valid():
        given = form.cleaned_data
        try:
            held = hold_meeting(
                meeting=meeting,
                pupils=[] if meeting.is_held else children_of(meeting, request.membership),
                who=given["who"],
                people=given["people"],
                expected=given["version"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = fault.current
            values = {"who": now.attended, "people": now.people}
            clash = clash_of(form, values, now, now.version)
            return _screen(request, meeting, held=form, clash=clash, status=CLASH)
        else:
            say_saved(request, held)
            return redirect(meeting_url(request, "meeting_detail", pk))
    return _screen(request, meeting, held=form, status=MISTAKEN)


@requires(Permission.RECORD_MEETINGS)
@show_and_save
def class_meeting_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another kind, day, time or place for a meeting about a class."""
    meeting = changeable_meeting(request, pk, of_class=True)
    values = {name: getattr(meeting, name) for name in ("kind", "on", "at", "place")}
    form = ClassMeetingEditForm(
        posted(request),
        initial=values | {"version": meeting.version},
        also={meeting.kind: meeting.kind_name},
    )
    clash = None
    if form.is_bound and form.is_valid():
        who = meeting.attended if meeting.is_held else meeting.invited
        facts = form.facts(is_held=meeting.is_held, who=who, people=meeting.people)
        try:
            edit_meeting(
                meeting=meeting, facts=facts, opened_on=Versions(form.cleaned_data["version"])
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = {name: getattr(fault.current, name) for name in values}
            clash = clash_of(form, now, fault.current, fault.current.version)
        else:
            messages.success(request, "The meeting is changed.")
            return redirect(meeting_url(request, "class_meeting_write", pk))
    context = {"form": form, "meeting": meeting, "clash": clash}
    status = CLASH if clash else MISTAKEN if form.is_bound else 200
    return render(request, "reports/class_meeting_edit.html", context, status=status)


def _screen(
    request: StaffRequest,
    meeting: Meeting,
    *,
    line: ChildLine | None = None,
    held: HeldForm | None = None,
    clash: Any = None,
    refusal: str = "",
    status: int = 0,
) -> HttpResponse:
    """The class on one screen, as opened or with what was typed and is not kept yet."""
    lines = child_lines(meeting, children_of(meeting, request.membership))
    if line is not None:
        for one in lines:
            if one.pk == line.pk:
                one.form, one.clash = line.form, line.clash
    if lines:
        log_list(request, [one.pk for one in lines])
    context = {
        "meeting": meeting,
        "line": meeting_line(meeting, today()),
        "lines": lines,
        "noted": sum(1 for one in lines if one.is_noted),
        "held": held or _held_form(meeting),
        "clash": clash,
        "refusal": refusal,
        "day_words": day_words(meeting.on),
        "may_hold": meeting.on <= today(),
    }
    usual = MISTAKEN if refusal else 200
    return render(request, "reports/class_meeting_write.html", context, status=status or usual)


def _held_form(meeting: Meeting) -> HeldForm:
    who = meeting.attended if meeting.is_held else meeting.invited
    return HeldForm(
        initial={"who": who, "people": meeting.people, "version": meeting.version},
        auto_id="held_%s",
    )
