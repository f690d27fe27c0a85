"""The whole ladder in plain words, for its page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common.tones import tone_indexes
from stages.contexts.lines import AskedLine, RouteLine, asked_line, route_lines
from stages.ladder import Involved, LadderSpec, LinkSpec, StageSpec
from stages.plain_words import how_long, listed, parties


@dataclass(frozen=True)
class StageInWords:
    """One stage as the ladder's page tells it: what it is, facts, lists, what it asks, ways on."""

    key: str
    dot: str
    tone: int
    title: str
    when: str
    tags: Sequence[str]
    facts: Sequence[tuple[str, str]]
    lists: Sequence[tuple[str, Sequence[str]]]
    asked: Sequence[AskedLine]
    routes: Sequence[RouteLine]


@dataclass(frozen=True)
class LadderPage:
    """The whole ladder; `asked` is what holds for several stages at once."""

    spec: LadderSpec
    stages: Sequence[StageInWords]
    asked: Sequence[AskedLine]
    links: Sequence[str]


def ladder_page(ladder: LadderSpec) -> LadderPage:
    """A ladder in plain words, stage by stage."""
    tones = tone_indexes(len(ladder.stages))
    return LadderPage(
        spec=ladder,
        stages=[
            _in_words(ladder, stage, place, tone)
            for place, (stage, tone) in enumerate(zip(ladder.stages, tones, strict=True), 1)
        ],
        asked=[asked_line(ladder, item, with_stages=True) for item in ladder.requirements],
        links=[link_words(link) for link in ladder.links],
    )


def link_words(link: LinkSpec) -> str:
    """A form, link or pointer in words, with whose it is."""
    whose = {"la": "the local authority's", "school": "the school's"}.get(link.owner, "")
    kind = f"{whose} {link.material.label}".strip()
    return f"{link.name} ({kind})" + (f": {link.note}" if link.note else "")


def _in_words(ladder: LadderSpec, stage: StageSpec, place: int, tone: int) -> StageInWords:
    figure = re.search(r"\d+", stage.label)
    return StageInWords(
        key=stage.key,
        dot=figure.group() if figure else str(place),
        tone=tone,
        title=stage.title,
        when=stage.when,
        tags=list(_tags(ladder, stage)),
        facts=[(label, words) for label, words in _facts(ladder, stage) if words],
        lists=[(label, parts) for label, parts in _lists(stage) if parts],
        asked=[asked_line(ladder, item) for item in stage.requirements],
        routes=route_lines(ladder, stage) if ladder.recorded_at(stage.key) == stage else [],
    )


def _tags(ladder: LadderSpec, stage: StageSpec) -> Iterable[str]:
    if stage.universal:
        yield "Every child, without a record"
    if stage.overlay:
        yield "Beside the stage a child is at"
    if stage.on_register:
        yield "On the SEN register"
    if stage.needs_ehc_plan:
        yield "Needs an EHC plan in force"
    if stage.together:
        others = [each.label for each in ladder.group_of(stage.key) if each != stage]
        yield f"At the same time as {listed(others)}"


def _facts(ladder: LadderSpec, stage: StageSpec) -> Iterable[tuple[str, str]]:
    yield "Provision", stage.provision
    yield "How long", how_long(stage)
    yield "Concerns come from", parties(stage.concern_from) if stage.concern_from else ""
    yield "Who is involved", "; ".join(_involved(part) for part in stage.involved)
    yield "Monitored by", parties(stage.monitored_by) if stage.monitored_by else ""
    yield "Builds on", listed(_titles(ladder, stage.builds_on)) if stage.builds_on else ""
    yield "List", f"A child may be added to the {stage.list_name}" if stage.list_name else ""
    yield "Who may place a child here", _placers(stage)


def _titles(ladder: LadderSpec, keys: Iterable[str]) -> list[str]:
    stages = [ladder.stage(key) for key in keys]
    return [stage.label or stage.name for stage in stages]


def _involved(part: Involved) -> str:
    return f"{part.party.label} ({part.note})" if part.note else part.party.label


def _placers(stage: StageSpec) -> str:
    if stage.universal:
        return ""
    return listed(["SENCO", *(placer.label for placer in stage.may_place)])


def _lists(stage: StageSpec) -> Iterable[tuple[str, Sequence[str]]]:
    yield "Support", stage.support
    yield "Actions", stage.actions
    yield "Agencies", stage.agencies
    yield "Assessment and recording", stage.recording
    yield "Forms, links and systems elsewhere", [link_words(link) for link in stage.links]
    yield "Notes", stage.notes
