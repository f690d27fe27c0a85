"""The rows of the register's table as HTML, the one table made outside a template.

Fifty rows of eight cells were a third of the page's time as template nodes; joined here they are
a tenth, and every value is escaped all the same (performance.md, "Where the time goes").
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.register import RegisterRow

ROW = (
    '<tr><th scope="row" class="cell-lead"><a class="name" href="{}/{}/{}">{}</a></th>'
    '<td>{}</td><td>{}</td><td class="cell-side">{}</td><td class="number">{}</td>'
    '<td class="cell-below-side">{}</td><td class="cell-below">{}</td><td>{}</td></tr>\n'
)


def table_rows(rows: Sequence[RegisterRow], school: str, route: str) -> SafeString:
    """The table's body, in the order of the register's headings; each name leads to `route`."""
    start, end = reverse(route, args=[school, 0]).split("/0/")
    return format_html_join("", ROW, (_cells(row, start, end) for row in rows))


def _cells(row: RegisterRow, start: str, end: str) -> tuple[Any, ...]:
    return (
        start,
        row.pk,
        end,
        row.name,
        row.year,
        row.class_name,
        _stage(row),
        row.weeks,
        row.status,
        row.need,
        row.key_worker,
    )


def _stage(row: RegisterRow) -> str:
    if row.stage_name:
        return format_html('<span class="staged">{} {}</span>', row.dot, row.stage_name)
    return "Left" if row.has_left else ""
