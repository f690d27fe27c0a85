"""Building next year: the checklist, its classes on one screen, children, a pasted list, undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from accounts.staff import may_have_class, working_on
from common.dates import long_date, today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.next_year.building import begin_next_year, save_classes, undo_next_year
from pupils.next_year.picture import Picture, picture_of
from pupils.next_year.years import YearPair, builds_from, pair_on
from reports.forms.next_year import ChildrenForm, ClassesForm
from reports.next_year import (
    checklist,
    children_shown,
    class_lines,
    handover_of,
    seen_by,
)
from reports.views.year_pages import arranged, builds_next_year, pair_or_404
from schools.records import EditClash

MISTAKEN, CLASH = 422, 409
FORM = ["GET", "HEAD", "POST"]
MOST_PILLS = 16  # classes of a school in two forms of entry; more stand in a menu


@requires(Permission.EDIT_SCHOOL)
@require_safe
def next_year(request: StaffRequest) -> HttpResponse:
    """How next year stands: what is done, what is missing, and where to go on."""
    day = today()
    pair = pair_on(day)
    if pair is None:
        return render(request, "reports/next_year.html", {"pair": None, "picture": None})
    picture = picture_of(pair, day)
    without = seen_by(request.membership, picture.without_class) if picture.is_begun else []
    if without:
        log_list(request, [child.pk for child in without])
    begins = builds_from(pair)
    context = {
        "pair": pair,
        "picture": picture,
        "checks": checklist(picture, request.school.slug),
        "classes": class_lines(picture),
        "without": without,
        "without_count": len(picture.without_class),
        "starts": long_date(pair.starts_on),
        "builds_from": long_date(begins),
        "early": day < begins,
        "has_begun": pair.has_begun(day),
    }
    return render(request, "reports/next_year.html", context)


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(FORM)
def next_year_begin(request: StaffRequest) -> HttpResponse:
    """Begin: this year's classes again, every class moved up, the top year leaving."""
    day = today()
    pair = pair_or_404()
    refusal = ""
    if request.method == "POST":
        try:
            picture = begin_next_year(day=day)
        except Refused as fault:
            refusal = str(fault)
        else:
            messages.success(request, _begun(picture))
            late = picture.pair.has_begun(day)
            page = "reports:class_list" if late else "reports:next_year_edit"
            return redirect(page, school=request.school.slug)
    context = {
        "title": f"Begin {pair.name}",
        "text": refusal or _effect(pair),
        "consequences": []
        if refusal
        else [
            f"The classes of {pair.this.name} are made again for {pair.name}.",
            "Every class moves up: 3A goes to 4A. You change what differs on the next page.",
            "The top year is marked as leaving. Nobody is archived by that.",
            *([] if pair.next else [f"{pair.name} starts with England's usual term dates."]),
        ],
        "action": f"Begin {pair.name}",
        "cancel_url": _url(request, "next_year"),
    }
    return render(request, "confirm.html", context, status=MISTAKEN if refusal else 200)


def _effect(pair: YearPair) -> str:
    starts = long_date(pair.starts_on)
    if pair.has_begun(today()):
        return (
            f"Nobody prepared {pair.name}, which began on {starts}: children are placed from then."
        )
    return f"Nothing changes for anybody before {starts}, and you can undo it."


def _begun(picture: Picture) -> str:
    placed = sum(picture.counts.values())
    return (
        f"{picture.pair.name}: {len(picture.next_classes)} classes, {placed} children in them,"
        f" {len(picture.leaving)} leaving. From {long_date(picture.pair.starts_on)}."
    )


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(FORM)
@builds_next_year
def next_year_edit(request: StaffRequest, picture: Picture) -> HttpResponse:
    """Next year's classes on one screen: names, years, teachers, and where each class goes."""
    form = _classes_form(request, picture)
    if request.method == "POST" and form.is_valid():
        try:
            save_classes(
                picture=picture,
                lines=form.lines(),
                moves=form.moves(),
                preview=form.cleaned_data["preview"],
            )
        except Refused as fault:
            form.add_error(None, str(fault))
        except EditClash as fault:
            form.add_error(None, f"Somebody else has just saved {fault.current}: look again.")
            form.has_clash = True
        else:
            messages.success(request, f"Saved the classes of {picture.pair.name}.")
            return redirect("reports:next_year", school=request.school.slug)
    context = {"form": form, "pair": picture.pair, "starts": long_date(picture.pair.starts_on)}
    return render(request, "reports/next_year_edit.html", context, status=_status(form))


def _classes_form(request: StaffRequest, picture: Picture) -> ClassesForm:
    held = [row for rows in picture.teachers.values() for row in rows if row.may_see_from]
    staff = [row for row in working_on(picture.pair.starts_on) if may_have_class(row)]
    return ClassesForm(
        request.POST or None,
        picture=picture,
        staff=[row for row in staff if row.starts_on <= picture.pair.starts_on],
        preview=held[0].may_see_from or today() if held else handover_of(picture.pair),
    )


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(FORM)
@builds_next_year
def next_year_children(request: StaffRequest, picture: Picture) -> HttpResponse:
    """Children one by one: of a class of next year (`?show=`), leaving, or without a class."""
    show = request.GET.get("show", "none")
    title, children = children_shown(picture, show, request.membership)
    form = ChildrenForm(request.POST or None, picture=picture, children=children)
    if request.method == "POST" and form.is_valid():
        changed = arranged(picture.pair, form.wishes(), form)
        if not form.errors:
            messages.success(request, f"Saved: {changed} changed.")
            return redirect(f"{_url(request, 'next_year_children')}?show={show}")
    log_list(request, [child.pk for child in children])
    context = {
        "form": form,
        "pair": picture.pair,
        "title": title,
        "children": children,
        "pills": _pills(picture, show),
        "clear_url": "",
    }
    return render(request, "reports/next_year_children.html", context, status=_status(form))


def _pills(picture: Picture, show: str) -> list[dict[str, Any]]:
    parts = [
        ("none", "Without a class", len(picture.without_class)),
        ("leaves", "Leaving", len(picture.leaving)),
    ]
    classes = [(str(row.pk), row.name, picture.counts[row.pk]) for row in picture.next_classes]
    if len(classes) <= MOST_PILLS:
        return [_pill(show, *part) for part in (*parts, *classes)]
    links = [(f"{name}: {count}", f"?show={key}", key == show) for key, name, count in classes]
    value = next((name for key, name, _count in classes if key == show), "choose")
    menu = {"label": "Class", "value": value, "chosen": value != "choose", "options": links}
    return [*(_pill(show, *part) for part in parts), menu]


def _pill(show: str, key: str, label: str, count: int) -> dict[str, Any]:
    return {"label": label, "url": f"?show={key}", "chosen": key == show, "count": count}


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(FORM)
def next_year_undo(request: StaffRequest) -> HttpResponse:
    """Take everything prepared for next year back, until it begins."""
    pair = pair_or_404()
    refusal = ""
    if request.method == "POST":
        try:
            undo_next_year(day=today())
        except Refused as fault:
            refusal = str(fault)
        else:
            messages.success(request, f"{pair.name} is not begun any more.")
            return redirect("reports:next_year", school=request.school.slug)
    context = {
        "title": f"Take {pair.name} back?",
        "text": refusal or "Everything prepared for it goes; its dates stay.",
        "consequences": []
        if refusal
        else [
            "Its classes, who is in them and who teaches them.",
            "Who is marked as leaving, kept back or moved on.",
            "History keeps what was prepared, and by whom.",
        ],
        "action": "Take it back",
        "danger": True,
        "cancel_url": _url(request, "next_year"),
    }
    return render(request, "confirm.html", context, status=MISTAKEN if refusal else 200)


def _url(request: StaffRequest, name: str) -> str:
    return reverse(f"reports:{name}", kwargs={"school": request.school.slug})


def _status(form: Any) -> int:
    if getattr(form, "has_clash", False):
        return CLASH
    return MISTAKEN if form.is_bound and form.errors else 200
