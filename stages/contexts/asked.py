"""What a stage asks of a child, as the *Stage* page tells it: the engine's answer in lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import long_date
from pupils.models import Pupil
from stages.contexts.following import late_since
from stages.contexts.lines import asked_line
from stages.due_words import Chip, done_chip, due_chip, who_words
from stages.evidence import Piece
from stages.graduated_response import Answer, GraduatedResponse
from stages.ladder import RequirementSpec
from stages.merging import Item
from stages.occurrences import Occurrence, Placement, State
from stages.owners import owners, owners_of
from stages.periods import Every
from stages.vocabulary import Evidence, HeldFor

OVERDUE, DUE, LATER, DONE, CONSIDER = "overdue", "due", "later", "done", "consider"
TITLES = {
    OVERDUE: "Overdue",
    DUE: "Due now",
    LATER: "Later",
    DONE: "Done this time",
    CONSIDER: "To consider",
}
PLANS = (Evidence.PLAN, Evidence.TARGETS, Evidence.PROVISION_MAP)
# The page that has a record, by where the record comes from; higher rooms' by route.
PAGES_OF_PROOF = {
    "meeting": ("reports:meeting_detail", Permission.VIEW_MEETINGS),
    "given": ("reports:pupil_letters", Permission.VIEW_LETTERS),
    "concern": ("reports:pupil_concerns", Permission.READ_CONCERNS),
    "observation": ("reports:pupil_concerns", Permission.READ_CONCERNS),
    "agency": ("reports:pupil_documents", Permission.READ_DOCUMENTS),
    "advice": ("reports:pupil_documents", Permission.READ_DOCUMENTS),
}


@dataclass(frozen=True)
class ProofLine:
    """A record that is the evidence: what and of which day, its page, and where to take it back."""

    words: str
    day: str
    url: str
    why_not: bool
    take_back_url: str


@dataclass(frozen=True)
class AskLine:
    """One thing asked: what, whose, by when; every other requirement it serves; its proof.

    `done_url` and `not_done_url` record an answer to it, `make_url` makes what it asks for and
    `make_words` say what that is; they are empty for a reader who may not.
    """

    key: str
    words: str
    more: str
    who: str
    chip: Chip
    also: Sequence[str] = ()
    beside: str = ""
    so_far: str = ""
    proof: Sequence[ProofLine] = ()
    done_url: str = ""
    not_done_url: str = ""
    make_url: str = ""
    make_words: str = ""


@dataclass(frozen=True)
class AskGroup:
    """Lines under one heading: overdue, due now, later, done this time, to consider."""

    key: str
    title: str
    lines: Sequence[AskLine]


@dataclass(frozen=True)
class Asked:
    """All that is asked of a child; `earlier` are times that are over, the last first."""

    groups: Sequence[AskGroup]
    earlier: Sequence[AskLine]
    never: Sequence[str]
    undated: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked, and never was."""
        return not self.groups and not self.earlier


def asked_of(
    answer: Answer, engine: GraduatedResponse, pupil: Pupil, reader: Membership, *, may_record: bool
) -> Asked:
    """The engine's answer for one reader."""
    teller = _Teller(answer, engine, pupil, reader, may_record=may_record)
    lines: dict[str, list[AskLine]] = {key: [] for key in TITLES}
    for item in answer.items:
        lines[_group_of(item)].append(teller.item(item))
    done = [one for one in answer.present if one.state is State.DONE]
    lines[DONE] += [teller.over(one) for one in done]
    return Asked(
        groups=[AskGroup(key, TITLES[key], found) for key, found in lines.items() if found],
        earlier=[teller.over(one) for one in _earlier(answer, done)],
        never=[asked.words for asked in answer.never],
        undated=any(_lacks_a_date(one) for one in answer.occurrences),
    )


def counts_on(one: Occurrence, day: date) -> bool:
    """Whether a record of a day would answer it."""
    return one.counts_from <= day < one.counts_until


def _group_of(item: Item) -> str:
    if not item.is_asked:
        return CONSIDER
    return {State.OVERDUE: OVERDUE, State.DUE: DUE}.get(item.state, LATER)


def _earlier(answer: Answer, done: Sequence[Occurrence]) -> list[Occurrence]:
    """The times that are over and not told as done this time, the last first."""
    over = [one for one in answer.occurrences if not one.is_open and one not in done]
    return sorted(over, key=lambda one: one.due_on or one.counts_from, reverse=True)


def _lacks_a_date(one: Occurrence) -> bool:
    comes_by_itself = one.asked.every.every not in (Every.AS_NEEDED, Every.AT_EVERY)
    return one.is_open and one.due_on is None and comes_by_itself


class _Teller:
    """Puts what the engine says into lines for one reader of one child."""

    def __init__(
        self,
        answer: Answer,
        engine: GraduatedResponse,
        pupil: Pupil,
        reader: Membership,
        *,
        may_record: bool,
    ) -> None:
        assert reader.school is not None  # nobody outside a school sees a pupil
        self.today, self.engine, self.reader = answer.today, engine, reader
        self.may_record = may_record and reader.can(Permission.RECORD_EVIDENCE)
        self.may_plan = may_record and reader.can(Permission.WRITE_PLANS)
        self.may_meet = may_record and reader.can(Permission.RECORD_MEETINGS)
        self.school: dict[str, Any] = {"school": reader.school.slug}
        self.where = self.school | {"pk": pupil.pk}

    def item(self, item: Item) -> AskLine:
        """What is still to be done."""
        first = item.first
        asks_now = any(counts_on(one, self.today) for one in item.occurrences)
        asked = list(dict.fromkeys(one.asked for one in item.occurrences))
        return AskLine(
            key=first.asked.key,
            words=first.asked.words,
            more=self._more(first.asked),
            who=who_words(owners(item)),
            chip=self._chip(item),
            also=[other.words for other in asked if other.words != first.asked.words],
            beside=self._beside(first.placement),
            so_far=self._so_far(first),
            proof=self._proofs(piece for one in item.occurrences for piece in one.proof),
            done_url=self._url(first.asked) if asks_now else "",
            not_done_url=self._url(first.asked, why="1") if asks_now else "",
            make_url=self._make_url(first.asked) if asks_now else "",
            make_words="Write the plan" if first.asked.evidence in PLANS else "Record the meeting",
        )

    def over(self, one: Occurrence) -> AskLine:
        """What is done, or whose time is over."""
        due = f"was due by {long_date(one.due_on)}" if one.due_on else ""
        return AskLine(
            key=one.asked.key,
            words=one.asked.words,
            more=due if not one.proof else "",
            who=who_words(owners_of(one.asked)),
            chip=done_chip(one, self.today),
            beside=self._beside(one.placement),
            proof=self._proofs(one.proof),
        )

    def _chip(self, item: Item) -> Chip:
        if not item.is_asked:
            return "off", "To consider"
        asked = [one for one in item.occurrences if not one.asked.is_prompt]
        if all(one.asked.every.every is Every.AS_NEEDED for one in asked):
            return "off", "When needed"
        opens = [one.opens_on for one in asked if one.opens_on]
        due_on = late_since(item) or item.due_on
        return due_chip(item.state, min(opens, default=None), due_on, self.today)

    def _more(self, asked: RequirementSpec) -> str:
        return asked_line(self.engine.ladder, replace(asked, by=())).more

    def _beside(self, placement: Placement) -> str:
        if not placement.overlay:
            return ""
        title = self.engine.stages[placement.stage].title
        return f"{title}: {placement.agency}" if placement.agency else title

    def _so_far(self, one: Occurrence) -> str:
        wanted = len(one.asked.given_to) or one.asked.count
        return f"{one.have} of {wanted} so far" if wanted > 1 and one.have else ""

    def _proofs(self, pieces: Iterable[Piece]) -> list[ProofLine]:
        return [self._proof(piece) for piece in pieces]

    def _proof(self, piece: Piece) -> ProofLine:
        said = piece.said or piece.kind.label.capitalize()
        to = f", given to {piece.given_to}" if piece.given_to else ""
        own = piece.by == self.reader.user_id or self.reader.can(Permission.PLACE_ANYWHERE)
        return ProofLine(
            words=f"{said}{to}",
            day=long_date(piece.on),
            url=self._page_of(piece),
            why_not=piece.why_not,
            take_back_url=self._take_back(piece) if self.may_record and own else "",
        )

    def _page_of(self, piece: Piece) -> str:
        route, needs = PAGES_OF_PROOF.get(piece.source, ("", Permission.VIEW_STAGE))
        if not route or not self.reader.can(needs):
            return ""
        of_child = route.startswith("reports:pupil_")
        return reverse(route, kwargs=self.where if of_child else self.school | {"pk": piece.pk})

    def _take_back(self, piece: Piece) -> str:
        if piece.source != "note":
            return ""
        return reverse("stages:evidence_withdraw", kwargs=self.school | {"pk": piece.pk})

    def _url(self, asked: RequirementSpec, **more: str) -> str:
        if not self.may_record:
            return ""
        query = urlencode({"asked": asked.key} | more)
        return f"{reverse('stages:evidence_add', kwargs=self.where)}?{query}"

    def _make_url(self, asked: RequirementSpec) -> str:
        return self._plan_url(asked) if asked.evidence in PLANS else self._meeting_url(asked)

    def _plan_url(self, asked: RequirementSpec) -> str:
        """Where the plan it asks for is begun, or gone on with."""
        known = any(
            (k.evidence, k.key) == (asked.evidence, asked.of) for k in self.engine.ladder.kinds
        )
        if not self.may_plan or not known or asked.held_for is HeldFor.CLASS:
            return ""
        of = urlencode({"of": f"{asked.evidence.value}-{asked.of}"})
        return f"{reverse('provision:plan_begin', kwargs=self.where)}?{of}"

    def _meeting_url(self, asked: RequirementSpec) -> str:
        if not self.may_meet or asked.evidence is not Evidence.MEETING:
            return ""
        query = f"?{urlencode({'kind': asked.of})}" if asked.of else ""
        if asked.held_for is HeldFor.CLASS:
            return f"{reverse('reports:class_meeting_add', kwargs=self.school)}{query}"
        return f"{reverse('reports:meeting_add', kwargs=self.where)}{query}"
