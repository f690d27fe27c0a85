"""Whatever is edited: the ladder is refused in words or survives storing, and no record changes.

A made-up person opens forms of the editor at random, types at random, retires, brings back and
reorders; what the editor took is published and read back from the tables.
"""

from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from common.errors import Refused
from stages.actions import bring_back_stage, change_draft, edit_part, publish_draft
from stages.drafting import bench
from stages.editing import Draft
from stages.editing.asked import Asked, asked_in
from stages.editing.order import DOWN, UP, add_stage, move_stage
from stages.editing.parts import StageAbout, StagePeople, StagePlace, StageSupport, StageTime
from stages.editing.retiring import retire
from stages.editing.ways import Way
from stages.models import LadderVersion
from stages.periods import Every, Unit
from stages.storing import read_version
from stages.vocabulary import Direction
from tests.cast import Cast
from tests.factories.stages import move
from tests.selection import FULL
from tests.stages.test_drafts import SEPTEMBER, desk, rows, statuses

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
LINES = st.lists(TEXT, max_size=3).map("\n".join)
COUNT = st.none() | st.integers(-1, 120)
MONTHS = st.lists(st.sampled_from([str(n) for n in range(1, 13)]), unique=True, max_size=3)
SECTIONS = (StageAbout, StagePlace, StageSupport, StagePeople, StageTime)
ORDINARY = {
    "label": TEXT,
    "name": TEXT,
    "when": LINES,
    "note": TEXT,
    "note_class_teacher": TEXT,
    "note_parent": TEXT,
    "words": TEXT,
    "support": LINES,
    "actions": LINES,
    "notes": LINES,
    "given_to": LINES,
    "list_name": TEXT,
    "on_register": st.booleans(),
    "needs_ehc_plan": st.booleans(),
    "at_least": st.booleans(),
    "n": COUNT,
    "after_n": COUNT,
    "months": MONTHS,
    "unit": st.sampled_from(["", *[unit.value for unit in Unit]]),
    "every": st.sampled_from([every.value for every in Every]),
    "direction": st.sampled_from([way.value for way in Direction]),
    "sort": st.sampled_from(["line", "universal", "overlay"]),
    "may_place": st.lists(st.sampled_from(["teacher", "year_leader"]), unique=True),
}


@settings(
    max_examples=100 if FULL else 12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_published_survives_and_touches_nobody(
    acting: Cast, data: st.DataObject
) -> None:
    """Store, read and store again give the same ladder; records and statuses are as before."""
    with transaction.atomic():
        move(acting.ayla, "stage-2", SEPTEMBER, acting.senco)
        move(acting.ben, "stage-3", SEPTEMBER, acting.senco)
        edit_and_publish(acting, data)
        transaction.set_rollback(True)


def edit_and_publish(acting: Cast, data: st.DataObject) -> None:
    """Some changes of the draft, and publishing it if it can be."""
    before = rows(), statuses()
    for _ in range(data.draw(st.integers(1, 6))):
        with_refusals(lambda: edit_something(acting, data))
    drafted = desk().spec
    if with_refusals(lambda: publish_draft(expected=desk().token, by=acting.senco)):
        version = LadderVersion.objects.in_use().get()
        assert read_version(version) == drafted
    assert (rows(), statuses()) == before


def with_refusals(action: Any) -> bool:
    """Whether an action went through; a refusal says something and changes nothing."""
    seen = desk().token
    try:
        action()
    except Refused as refusal:
        said = str(refusal)
    else:
        return True
    assert said.strip()
    assert desk().token == seen
    return False


def edit_something(cast: Cast, data: st.DataObject) -> None:
    """One change of the draft."""
    found = bench()
    assert found
    keys = [stage.key for stage in found.spec.stages]
    key = data.draw(st.sampled_from(keys))
    match data.draw(st.integers(0, 5)):
        case 0:
            step = data.draw(st.sampled_from([UP, DOWN]))
            _change(cast, lambda d, names: Draft(move_stage(d.ladder, key, step), d.retired))
        case 1:
            _change(cast, lambda draft, names: retire(draft, key))
        case 2 if found.draft.retired:
            bring_back_stage(key=found.draft.retired[0].stage.key, by=cast.senco)
        case 3:
            name = data.draw(TEXT)
            _change(cast, lambda d, names: Draft(_added(d, name, key, names), d.retired))
        case _:
            _edit_part(cast, found.spec, key, data)


def _added(draft: Draft, name: str, after: str, names: Any) -> Any:
    return add_stage(draft.ladder, label="", name=name, after=after, names=names)[0]


def _change(cast: Cast, change: Any) -> None:
    change_draft(place="stages", by=cast.senco, change=change)


def _edit_part(cast: Cast, spec: Any, key: str, data: st.DataObject) -> None:
    parts: list[Any] = [section(key) for section in SECTIONS]
    parts += [Asked(item.key) for item in asked_in(spec)[:3]] + [Asked(stage=key), Way(key)]
    part = data.draw(st.sampled_from(parts))
    values = part.read(spec)
    changed = [name for name in values if name in ORDINARY]
    names = data.draw(st.lists(st.sampled_from(changed), unique=True, max_size=3))
    typed = {name: data.draw(ORDINARY[name]) for name in names}
    given_to_it = values | typed
    edit_part(part=part, given=given_to_it, expected=part.token(spec), by=cast.senco)
