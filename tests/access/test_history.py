"""Every change made by a page is one version of each record it touched: who, and by which request.

Each page is opened, its form is sent back with a small change, and every recorded table is compared
with what it held before (reliability.md, promise 4).
"""

from typing import Any

import pytest
from django.apps import apps

from accounts.models import Membership
from schools.records import Recorded
from schools.tenancy import school_scope
from tests.access.matrix import Page
from tests.access.world import PAGES, World, address

RECORDED: list[Any] = [
    model for model in apps.get_models() if issubclass(model, Recorded) or model is Membership
]
TODAY = "2026-11-23"
MOVES = "Ayla Zqnorthfieldayla, 4B"

# page -> who, about whom, and what is typed into the form; `@` stands before one of the cast
TYPED: dict[str, tuple[str, str, dict[str, str]]] = {
    "pupils:pupil_edit": ("office", "ayla", {"home_language": "Welsh"}),
    "pupils:contact_add": ("office", "ayla", {"surname": "Newcomer"}),
    "pupils:contact_edit": ("office", "ayla", {"phone": "01632 960001"}),
    "pupils:contact_end": ("office", "ayla", {}),
    "pupils:pupil_archive": ("office", "ben", {"on": TODAY}),
    "pupils:pupil_restore": ("office", "leaver", {}),
    "pupils:staff_link_end": ("head", "ayla", {"on": TODAY}),
    "pupils:access_block_end": ("head", "ayla", {"on": TODAY}),
    "reports:alert_detail": ("head", "", {"outcome": "accepted", "note": "The census"}),
    "pupils:staff_home_edit": ("head", "", {"phone": "01632 960002"}),
    "pupils:sen_status_correct": (
        "senco",
        "ben",
        {"code": "N", "starts_on": TODAY, "reason": "Entered by mistake"},
    ),
    "reports:letter_give": ("office", "ayla", {"how": "posted", "on": TODAY}),
    "reports:letter_take_back": ("senco", "ayla", {"because": "The wrong address"}),
    "reports:letter_replace": ("senco", "ayla", {}),
    "reports:given_withdraw": ("office", "ayla", {"because": "Entered by mistake"}),
    "reports:talk_add": ("office", "ayla", {"how": "phone", "on": TODAY}),
    "reports:chosen_move": ("senco", "", {"reason": "Reviewed together"}),
    "reports:chosen_told": ("office", "", {"how": "phone", "on": TODAY}),
    "reports:meeting_edit": ("teacher_4b", "ayla", {"note": "Reads more at home"}),
    "reports:meeting_withdraw": ("senco", "ayla", {"because": "Entered by mistake"}),
    "reports:action_add": ("head", "ayla", {"what": "Call home", "due_on": "2026-12-01"}),
    "reports:class_meeting_edit": ("senco", "ayla", {"place": "Hall"}),
    "stages:evidence_add": (
        "teacher_4b",
        "ayla",
        {"on": TODAY, "words": "With her parents; minutes in the blue folder"},
    ),
    "stages:evidence_withdraw": ("senco", "ayla", {"because": "Entered by mistake"}),
    "reports:concern_add": ("ta", "ayla", {"seen": "Rubs both eyes", "parents_know": "yes"}),
    "reports:concern_triage": ("senco", "ayla", {"outcome": "resolved", "reason": "New glasses"}),
    "reports:concern_ask": ("senco", "ayla", {"members": "@teacher_4b"}),
    "reports:observation_write": ("senco", "ayla", {"seen": "Looks away from the board"}),
    "reports:observation_close": ("senco", "ayla", {"because": "Off sick"}),
    "reports:concern_openness": ("dsl", "ayla", {"openness": "concealed"}),
    "reports:concern_withdraw": ("senco", "ayla", {"because": "Entered twice"}),
    "stages:stay_withdraw": ("senco", "ayla", {"because": "Entered by mistake"}),
    "provision:issued_withdraw": ("senco", "ayla", {"because": "The wrong term"}),
    "provision:print_detail": ("senco", "ayla", {"on": TODAY}),
    "pupils:voice_edit": ("teacher_4b", "ayla", {"words": "She likes maths now"}),
    "pupils:voice_withdraw": ("senco", "ayla", {"because": "Entered twice"}),
    "provision:plan_begin": (
        "teacher_4b",
        "ayla",
        {"template": "provision_map-individual_provision_map"},
    ),
    "provision:plan_edit": ("teacher_4b", "ayla", {"review_by": "2026-12-18"}),
    "provision:plan_end": ("senco", "ayla", {"because": "The gap has closed"}),
    "provision:plan_withdraw": ("senco", "ayla", {"because": "Begun by mistake"}),
    "provision:section_edit": ("teacher_4b", "ayla", {"text": "I like maths"}),
    "provision:target_add": ("teacher_4b", "ayla", {"what": "Read 20 words"}),
    "provision:target_edit": ("teacher_4b", "ayla", {"who": "Her teacher"}),
    "provision:target_outcome": ("teacher_4b", "ayla", {"outcome": "met"}),
    "provision:strategy_add": ("teacher_4b", "ayla", {"words": "A word mat"}),
    "provision:strategy_edit": ("teacher_4b", "ayla", {"who": "Her teacher"}),
    "provision:note_add": ("ta", "ayla", {"words": "Reads more"}),
    "provision:note_withdraw": ("senco", "ayla", {"because": "Another child"}),
    "reports:document_openness": ("dsl", "ayla", {"openness": "restricted"}),
    "reports:document_withdraw": ("senco", "ayla", {"because": "Of another child"}),
    "reports:agency_add": ("senco", "ayla", {"agency": "Occupational Therapy"}),
    "reports:agency_edit": ("teacher_4b", "ayla", {"seen_on": TODAY}),
    "reports:agency_withdraw": ("senco", "ayla", {"because": "Entered by mistake"}),
    "reports:advice_add": ("senco", "ayla", {"recommendations": "Word mat\nShort steps"}),
    "reports:advice_edit": ("teacher_4b", "ayla", {"recommendations": "Word mat"}),
    "reports:advice_withdraw": ("senco", "ayla", {"because": "Entered twice"}),
    "stages:record_withdraw": ("senco", "ayla", {"because": "Entered by mistake"}),
    "stages:overlay_end": ("senco", "ayla", {"on": TODAY, "because": "It is over"}),
    "accounts:cover_add": ("head", "", {"what": "@class_4b", "person": "@teacher_5a"}),
    "reports:next_year_edit": ("office", "", {"name_new1": "4C", "teacher_new1": "@teacher_4b"}),
    "reports:next_year_paste": ("office", "", {"lines": MOVES, "confirmed": MOVES}),
    "accounts:person_edit": ("head", "", {"job_title": "Higher level TA"}),
}
FORMS = [page for page in PAGES if page.route in TYPED]


def test_the_pages_named_here_exist() -> None:
    """A page that was renamed must not drop out of the proof."""
    assert {page.route for page in FORMS} == set(TYPED)


def rows_held(world: World) -> dict[tuple[str, int], tuple[Any, ...]]:
    """Every recorded row of the school, as it is."""
    with school_scope(world.cast.school):
        return {
            (model.__name__, values[0]): values
            for model in RECORDED
            for values in model.objects.filter(school=world.cast.school).values_list(
                "pk", *[field.attname for field in model._meta.concrete_fields]
            )
        }


def versions_held(world: World) -> dict[tuple[str, int], list[Any]]:
    """Every version of every recorded row of the school."""
    found: dict[tuple[str, int], list[Any]] = {}
    with school_scope(world.cast.school):
        for model in RECORDED:
            for version in model.history.filter(school_id=world.cast.school.pk):
                found.setdefault((model.__name__, version.id), []).append(version)
    return found


def filled_in(form: Any, typed: dict[str, str]) -> dict[str, Any]:
    """What a browser sends for a form as it was shown, with what was typed into it."""
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    data = {name: "on" if value is True else value for name, value in data.items()}
    return {name: value for name, value in data.items() if value is not False} | typed


def chosen(world: World, value: str) -> str:
    """A value as it is sent: the number of one of the cast, or the text itself."""
    return str(getattr(world.cast, value[1:]).pk) if value.startswith("@") else value


@pytest.mark.parametrize("row", FORMS, ids=[page.route for page in FORMS])
def test_a_change_is_one_version_of_each_record(world: World, row: Page) -> None:
    """One new history row for each row that changed, none for the others, with who and request."""
    person, child, typed = TYPED[row.route]
    client = world.client(person)
    path = address(row, world.cast, world.things, child) + row.asks[-1]
    shown = client.get(path)
    before, versions = rows_held(world), versions_held(world)
    typed = {name: chosen(world, value) for name, value in typed.items()}
    response = client.post(path, filled_in(shown.context["form"], typed))
    assert response.status_code == 302, response.content.decode()[-3000:]
    after, now = rows_held(world), versions_held(world)
    changed = {key for key in after if before.get(key) != after[key]}
    assert changed
    assert set(before) <= set(after)
    requests = set()
    for key, found in now.items():
        new = found[: len(found) - len(versions.get(key, []))]
        assert len(new) == (key in changed), key
        for version in new:
            assert version.history_user == world.people[person].user
            requests.add(version.request_id)
    assert len(requests) == 1
    assert requests != {""}
