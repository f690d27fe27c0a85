"""What the pages of the ladder's editor show beside their forms."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.clash import when_words
from stages.contexts.ladder import LadderPage, StageInWords, ladder_page
from stages.contexts.lines import AskedLine, asked_line
from stages.drafting import Bench
from stages.editing.parts import stage_or_none
from stages.ladder import LadderSpec, StageSpec
from stages.models import Stage
from stages.sentences import read_back, reviewed


@dataclass(frozen=True)
class DraftBar:
    """Whose draft it is and since when, for the top of every page of the editor."""

    begun: str
    changed: str
    number: int
    in_use: int
    has_changes: bool


@dataclass(frozen=True)
class EditorPage:
    """The whole draft: its stages as cards, what was retired, and whose work it is."""

    bar: DraftBar | None
    page: LadderPage
    retired: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class StageEditPage:
    """One stage of the draft in words, with what it asks as sentences and its ways by number."""

    bar: DraftBar | None
    spec: StageSpec
    words: StageInWords
    asked: Sequence[tuple[str, str, str]]
    ways: Sequence[tuple[str, str, str]]
    reviewed: str
    shared: Sequence[AskedLine]
    leads_from: StageSpec | None


def editor_page(desk: Bench) -> EditorPage:
    """Everything the editor's first page shows; one query, for what earlier versions had."""
    return EditorPage(draft_bar(desk), ladder_page(desk.spec), retired_of(desk))


def draft_bar(desk: Bench) -> DraftBar | None:
    """Whose draft it is; `None` before the first change."""
    row = desk.row
    if row is None or row.begun_by is None or row.changed_by is None:
        return None
    return DraftBar(
        begun=f"{row.begun_by.name} {when_words(row.begun_at)}",
        changed=f"{row.changed_by.name} {when_words(row.changed_at)}",
        number=row.number,
        in_use=desk.in_use.number,
        has_changes=desk.has_changes,
    )


def retired_of(desk: Bench) -> list[tuple[str, str]]:
    """(key, title) of what can be brought back: retired in the draft, or since some version."""
    here = {stage.key for stage in desk.spec.stages}
    found = {each.stage.key: each.stage.title for each in desk.draft.retired}
    for stage in Stage.objects.order_by("-ladder_version__number", "order"):
        found.setdefault(stage.key, stage.title)
    return [(key, title) for key, title in found.items() if key not in here]


def stage_edit_page(desk: Bench, key: str) -> StageEditPage | None:
    """One stage of the draft; `None` where the draft has no such stage."""
    ladder, stage = desk.spec, stage_or_none(desk.spec, key)
    if stage is None:
        return None
    words = next(each for each in ladder_page(ladder).stages if each.key == key)
    first = ladder.recorded_at(key)
    return StageEditPage(
        bar=draft_bar(desk),
        spec=stage,
        words=words,
        asked=[(item.key, item.words, read_back(ladder, item)) for item in stage.requirements],
        ways=_ways(words) if first is stage else [],
        reviewed=reviewed(stage, ladder),
        shared=_shared(ladder, stage),
        leads_from=None if first is stage else first,
    )


def _ways(words: StageInWords) -> list[tuple[str, str, str]]:
    """(key, the school's words, where it leads) of each way."""
    return [
        (f"{words.key}-{number}", route.words, route.leads)
        for number, route in enumerate(words.routes, start=1)
    ]


def _shared(ladder: LadderSpec, stage: StageSpec) -> list[AskedLine]:
    own = set(stage.requirements)
    asked = [item for item in ladder.asked_at(stage.key) if item not in own]
    return [asked_line(ladder, item) for item in asked]
