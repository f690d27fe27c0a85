"""Where evidence comes from: each room that keeps records of a child says which rows they are.

Filled in `AppConfig.ready`, so that plans, reviews, sessions and EHC steps plug in without a line
here (architecture.md, "a small explicit registry"). Every source gives the same columns, and all of
them are read in one query, however many there are.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Expression,
    F,
    JSONField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from stages.evidence import Piece
from stages.vocabulary import Evidence, Party

Column = Expression | F
Source = Callable[[], "QuerySet[Any]"]
ON, PK = F("on"), F("pk")
_sources: list[Source] = []


def evidence_from(source: Source) -> None:
    """Register a source of evidence: what `pieces` gives, of the school one is acting in."""
    if source not in _sources:
        _sources.append(source)


def pieces(
    rows: "QuerySet[Any]",
    *,
    kind: Evidence,
    source: str,
    on: Column = ON,
    child: str = "pupil_id",
    pk: Column = PK,
    said: Column | str = "",
    of: Column | str = "",
    whose: Column | str = "",
    given_to: Column | str = "",
    present: Column | None = None,
    answers: Column | str = "",
    why_not: Column | bool = False,
    by: Column | None = None,
) -> "QuerySet[Any]":
    """Rows as evidence (`stages.evidence.Piece`): a text is meant as it stands, `F` is a column.

    `child` is the way to the child's id; `on` must be a date, `present` a list of parties in JSON,
    empty where the record does not say who was there.
    """
    texts = [_text(said), _text(of), _text(whose), _text(given_to)]
    return (
        rows.order_by()
        .alias(child_of_piece=F(child))
        .values_list(
            *(F(child), _text(kind.value), on, _text(source), pk, *texts),
            Cast(Value(None), JSONField()) if present is None else present,
            _text(answers),
            Value(why_not, BooleanField()) if isinstance(why_not, bool) else why_not,
            Cast(Value(None), BigIntegerField()) if by is None else by,
        )
    )


def _text(given: Column | str) -> Column:
    return Value(given, TextField()) if isinstance(given, str) else given


def pieces_of(pupils: Collection[int] | None) -> dict[int, list[Piece]]:
    """Every piece of evidence of these children, or of the whole school, by child; one query."""
    asked = [source() for source in _sources]
    if pupils is not None:
        asked = [rows.filter(child_of_piece__in=pupils) for rows in asked]
    found: dict[int, list[Piece]] = {}
    for row in asked[0].union(*asked[1:], all=True) if asked else ():
        found.setdefault(row[0], []).append(_piece(*row[1:]))
    return found


def _piece(
    kind: str,
    on: date,
    source: str,
    pk: int,
    said: str,
    of: str,
    whose: str,
    given_to: str,
    present: list[str] | None,
    answers: str,
    why_not: bool,
    by: int | None,
) -> Piece:
    there = frozenset(map(Party, present)) if present else None
    texts = (said, of, whose, given_to)
    return Piece(Evidence(kind), on, source, pk, *texts, there, answers, why_not, by)
