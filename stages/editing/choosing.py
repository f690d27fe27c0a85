"""What a requirement can be made of on one ladder: the choices of its form, in words. Pure."""

from collections.abc import Iterator

from stages.checks import NAMED_KINDS
from stages.editing.asked import asked_in
from stages.ladder import LadderSpec
from stages.sentences import noun
from stages.vocabulary import Evidence

Choice = tuple[str, str]


def things_to_ask(ladder: LadderSpec) -> list[tuple[str, list[Choice]]]:
    """Everything that can be asked for, by sort of record, the school's own kinds by name."""
    found = [(_capital(sort.label), list(_of_a_sort(ladder, sort))) for sort in Evidence]
    return [(label, choices) for label, choices in found if choices]


def kinds_to_meet_at(ladder: LadderSpec) -> list[Choice]:
    """The kinds that something can be asked for at every one of."""
    return [(f"{kind.evidence.value}:{kind.key}", kind.name) for kind in ladder.kinds]


def _of_a_sort(ladder: LadderSpec, sort: Evidence) -> Iterator[Choice]:
    if sort not in NAMED_KINDS:
        yield f"{sort.value}:", _capital(sort.label)
    own = [kind.key for kind in ladder.kinds if kind.evidence is sort]
    used = [item.of for item in asked_in(ladder) if item.evidence is sort and item.of]
    for of in dict.fromkeys([*own, *used]):
        yield f"{sort.value}:{of}", _capital(noun(ladder, sort, of))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
