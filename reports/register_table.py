"""The rows of the register's table as HTML, the one table made outside a template.

Fifty rows of eight cells were a third of the page's time as template nodes, and a tenth with
`format_html`, which looks at every cell four times. Here each text is escaped once by `escape`,
and the whole is marked safe once (performance.md, "Where the time goes"). Nothing reaches the page
unescaped but the dot of a stage, which is HTML already.
"""

from collections.abc import Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from reports.register import RegisterRow


def table_rows(rows: Sequence[RegisterRow], school: str, route: str) -> SafeString:
    """The table's body, in the order of the register's headings; each name leads to `route`."""
    start, end = (escape(part) for part in reverse(route, args=[school, 0]).split("/0/"))
    lines = [_line(row, f"{start}/{row.pk}/{end}") for row in rows]
    return mark_safe("".join(lines))  # noqa: S308 - every text in _line is escaped


def _line(row: RegisterRow, url: str) -> str:
    return (
        f'<tr><th scope="row" class="cell-lead"><a class="name" href="{url}">{escape(row.name)}</a>'
        f"</th><td>{escape(row.year)}</td><td>{escape(row.class_name)}</td>"
        f'<td class="cell-side">{_stage(row)}</td><td class="number">{escape(row.weeks)}</td>'
        f'<td class="cell-below-side">{escape(row.status)}</td>'
        f'<td class="cell-below">{escape(row.need)}</td><td>{escape(row.key_worker)}</td></tr>\n'
    )


def _stage(row: RegisterRow) -> str:
    if row.stage_name:
        return f'<span class="staged">{row.dot} {escape(row.stage_name)}</span>'
    return "Left" if row.has_left else ""
