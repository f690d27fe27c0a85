"""The school's ladder as it is edited: the draft where there is one, else the version in use."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from stages.editing import Draft, Names, Touch
from stages.editing.drafts import names_in
from stages.ladder import LadderSpec
from stages.models import Ladder, LadderVersion, Requirement, Stage
from stages.reading import build, dump
from stages.storing import read_version


@dataclass(frozen=True)
class Bench:
    """What lies before the person who edits: `row` is the draft's, none before the first change."""

    ladder: Ladder
    in_use: LadderVersion
    base: LadderSpec
    row: LadderVersion | None
    draft: Draft

    @property
    def spec(self) -> LadderSpec:
        """The ladder as edited so far."""
        return self.draft.ladder

    @property
    def token(self) -> str:
        """What a page remembers of the draft it showed, so that another's change is noticed."""
        return f"{self.row.pk}.{self.row.version}" if self.row else "none"

    @property
    def has_changes(self) -> bool:
        """Whether publishing would change anything."""
        return self.spec != self.base


def bench() -> Bench | None:
    """The school's ladder as it is edited; `None` before it has one. Seven queries."""
    ladder = Ladder.objects.first()
    in_use = LadderVersion.objects.in_use().first()
    if ladder is None or in_use is None:
        return None
    row = LadderVersion.objects.drafts().select_related("begun_by", "changed_by").first()
    base = read_version(in_use)
    return Bench(ladder, in_use, base, row, draft_in(row) if row else Draft(base))


def draft_in(row: LadderVersion) -> Draft:
    """The draft that a row holds."""
    return build(Draft, row.content or {}, row.name)


def plain(draft: Draft) -> object:
    """A draft as its row holds it."""
    return dump(draft)


def names_of(draft: Draft) -> Names:
    """Every key that stands for something in the draft or in any version. Two queries."""
    here = names_in(draft)
    return Names(
        here.stages | set(Stage.objects.values_list("key", flat=True)),
        here.requirements | set(Requirement.objects.values_list("key", flat=True)),
    )


def touch_of(place: str, by: User) -> Touch:
    """A change of a part, now."""
    return Touch(place, by.name, timezone.now().isoformat())


def when(touch: Touch) -> datetime:
    """The moment of a touch."""
    return datetime.fromisoformat(touch.at)
