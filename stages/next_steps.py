"""The engine's answer for each child of a school, in the words of commands.md."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from common.dates import long_date
from common.errors import Refused
from pupils.models import Pupil
from stages.evidence import Piece
from stages.facts import Known, known_of
from stages.graduated_response import Answer, Facts, GraduatedResponse
from stages.occurrences import Occurrence
from stages.owners import owners
from stages.vocabulary import Direction

STATES = {"missed": "overdue"}


def next_steps(day: date, upn: str = "") -> dict[str, Any]:
    """What is next for every child on roll, or for one, as on a day.

    The number of queries is the same for one and for 1,500. Raises `Refused` where the school has
    no ladder or nobody has the UPN.
    """
    children = Pupil.objects.on_roll().order_by("surname", "forename", "pk")
    if upn:
        children = children.filter(upn=upn)
    found = list(children)
    if upn and not found:
        raise Refused(f"Nobody on roll has the UPN {upn}.")
    known = known_of([pupil.pk for pupil in found] if upn else None)
    if known is None:
        raise Refused("This school has no ladder yet.")
    return {
        "on": day.isoformat(),
        "pupils": [_pupil(pupil, known, day) for pupil in found],
    }


def _pupil(pupil: Pupil, known: Known, day: date) -> dict[str, Any]:
    facts = known.facts.get(pupil.pk) or Facts(pupil.born_on, pupil.joined_on)
    answer = known.engine.of(facts, day)
    missing = _missing(answer, known.engine)
    return {
        "upn": pupil.upn,
        "name": pupil.name,
        "stage": answer.stage.title if answer.stage else None,
        "since": answer.here.starts_on.isoformat() if answer.here else None,
        "runs_out_on": answer.runs_out_on.isoformat() if answer.runs_out_on else None,
        "required": [_required(one) for one in answer.present],
        "may_move_up": answer.stage is not None and not missing,
        "missing": missing,
        "next": _next(answer),
    }


def _missing(answer: Answer, reckoner: GraduatedResponse) -> list[str]:
    """What is missing on the ways forward, in words; all that is missing where there is none."""
    if answer.stage is None:
        return []
    at = reckoner.ladder.recorded_at(answer.stage.key).key
    ways = [way for way in reckoner.ladder.routes_from(at) if way.direction is Direction.FORWARD]
    named = [one for way in ways for one in answer.missing_for(way)] or answer.missing
    return list(dict.fromkeys(one.words for one in named))


def _required(one: Occurrence) -> dict[str, Any]:
    return {
        "what": one.asked.words,
        "state": STATES.get(one.state.value, one.state.value),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "proof": "; ".join(proof_words(one.proof)) or None,
    }


def proof_words(proof: Iterable[Piece]) -> Iterator[str]:
    """Each record that is the evidence: what it is and of which day."""
    for piece in proof:
        said = piece.said or piece.kind.label
        before = "Not done: " if piece.why_not else ""
        yield f"{before}{said}, {long_date(piece.on)}"


def _next(answer: Answer) -> dict[str, Any] | None:
    item = answer.next
    if item is None or item.due_on is None:
        return None
    return {
        "what": item.first.asked.words,
        "who": owners(item)[0].label,
        "by": item.due_on.isoformat(),
    }
