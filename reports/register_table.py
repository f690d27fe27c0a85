"""The rows of the register's table as HTML, the one table made outside a template.

Fifty rows of eight cells were a third of the page's time as template nodes, and a tenth with
`format_html`, which looks at every cell four times. Here each text is escaped once by `escape`,
and the whole is marked safe once (performance.md, "Where the time goes"). Nothing reaches the page
unescaped but the dot of a stage, which is HTML already.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from reports.columns import Column
from reports.due.columns import due_words
from reports.register import RegisterRow


def table_rows(
    rows: Sequence[RegisterRow], columns: Sequence[Column], school: str, route: str, *, choose: bool
) -> SafeString:
    """The table's body, in the order of its columns; each name leads to `route`.

    With `choose` every child has a box to tick.
    """
    start, end = (escape(part) for part in reverse(route, args=[school, 0]).split("/0/"))
    places = {column.place: column.key for column in columns}
    openings = [_opening(column, places) for column in columns]
    lines = []
    for row in rows:
        name = escape(row.name)
        box = _box(row.pk, name) if choose else ""
        cells = "".join(
            f"{opening}{_cell(column, row)}</td>"
            for opening, column in zip(openings, columns, strict=True)
        )
        lines.append(
            f'<tr><th scope="row" class="cell-lead">{box}'
            f'<a class="name" href="{start}/{row.pk}/{end}">{name}</a></th>{cells}</tr>\n'
        )
    return mark_safe("".join(lines))  # noqa: S308 - every text above is escaped


def _opening(column: Column, places: Mapping[str, str]) -> str:
    """Of several columns with one place on a phone, the last stands there."""
    marks = {
        "number": column.number,
        "text-nowrap": column.dated,
        f"cell-{column.place}": bool(column.place) and places[column.place] == column.key,
        "due": column.key == "due",
    }
    classes = " ".join(name for name, holds in marks.items() if holds)
    return f'<td class="{classes}">' if classes else "<td>"


def _cell(column: Column, row: RegisterRow) -> str:
    drawn = DRAWN.get(column.key)
    return drawn(row) if drawn else escape(column.text(row))


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


def _due(row: RegisterRow) -> str:
    """What is due next: the day on a chip while it matters, then what, cut to one line."""
    kind, when, what = due_words(row.more, row.day)
    if kind:
        when = f'<span class="chip chip-{kind}">{when}</span>'
    return f"{when} {escape(what)}"


DRAWN: dict[str, Callable[[RegisterRow], str]] = {"stage": _stage, "due": _due}
