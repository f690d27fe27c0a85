"""Where evidence comes from: each room that keeps records of a child says how to read them.

Filled in `AppConfig.ready`, so that plans, reviews, sessions and EHC steps plug in without a line
here (architecture.md, "a small explicit registry").
"""

from collections.abc import Callable, Collection, Iterable

from stages.evidence import Piece

# Gives (pupil id, piece) of these children, or of every child of the school; one query.
Reader = Callable[[Collection[int] | None], Iterable[tuple[int, Piece]]]
_readers: list[Reader] = []


def evidence_from(reader: Reader) -> None:
    """Register a source of evidence."""
    if reader not in _readers:
        _readers.append(reader)


def pieces_of(pupils: Collection[int] | None) -> dict[int, list[Piece]]:
    """Every piece of evidence by child; as many queries as there are sources."""
    found: dict[int, list[Piece]] = {}
    for reader in _readers:
        for pupil, piece in reader(pupils):
            found.setdefault(pupil, []).append(piece)
    return found
