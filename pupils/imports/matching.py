"""The columns of held files: matched by memory or by a person, and remembered for the school."""

import io
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import Refused
from common.tabular import Table, Unreadable
from pupils.imports.columns import (
    Matched,
    Remembered,
    layout_of,
    match,
    missing_words,
    twice_words,
)
from pupils.imports.rows import table_of
from pupils.models import ColumnMatching, PupilImport


def memory() -> list[Remembered]:
    """Every layout this school has used, the newest first."""
    rows = ColumnMatching.objects.order_by("-remembered_at", "-pk")
    return [Remembered(row.headings, row.columns) for row in rows]


def matched(content: bytes) -> Matched:
    """What the columns of a spreadsheet mean, by themselves and by what is remembered.

    Raises `common.tabular.Unreadable` where it has no headings at all.
    """
    remembered = memory()
    return match(table_in(content, remembered), remembered)


def table_in(content: bytes, remembered: list[Remembered] | None = None) -> Table:
    """The table of a spreadsheet, whatever its headings are. Raises `Unreadable`."""
    return table_of(io.BytesIO(content), known_headings(remembered))


def known_headings(remembered: list[Remembered] | None = None) -> dict[str, str]:
    """What this school has said its headings mean, by squashed heading; the newest word holds."""
    known: dict[str, str] = {}
    for one in memory() if remembered is None else remembered:
        known = {**one.columns, **known}
    return known


@transaction.atomic
def choose_columns(*, held: PupilImport, content: bytes, said: Mapping[str, str], by: User) -> None:
    """Say what headings of a held file mean, and remember it for files of the same layout.

    `said` is by squashed heading. Raises `Refused` when two headings are one column, or nothing
    says who a row is about.
    """
    table = table_in(content)
    chosen = {**match(table, memory()).chosen, **(held.columns or {}), **said}
    for problem in (twice_words(table.headings, chosen), missing_words(table.headings, chosen)):
        if problem:
            raise Refused(problem)
    _remember(table, chosen, by)
    held.columns = chosen
    held.save()


def matched_words(held: PupilImport) -> str:
    """What a held file's headings were matched to, in one line; empty where nothing was."""
    used = {name: how for name, how in (held.columns or {}).items() if how}
    layouts = ColumnMatching.objects.order_by("-remembered_at") if used else ()
    headings = [heading for layout in layouts for heading in layout.headings]
    return ColumnMatching(headings=headings, columns=used).words if used else ""


def remember_layout(held: PupilImport) -> None:
    """Remember the headings of a file that was loaded, so that a change of them is noticed."""
    if held.kind != PupilImport.Kind.SPREADSHEET or held.columns is None:
        return
    try:
        with held.file.open("rb") as file:
            table = table_in(file.read())
    except (OSError, ValueError, Unreadable):
        return
    _remember(table, held.columns, None)


def _remember(table: Table, chosen: Mapping[str, str], by: User | None) -> None:
    """Keep a layout; one that is only used again keeps the person who matched it."""
    values = {
        "headings": [heading.strip() for heading in table.headings if heading.strip()],
        "columns": dict(chosen),
        "remembered_at": timezone.now(),
    }
    who = {"remembered_by": by} if by else {}
    ColumnMatching.objects.update_or_create(layout=layout_of(table.headings), defaults=values | who)
