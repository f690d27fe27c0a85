"""One ladder against another, in words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stages.contexts.ladder import LadderPage, StageInWords, ladder_page, link_words
from stages.contexts.lines import AskedLine, RouteLine
from stages.ladder import Kind, LadderSpec


@dataclass(frozen=True)
class Difference:
    """One thing that differs: what it was, what it is; either may be empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class StageDifference:
    """A stage that is new, retired or changed, with what differs."""

    key: str
    title: str
    kind: str
    lines: Sequence[Difference]


@dataclass(frozen=True)
class Comparison:
    """What differs between two ladders, stage by stage, and beside the stages."""

    stages: Sequence[StageDifference]
    whole: Sequence[Difference]
    order: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """Whether the two are the same."""
        return not (self.stages or self.whole or self.order)


def compare(old: LadderSpec, new: LadderSpec) -> Comparison:
    """What a ladder has that another had not, and the other way round."""
    before, after = ladder_page(old), ladder_page(new)
    return Comparison(list(_stages(before, after)), list(_whole(before, after)), _order(old, new))


def _stages(before: LadderPage, after: LadderPage) -> Iterable[StageDifference]:
    was = {stage.key: stage for stage in before.stages}
    now = {stage.key: stage for stage in after.stages}
    for stage in after.stages:
        if stage.key not in was:
            yield StageDifference(stage.key, stage.title, "new", list(_facts(None, stage)))
        elif lines := list(_facts(was[stage.key], stage)):
            yield StageDifference(stage.key, stage.title, "changed", lines)
    for stage in before.stages:
        if stage.key not in now:
            yield StageDifference(stage.key, stage.title, "retired", [])


def _facts(old: StageInWords | None, new: StageInWords) -> Iterable[Difference]:
    yield from _text("Called", old.title if old else "", new.title)
    yield from _text("When", old.when if old else "", new.when)
    yield from _lists("Where it stands", old.tags if old else (), new.tags)
    yield from _by_label(dict(old.facts) if old else {}, dict(new.facts))
    was = dict(old.lists) if old else {}
    now = dict(new.lists)
    for label in [*now, *(label for label in was if label not in now)]:
        yield from _lists(label, was.get(label, ()), now.get(label, ()))
    yield from asked_differences(old.asked if old else (), new.asked)
    ways = [[_way(route) for route in stage.routes] if stage else [] for stage in (old, new)]
    yield from _lists("Way on", *ways)


def _by_label(was: dict[str, str], now: dict[str, str]) -> Iterable[Difference]:
    for label in [*now, *(label for label in was if label not in now)]:
        yield from _text(label, was.get(label, ""), now.get(label, ""))


def asked_differences(old: Iterable[AskedLine], new: Iterable[AskedLine]) -> Iterable[Difference]:
    """What is asked for that was not, no longer, or otherwise than before."""
    was = {item.key: asked_words(item) for item in old}
    now = {item.key: asked_words(item) for item in new}
    for key in [*now, *(key for key in was if key not in now)]:
        yield from _text("Asked", was.get(key, ""), now.get(key, ""))


def asked_words(item: AskedLine) -> str:
    """A requirement in the school's words and ours, on one line."""
    return f"{item.words} ({item.more})"


def _way(route: RouteLine) -> str:
    return f"{route.words}, {route.leads}" + (f": {route.when}" if route.when else "")


def _whole(before: LadderPage, after: LadderPage) -> Iterable[Difference]:
    was, now = before.spec, after.spec
    yield from _text("Name", was.name, now.name)
    yield from _text("Summary", was.summary, now.summary)
    yield from _text("Source", was.source, now.source)
    yield from _text("Label", was.proposal, now.proposal)
    yield from _lists("Note", was.notes, now.notes)
    yield from _lists("Kind", [_kind(k) for k in was.kinds], [_kind(k) for k in now.kinds])
    yield from asked_differences(before.asked, after.asked)
    links = [[link_words(link) for link in spec.links] for spec in (was, now)]
    yield from _lists("Link", *links)


def _kind(kind: Kind) -> str:
    name = f"{kind.name} ({kind.evidence.label})"
    return f"{name}: {', '.join(kind.holds)}" if kind.holds else name


def _order(old: LadderSpec, new: LadderSpec) -> list[str]:
    """The stages in their new order, where those in both came in another one."""
    was = [stage.key for stage in old.stages]
    both = [stage.key for stage in new.stages if stage.key in was]
    same = both == [key for key in was if key in both]
    return [] if same else [stage.title for stage in new.stages]


def _text(label: str, before: str, after: str) -> Iterable[Difference]:
    if before != after:
        yield Difference(label, before, after)


def _lists(label: str, before: Sequence[str], after: Sequence[str]) -> Iterable[Difference]:
    """What was taken out of a list and what came in; the order of what stayed is not told."""
    yield from (Difference(label, line, "") for line in before if line not in after)
    yield from (Difference(label, "", line) for line in after if line not in before)
