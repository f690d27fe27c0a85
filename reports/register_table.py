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

from reports.columns import Column
from reports.register import RegisterRow


def table_rows(
    rows: Sequence[RegisterRow], columns: Sequence[Column], school: str, route: str, *, choose: bool
) -> SafeString:
    """The table's body, in the order of its columns; each name leads to `route`.

    With `choose` every child has a box to tick.
    """
    start, end = (escape(part) for part in reverse(route, args=[school, 0]).split("/0/"))
    openings = [_opening(column) for column in columns]
    lines = []
    for row in rows:
        name = escape(row.name)
        box = _box(row.pk, name) if choose else ""
        cells = "".join(
            f"{opening}{_stage(row) if column.key == 'stage' else escape(column.text(row))}</td>"
            for opening, column in zip(openings, columns, strict=True)
        )
        lines.append(
            f'<tr><th scope="row" class="cell-lead">{box}'
            f'<a class="name" href="{start}/{row.pk}/{end}">{name}</a></th>{cells}</tr>\n'
        )
    return mark_safe("".join(lines))  # noqa: S308 - every text above is escaped


def _opening(column: Column) -> str:
    marks = {
        "number": column.number,
        "text-nowrap": column.dated,
        f"cell-{column.place}": bool(column.place),
    }
    classes = " ".join(name for name, holds in marks.items() if holds)
    return f'<td class="{classes}">' if classes else "<td>"


def _box(pk: int, name: str) -> str:
    """The box that chooses a child; `name` is escaped already."""
    return (
        f'<label class="tick"><input type="checkbox" form="chosen" name="pupil" value="{pk}"'
        f' aria-label="Choose {name}"></label>'
    )


def _stage(row: RegisterRow) -> str:
    if row.stage_name:
        return f'<span class="staged">{row.dot} {escape(row.stage_name)}</span>'
    return "Left" if row.has_left else ""
