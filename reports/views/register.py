"""The register: one table of children, filtered, sorted, searched and taken out by its address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires, step_up
from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from common.exports import CSV_TYPE, XLSX_TYPE, csv_bytes, xlsx_bytes
from pupils.access_log import log_list
from pupils.contexts import first_page_of
from reports.chosen import acts_of
from reports.column_letters import COL, COLS, in_letters, keys_asked
from reports.columns import BY_KEY, Column, annotations_of, chosen_columns, fields_of, offered
from reports.register import (
    EXPORT_FIELDS,
    EXPORT_HEADINGS,
    PAGE,
    FoundChild,
    export_cells,
    found_children,
    page_of,
    shown,
    sorted_rows,
    visible_rows,
)
from reports.register_filters import Address, RegisterFilter, permitted
from reports.register_pills import headings, pills
from reports.register_table import table_rows
from reports.saved_views import view_pill, views_of
from reports.strip import Step, counts_by_stage, ladder_steps, strip
from reports.term import term_start, term_words
from schools.dates import calendar_for


def filtered(request: StaffRequest, columns: Sequence[Column] = ()) -> Any:
    """The rows the address asks for, in the order it asks for, with what columns need."""
    day, sort = today(), sort_of(request)
    rows = visible_rows(request.membership, day)
    more = annotations_of(columns, sort, day)
    rows = rows.annotate(**more) if more else rows
    asked = RegisterFilter(permitted(request.GET, request.membership), queryset=rows)
    return sorted_rows(asked.qs, sort)


def sort_of(request: StaffRequest) -> str:
    """The order that is asked for; none by what this person may not see."""
    sort = request.GET.get("sort", "")
    column = BY_KEY.get(sort.removeprefix("-"))
    return sort if column is None or column.asks in request.membership.permissions else ""


def columns_of(request: StaffRequest) -> tuple[Column, ...]:
    """The columns the address asks for, as far as this person may see them."""
    return chosen_columns(keys_asked(request.GET), request.membership)


@requires(Permission.VIEW_REGISTER)
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """The children asked for, fifty a page; htmx takes from the same page what a search changes."""
    day = today()
    number = page_number(request)
    columns = columns_of(request)
    found, total = page_of(filtered(request, columns), number, fields_of(columns))
    steps = ladder_steps()
    rows = list(shown(found, day, steps))
    log_list(request, [row.pk for row in rows])
    address = Address(request.path, in_letters(request.GET), is_here=True)
    acts = acts_of(request.membership)
    route = first_page_of(request.membership)
    context = {
        "table_rows": table_rows(rows, columns, request.school.slug, route, choose=bool(acts)),
        "total": total,
        "pages": page_links(address, number, total),
        "headings": headings(address, columns),
        "asked": request.GET,
        "kept": address.kept("q"),
        "export": export_addresses(request),
        "acts": acts,
        "chosen_kept": address.kept("pupil", "all"),
        "columns": [(c.key, c.label, c in columns) for c in offered(request.membership)],
        "columns_kept": address.kept(COL, COLS),
    }
    calendar = calendar_for(day)
    context |= {
        "pills": [
            view_pill(views_of(request.membership), request.GET, request.path),
            *pills(address, request.membership, day),
        ],
        "stages": stage_links(request.membership, address, steps, day, term_start(calendar, day)),
        "clear_url": address.path if request.GET else "",
        "term": term_words(calendar, day),
    }
    return render(request, "reports/register.html", context)


def stage_links(
    membership: Membership, address: Address, steps: list[Step], day: date, since: date | None
) -> list[dict[str, Any]]:
    """The strip of stages, each step the address that shows its children (again: everyone)."""
    stages = strip(steps, counts_by_stage(membership, day, since), since=since)
    chosen = address.chosen("stage")
    for stage in stages:
        stage["chosen"] = stage["key"] == chosen
        stage["url"] = address.having(stage="" if stage["chosen"] else stage["key"])
    return stages


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first when that is no number from 1 to 10,000."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 10_000 else 1


def page_links(address: Address, number: int, total: int) -> dict[str, Any]:
    """Which of the children are shown, and the addresses of the pages beside this one."""
    last = max(1, -(-total // PAGE))
    return {
        "first": (number - 1) * PAGE + 1,
        "last": min(number * PAGE, total),
        "total": total,
        "previous": address.having_page(number - 1) if number > 1 else "",
        "next": address.having_page(number + 1) if number < last else "",
        "number": number,
        "count": last,
    }


def export_addresses(request: StaffRequest) -> dict[str, str]:
    """Where what is shown can be taken out, for those who may."""
    if not request.membership.can(Permission.EXPORT_REGISTER):
        return {}
    asked = in_letters(request.GET).copy()
    asked.pop("page", None)
    query = f"&{asked.urlencode()}" if asked else ""
    return {kind: f"{request.path}export/?as={kind}{query}" for kind in ("csv", "xlsx")}


@requires(Permission.EXPORT_REGISTER)
@step_up
@require_safe
def register_export(request: StaffRequest) -> HttpResponse:
    """What the register shows (or of it, who is ticked), all pages, as CSV or as a workbook."""
    day = today()
    columns = [column for column in columns_of(request) if column.heading]
    headings = [*EXPORT_HEADINGS, *(column.heading for column in columns)]
    fields = dict.fromkeys([*EXPORT_FIELDS, *fields_of(columns)])
    rows = list(filtered(request, columns).values(*fields))
    log_list(request, [row["id"] for row in rows])
    cells = [export_cells(row, columns, day) for row in rows]
    as_xlsx = request.GET.get("as") == "xlsx"
    body = xlsx_bytes("Register", headings, cells) if as_xlsx else csv_bytes(headings, cells)
    name = f"register-{day:%Y-%m-%d}.{'xlsx' if as_xlsx else 'csv'}"
    response = HttpResponse(body, content_type=XLSX_TYPE if as_xlsx else CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Permission.VIEW_REGISTER)
@require_safe
def pupil_find(request: StaffRequest) -> HttpResponse:
    """The first children whose names hold the words typed: one query, and its access entry."""
    words = request.GET.get("q", "").strip()
    found: list[FoundChild] = []
    if len(words) >= 2:
        rows = visible_rows(request.membership, today())
        found = found_children(rows.on_roll().matching(words))
        log_list(request, [child.pk for child in found])
    context = {"found": found, "words": words, "route": first_page_of(request.membership)}
    return render(request, "reports/pupil_find.html", context)
