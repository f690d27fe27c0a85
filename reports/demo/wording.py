"""What staff wrote about each step: put together from what fits the child's need and the occasion.

Observations, what was tried and what came of it are dealt from a deck for each need, so that the
same sentence comes back only when all the others have been used.
"""

from random import Random
from typing import Any

from pupils.models import Pupil
from reports.demo.chance import Deck, stream
from reports.demo.children import Child
from reports.demo.schools import SchoolPlan
from reports.demo.stories import Turn
from reports.demo.texts import words

PRONOUNS = {
    Pupil.Sex.MALE: {"he": "he", "his": "his", "him": "him"},
    Pupil.Sex.FEMALE: {"he": "she", "his": "her", "him": "her"},
}
# What follows the observation or the outcome, by event; the list in words.toml has its name.
CLOSING = {"first": "watch", "arrived": "arrived", "carried": "carried"}


class Writer:
    """Writes one school's reasons."""

    def __init__(self, plan: SchoolPlan) -> None:
        self.chance = stream(plan.seed, plan.slug, "wording")
        self._decks: dict[str, Deck] = {}

    def reason(self, child: Child, need: str, turn: Turn) -> str:
        """Why a child came to a step, as the SENCO or teacher put it."""
        agency = self._deal(need, "agencies")
        parts = self._parts(child, need, turn)
        text = ". ".join(_capital(part.rstrip(".")) for part in parts if part)
        return self._filled(text, child, agency, turn) + "."

    def _parts(self, child: Child, need: str, turn: Turn) -> list[str]:
        event = turn.event
        if event in ("first", "arrived", "carried"):
            return self._opening(child, need, event)
        if event in ("watch", "register", "deeper", "request"):
            last = self._said("parent" if self.chance.random() < 0.5 else "child")
            said = last if self.chance.random() < 0.6 else ""
            closing = self._said("watch" if event == "watch" else event)
            return [self._tried(need, "same", turn), said, closing]
        if event in ("exit", "back"):
            return [self._tried(need, "better", turn), self._said(event)]
        return [self._said(event), self._said("child") if self.chance.random() < 0.5 else ""]

    def _opening(self, child: Child, need: str, event: str) -> list[str]:
        seen = "older" if child.year > 7 and "older" in words()[need] else "noticed"
        closing = self._said(CLOSING[event])
        if event == "first":
            start = self._said("first") if self.chance.random() < 0.4 else ""
            said = self._said("parent") if self.chance.random() < 0.7 else ""
            return [start, self._deal(need, seen), said, closing]
        return [closing, self._deal(need, seen)]

    def _tried(self, need: str, outcome: str, turn: Turn) -> str:
        """`The language group for nine weeks, and he still ...`."""
        length = f" for {turn.weeks} weeks" if turn.weeks > 2 else ""
        return f"{self._deal(need, 'tried')}{length}, and {self._deal(need, outcome)}"

    def overlay(self, child: Child, agency: str, *, over: bool) -> str:
        """Why an agency came beside the stages, or why that ended."""
        text = self._said("overlay_end" if over else "overlay")
        return self._filled(text, child, agency, None)

    def said(self, child: Child, occasion: str) -> str:
        """A sentence for an occasion, such as why a move went on."""
        return self._filled(self._said(occasion), child, "the agency", None)

    def agency(self, need: str) -> str:
        """An agency that children with this need are seen by."""
        return str(self._deal(need, "agencies"))

    def _said(self, occasion: str) -> str:
        return str(self._deal("said", occasion))

    def _deal(self, need: str, part: str) -> Any:
        key = f"{need}.{part}"
        if key not in self._decks:
            self._decks[key] = Deck(self.chance, words()[need][part])
        return self._decks[key].deal()

    def _filled(self, text: str, child: Child, agency: str, turn: Turn | None) -> str:
        pronouns = PRONOUNS[Pupil.Sex(child.sex)]
        parent = child.family.adults[0].said_as.replace("his ", f"{pronouns['his']} ")
        return text.format(
            name=child.name,
            parent=parent,
            Parent=_capital(parent),
            agency=agency,
            Agency=_capital(agency),
            before=child.before,
            Before=child.before,
            weeks=20 + (turn.weeks % 5 if turn else 0),
            **pronouns,
        )


def _capital(text: str) -> str:
    """The text with its first letter a capital one."""
    return text[:1].upper() + text[1:]


def decided_at(chance: Random) -> str:
    """Where such a decision is taken."""
    return str(chance.choice(words()["said"]["decided_at"]))
