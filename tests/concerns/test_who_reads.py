"""Who reads a concern: its words reach nobody whom permissions.md does not let read them."""

from typing import Any

import pytest
from django.urls import reverse

from pupils.history import changes_of
from pupils.models import Concern
from reports.trail.subjects import subjects_for
from schools.tenancy import school_scope
from stages.sources import pieces_of
from tests.cast import Cast
from tests.concerns.making import WORDS, drafted, made, raised
from tests.people import client_of

EVERYONE = {
    "senco", "head", "teacher_4b", "teacher_5a", "year_leader", "ta", "dsl", "office", "gone"
}  # fmt: skip
READERS = {
    "open": {"senco", "head", "teacher_4b", "dsl"},
    "restricted": {"senco", "head", "dsl"},
    "concealed": {"senco", "dsl"},
}


@pytest.mark.parametrize("openness", READERS)
def test_who_reads_and_who_is_told(school: Cast, openness: str) -> None:
    """Exactly the roles of permissions.md, within scope; a restricted one is told of, no other."""
    with school_scope(school.school, by=school.senco.user):
        made(school, openness)
        staff = {name: school.staff[name] for name in EVERYONE}
        reads = {name for name, one in staff.items() if Concern.objects.visible_to(one).exists()}
        told = {name for name, one in staff.items() if Concern.objects.told_of(one).exists()}
    assert reads == READERS[openness]
    assert told == ({"teacher_4b"} if openness == "restricted" else set())


def test_whoever_raised_it_goes_on_reading(school: Cast) -> None:
    """A TA follows her own; out of scope it is gone for her like the child."""
    with school_scope(school.school, by=school.senco.user):
        mine = raised(school.ayla, school.ta)
        assert list(Concern.objects.visible_to(school.ta)) == [mine]
        assert not Concern.objects.visible_to(school.office).exists()


def test_a_draft_is_its_writers_alone(school: Cast) -> None:
    """Not even the SENCO reads it, nor its history, nor is it evidence."""
    with school_scope(school.school, by=school.teacher_4b.user):
        draft = drafted(school.ayla, school.teacher_4b)
        readers = [name for name in EVERYONE if _reads(school, name)]
        assert readers == ["teacher_4b"]
        assert not [row for row in changes_of(school.ayla, school.senco) if row.what == "Concern"]
        assert pieces_of([school.ayla.pk]) == {}
        assert draft.about() == []


def _reads(school: Cast, name: str) -> bool:
    return bool(Concern.objects.visible_to(school.staff[name]).exists())


@pytest.mark.parametrize("openness", ["restricted", "concealed"])
@pytest.mark.parametrize("person", ["head", "teacher_4b", "ta", "office", "year_leader"])
def test_hidden_words_stand_on_no_page(school: Cast, person: str, openness: str) -> None:
    """Neither words nor a count of a concealed concern; of a restricted one only that it is."""
    member = school.staff[person]
    client = client_of(member)
    before = _pages(client, school)
    with school_scope(school.school, by=school.dsl.user):
        hidden = made(school, openness)
    after = _pages(client, school)
    where = {"school": school.school.slug, "pk": hidden.pk}
    own = client.get(reverse("reports:concern_detail", kwargs=where))
    reads = person in READERS[openness]
    assert (own.status_code == 200) is reads
    assert any(WORDS in page for page in after) is reads
    if openness == "concealed":
        assert after == before
    elif person == "teacher_4b":
        assert any("There is a restricted concern" in page for page in after)


def _pages(client: Any, school: Cast) -> list[str]:
    """What a person finds where concerns are told of, without what changes by itself."""
    slug, pk = school.school.slug, school.ayla.pk
    routes = [
        ("reports:home", {}),
        ("reports:concern_list", {}),
        ("reports:pupil_now", {"pk": pk}),
        ("reports:pupil_stage", {"pk": pk}),
        ("reports:pupil_concerns", {"pk": pk}),
        ("pupils:pupil_history", {"pk": pk}),
        ("reports:register", {}),
    ]
    found = []
    for route, where in routes:
        answer = client.get(reverse(route, kwargs={"school": slug, **where}))
        found.append(_main(answer.content.decode()))
    return found


def _main(page: str) -> str:
    """A page's own part: tokens of forms stand outside it or are cut."""
    main = page.partition("<main")[2]
    return "\n".join(line for line in main.splitlines() if "csrf" not in line)


def test_the_trail_tells_only_readers(school: Cast) -> None:
    """The head is not told that a concealed concern was written; the DSL is."""
    with school_scope(school.school, by=school.dsl.user):
        made(school, "concealed")
        counts = {name: _told(school, name) for name in ("head", "dsl")}
    assert counts["head"] == 0
    assert counts["dsl"] > 0


def _told(school: Cast, name: str) -> int:
    reader = school.staff[name]
    subject = next(one for one in subjects_for(reader, "") if one.model is Concern)
    return int(subject.rows(reader).count())


def test_a_concealed_concern_is_no_evidence(school: Cast) -> None:
    """What it met would give it away: the step asks for the form as if there were none."""
    with school_scope(school.school, by=school.dsl.user):
        made(school, "concealed")
        assert pieces_of([school.ayla.pk]) == {}
        made(school, "restricted")
        ((piece,),) = pieces_of([school.ayla.pk]).values()
    assert WORDS not in piece.said


def test_its_writer_is_not_told_what_was_decided_in_concealment(school: Cast) -> None:
    """She sees that it arrived; the reason of the decision is not hers to read."""
    with school_scope(school.school, by=school.dsl.user):
        row = made(school, "concealed", by=school.teacher_4b)
    page = client_of(school.teacher_4b).get(
        reverse("reports:concern_detail", kwargs={"school": "northfield", "pk": row.pk})
    )
    text = page.content.decode()
    assert WORDS in text
    assert "It has arrived" in text
    assert "Concealed" not in text
