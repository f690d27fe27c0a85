"""What staff wrote about each step: put together from what fits the child's need and the occasion.

Observations, what was tried and what came of it are dealt from a deck for each need, so that the
same sentence comes back only when all the others have been used.
"""

from random import Random
from typing import Any

from pupils.models import Contact, Pupil
from reports.demo.chance import Deck, stream
from reports.demo.children import Child
from reports.demo.families import Adult
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
        self.plan = plan
        self.chance = stream(plan.seed, plan.slug, "wording")
        self._decks: dict[str, Deck] = {}
        self._about: tuple[int, dict[str, Deck]] = (-1, {})

    def reason(self, child: Child, need: str, turn: Turn) -> str:
        """Why a child came to a step, as the SENCO or teacher put it."""
        agency = self._deal(need, "agencies")
        parts = self._parts(child, need, turn)
        filled = (self._filled(part, child, agency, turn) for part in parts if part)
        return " ".join(f"{_capital(part.rstrip('.'))}." for part in filled)

    def _parts(self, child: Child, need: str, turn: Turn) -> list[str]:
        event = turn.event
        if event in ("first", "arrived", "carried"):
            return self._opening(child, need, turn)
        if event in ("watch", "register", "deeper", "request"):
            last = self._said("parent" if self.chance.random() < 0.5 else "child")
            said = last if self.chance.random() < 0.6 else ""
            closing = self._said("watch" if event == "watch" else event)
            return [self._tried(child, need, "same", turn), said, closing]
        if event in ("exit", "back"):
            return [self._tried(child, need, "better", turn), self._said(event)]
        return [self._said(event), self._said("child") if self.chance.random() < 0.5 else ""]

    def _opening(self, child: Child, need: str, turn: Turn) -> list[str]:
        age = (turn.starts_on - child.born_on).days // 365
        seen = "older" if age > 11 and "older" in words()[need] else "noticed"
        closing = self._said(CLOSING[turn.event])
        if turn.event == "first":
            start = self._said("first") if self.chance.random() < 0.4 else ""
            said = self._said("parent") if self.chance.random() < 0.7 else ""
            return [start, self._deal(need, seen), said, closing]
        return [closing, self._deal(need, seen)]

    def _tried(self, child: Child, need: str, outcome: str, turn: Turn) -> str:
        """`The language group for nine weeks, and he still ...`; for one child never twice."""
        if self._about[0] != child.number:
            self._about = (child.number, {})
        decks = self._about[1]
        for part in ("tried", outcome):
            chance = stream(self.plan.seed, self.plan.slug, need, part, child.number)
            decks.setdefault(part, Deck(chance, words()[need][part]))
        length = f" for {turn.weeks} weeks" if turn.weeks > 2 else ""
        return f"{decks['tried'].deal()}{length}, and {decks[outcome].deal()}"

    def spoken_to(self, child: Child, turn: Turn | None) -> Adult:
        """The adult at home whom staff spoke to at a step: not the same each time."""
        at_home = [
            adult
            for adult in child.family.adults
            if adult.at_home and adult.may == Contact.SenInformation.YES
        ]
        day = turn.starts_on if turn else None
        chance = stream(self.plan.seed, "spoken to", child.number, day)
        return at_home[0] if chance.random() < 0.6 else chance.choice(at_home)

    def overlay(self, child: Child, agency: str, *, over: bool) -> str:
        """Why an agency came beside the stages, or why that ended."""
        parts = (
            [self._said("overlay_end")] if over else [self._said("asked"), self._said("overlay")]
        )
        filled = [self._filled(part, child, agency, None) for part in parts]
        return " ".join(_capital(part) for part in filled)

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
        spoken_to = self.spoken_to(child, turn).said_as
        parent = spoken_to.replace("his ", f"{pronouns['his']} ")
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
