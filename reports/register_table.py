"""The rows of the register's table as HTML, the one table made outside a template.

Fifty rows of eight cells were a third of the page's time as template nodes, and a tenth with
`format_html`, which looks at every cell four times. Here each text is escaped once by `escape`,
and the whole is marked safe once (performance.md, "Where the time goes"). Nothing reaches the page
unescaped but the dot of a stage, which is HTML already. Cells have no end tags and single words
no quotes: HTML asks for none, and they were an eighth of the page's bytes.
"""

from collections.abc import Callable, Sequence
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
    start, end = (escape(part) for part in _from_register(route, school).split("/0/"))
    places = {column.place for column in columns}
    openings = [_opening(column, places) for column in columns]
    lines = []
    for row in rows:
        name = escape(row.name)
        box = _box(row.pk, name) if choose else ""
        cells = "".join(
            f"{opening}{text}" if (text := _cell(column, row)) else "<td>"
            for opening, column in zip(openings, columns, strict=True)
        )
        lines.append(
            f"<tr><th scope=row class=cell-lead>{box}"
            f"<a class=name href={start}/{row.pk}/{end}>{name}</a>{cells}</tr>\n"
        )
    return mark_safe("".join(lines))  # noqa: S308 - every text above is escaped


def _from_register(route: str, school: str) -> str:
    """The address of a page of child 0 as the register's own page leads to it: short."""
    home = reverse("reports:home", args=[school])
    return f"../{reverse(route, args=[school, 0]).removeprefix(home)}"


def _opening(column: Column, places: set[str]) -> str:
    """The cell's tag. On a phone what is due stands where else the cell below the name does."""
    gives_way = column.place == "below" and "due" in places
    marks = {
        "number": column.number,
        "day": column.dated,
        "due": column.place == "due",
        f"cell-{column.place}": column.place not in {"", "due"} and not gives_way,
    }
    classes = " ".join(name for name, holds in marks.items() if holds)
    quoted = f'"{classes}"' if " " in classes else classes
    return f"<td class={quoted}>" if classes else "<td>"


def _cell(column: Column, row: RegisterRow) -> str:
    drawn = DRAWN.get(column.key)
    return drawn(row) if drawn else escape(column.text(row))


def _box(pk: int, name: str) -> str:
    """The box that chooses a child; `name` is escaped already."""
    return (
        f"<label><input type=checkbox form=chosen name=pupil value={pk}"
        f' aria-label="Choose {name}"></label>'
    )


def _stage(row: RegisterRow) -> str:
    if row.stage_name:
        return f"<span class=staged>{row.dot} {escape(row.stage_name)}</span>"
    return "Left" if row.has_left else ""


def _due(row: RegisterRow) -> str:
    """What is due next: the day on a chip while it matters, then what, cut to one line."""
    kind, when, what = due_words(row.more, row.day)
    if kind:
        return f'<span class="chip chip-{kind}">{when}</span> {escape(what)}'
    return f"{when}: {escape(what)}" if when else ""


DRAWN: dict[str, Callable[[RegisterRow], str]] = {"stage": _stage, "due": _due}
