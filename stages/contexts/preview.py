"""What publishing a draft would ask of the children at its stages, before it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import Membership
from pupils.models import Pupil
from stages.contexts.compare import Comparison, Difference, asked_differences, compare
from stages.contexts.lines import asked_lines
from stages.drafting import Bench
from stages.editing.parts import stage_or_none
from stages.ladder import LadderSpec, StageSpec
from stages.models import Stage, StageRecord


@dataclass(frozen=True)
class Effect:
    """What changes for the children at one stage; `count` of them, listed under `key`.

    `question` is asked where they cannot simply stay as they are: the stage is retired, or it
    changes sides of the register; `warning` then says what happens to those who are left.
    """

    key: str
    title: str
    count: int
    lines: Sequence[Difference]
    warning: str = ""
    question: str = ""
    is_retired: bool = False

    @property
    def children(self) -> str:
        """`1 child`, `7 children`."""
        return f"{self.count} child" if self.count == 1 else f"{self.count} children"


@dataclass(frozen=True)
class Preview:
    """Everything the draft changes, in words; and for whom."""

    comparison: Comparison
    effects: Sequence[Effect]
    elsewhere: int

    @property
    def questions(self) -> list[Effect]:
        """Those effects that somebody should decide about."""
        return [effect for effect in self.effects if effect.question]


def preview_of(desk: Bench, membership: Membership) -> Preview:
    """What the draft changes for the children this person sees; two queries."""
    counts = counts_by_side(membership)
    effects = list(_effects(desk.base, desk.spec, counts))
    at_none = [effect.count for effect in effects if not effect.lines and not effect.warning]
    return Preview(
        comparison=compare(desk.base, desk.spec),
        effects=[effect for effect in effects if effect.lines or effect.warning],
        elsewhere=sum(at_none),
    )


def counts_by_side(membership: Membership) -> dict[str, dict[bool, int]]:
    """How many children a person sees at each stage, by the side of the register they were
    placed on. One query.
    """
    pupils = Pupil.objects.visible_to(membership).on_roll()
    rows = StageRecord.objects.current().filter(pupil__in=pupils)
    found: dict[str, dict[bool, int]] = {}
    for row in rows.values("stage__key", "stage__on_register").annotate(count=Count("pk")):
        sides = found.setdefault(row["stage__key"], {})
        sides[row["stage__on_register"]] = row["count"]
    return found


def _effects(
    base: LadderSpec, spec: LadderSpec, counts: dict[str, dict[bool, int]]
) -> Iterable[Effect]:
    for key, sides in counts.items():
        before, after = stage_or_none(base, key), stage_or_none(spec, key)
        yield _effect(base, spec, key, before, after, sides)


def _effect(
    base: LadderSpec,
    spec: LadderSpec,
    key: str,
    before: StageSpec | None,
    after: StageSpec | None,
    sides: dict[bool, int],
) -> Effect:
    count = sum(sides.values())
    was = asked_lines(base, before) if before else []
    now = asked_lines(spec, after) if after else []
    lines = list(asked_differences(was, now))
    if after is None:
        title = before.title if before else _last_title(key)
        warning = (
            "The new version does not have this stage. Their record stays as it is, and so does "
            "their SEN status, until somebody moves them."
        )
        question = f"Where should those at {title} go?"
        return Effect(key, title, count, lines, warning, question, is_retired=True)
    other_side = sides.get(not after.on_register, 0)
    if other_side and not (after.universal or after.overlay):
        return Effect(key, after.title, count, lines, *_about_the_side(after, other_side))
    return Effect(key, after.title, count, lines)


def _about_the_side(stage: StageSpec, count: int) -> tuple[str, str]:
    """The warning and the question about children on the other side of the register."""
    who = "1 child was" if count == 1 else f"{count} children were"
    side, code = ("on", "K") if stage.on_register else ("below", "N")
    warning = (
        f"This stage is {side} the register in the new version; {who} placed here while it was "
        f"not. Publishing changes no SEN status: theirs becomes {code} only when they are moved "
        "here again (a child with an EHC plan keeps E)."
    )
    return warning, f"What should happen to those at {stage.title}?"


def _last_title(key: str) -> str:
    """The title of a stage retired earlier, as the last version that had it."""
    stage = Stage.objects.filter(key=key).order_by("-ladder_version__number").first()
    return stage.title if stage else key
