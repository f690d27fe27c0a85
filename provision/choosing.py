"""The bank as a school has it: the start, less what it hides, with what it added."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from provision.banks import bank
from provision.models import BankItem

Kind = BankItem.Kind


@dataclass(frozen=True)
class BankLine:
    """One thing to choose: what it says, how it is known, how often, and whose it is.

    `key` names it in addresses; `types` are the types of need it fits.
    """

    kind: str
    key: str
    area: str
    words: str
    measure: str = ""
    how_often: str = ""
    types: tuple[str, ...] = ()
    is_own: bool = False
    is_hidden: bool = False


def bank_lines(
    kind: str,
    *,
    words: str = "",
    area: str = "",
    types: Iterable[str] = (),
    with_hidden: bool = False,
) -> list[BankLine]:
    """What there is of a kind, for an area or all, with all of these words; one query.

    The school's own come first, then what fits these types of need.
    """
    wanted, fits = words.casefold().split(), set(types)
    found = [
        line
        for line in _all(kind)
        if (with_hidden or not line.is_hidden)
        and area in ("", line.area)
        and all(word in f"{line.words} {line.measure}".casefold() for word in wanted)
    ]
    return sorted(found, key=lambda line: (not line.is_own, not fits & set(line.types)))


def bank_line(kind: str, key: str) -> BankLine | None:
    """One line by its key, hidden ones too."""
    return next((line for line in _all(kind) if line.key == key), None)


def key_of(words: str) -> str:
    """The key of a wording: the same in every school."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _all(kind: str) -> Iterator[BankLine]:
    rows = list(BankItem.objects.filter(kind=kind).order_by("pk"))
    hidden = {row.words for row in rows if row.is_built_in and row.hidden_at}
    for row in rows:
        if not row.is_built_in:
            yield BankLine(
                kind,
                key_of(row.words),
                row.area_id,
                row.words,
                row.measure,
                row.how_often,
                is_own=True,
                is_hidden=row.hidden_at is not None,
            )
    own = {row.words for row in rows if not row.is_built_in}
    for line in _start(kind):
        if line.words not in own:
            yield line if line.words not in hidden else _hidden(line)


def _start(kind: str) -> Iterator[BankLine]:
    if kind == Kind.TARGET:
        for target in bank().targets:
            more = target.measure, target.how_often, target.types
            yield BankLine(kind, key_of(target.what), target.area, target.what, *more)
        return
    for helps in bank().strategies:
        yield BankLine(kind, key_of(helps.words), helps.area, helps.words, types=helps.types)


def _hidden(line: BankLine) -> BankLine:
    return BankLine(**(vars(line) | {"is_hidden": True}))
