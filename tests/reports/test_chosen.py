"""Several children of the register at once: all of them or none, within scope, each recorded."""

from typing import Any

import pytest
from django.urls import reverse

from pupils.actions import keep_away
from pupils.models import AccessEntry, ClassPlacement, StaffLink
from reports.chosen import MOST
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.big import fill_school
from tests.people import SignIn
from tests.pupils.pages import fields_of, plain
from tests.reports.test_register_figures import queries_of

MISTAKEN = 422


def path(cast: Cast, name: str, query: str = "") -> str:
    """An address of the register."""
    return f"{reverse(f'reports:{name}', kwargs={'school': cast.school.slug})}?{query}"


def ticked(*pupils: Any) -> str:
    """What ticking these children asks for."""
    return "&".join(f"pupil={pupil.pk}" for pupil in pupils)


def typed(cast: Cast, **more: str) -> dict[str, str]:
    """The DSL as key worker from a day in term."""
    usual = {"membership": str(cast.dsl.pk), "kind": "key_worker", "on": "2026-11-02"}
    return usual | more


def key_workers(cast: Cast) -> dict[int, set[str]]:
    """Who is key worker of whom now."""
    found: dict[int, set[str]] = {}
    with school_scope(cast.school):
        for link in StaffLink.objects.filter(kind="key_worker").still_open():
            found.setdefault(link.pupil_id, set()).add(link.membership.user.name)
    return found


def test_one_person_becomes_key_worker_of_all_who_are_ticked(cast: Cast, sign_in: SignIn) -> None:
    """In place of whoever was: that link ends on the day, in the child's history."""
    with school_scope(cast.school, by=cast.senco.user):
        StaffLink.objects.create(
            pupil=cast.ayla, membership=cast.ta, kind="key_worker", starts_on="2026-09-01"
        )
    client = sign_in(cast.senco)
    url = path(cast, "chosen_staff", f"year=4&{ticked(cast.ayla, cast.kept)}")
    form = fields_of(client.get(url))
    answer = client.post(url, form | typed(cast))
    assert answer["Location"] == path(cast, "register", "year=4")
    assert key_workers(cast) == {
        cast.ayla.pk: {cast.dsl.user.name},
        cast.kept.pk: {cast.dsl.user.name},
    }
    with school_scope(cast.school):
        ended = StaffLink.objects.get(pupil=cast.ayla, membership=cast.ta, kind="key_worker")
        assert str(ended.ends_on) == "2026-11-02"
        assert ended.history.count() == 2


def test_both_stay_where_that_is_asked_for(cast: Cast, sign_in: SignIn) -> None:
    """Without the tick the key worker there is stays beside the new one."""
    with school_scope(cast.school, by=cast.senco.user):
        StaffLink.objects.create(
            pupil=cast.ayla, membership=cast.ta, kind="key_worker", starts_on="2026-09-01"
        )
    sign_in(cast.senco).post(path(cast, "chosen_staff", ticked(cast.ayla)), typed(cast))
    assert key_workers(cast) == {cast.ayla.pk: {cast.dsl.user.name, cast.ta.user.name}}


def test_one_child_who_refuses_keeps_all_as_they_were(cast: Cast, sign_in: SignIn) -> None:
    """The page names the child and why, and offers to go on with the others."""
    client = sign_in(cast.senco)
    url = path(cast, "chosen_staff", ticked(cast.ayla, cast.kept))
    given = typed(cast, membership=str(cast.teacher_4b.pk), replaces="on")
    answer = client.post(url, given)
    assert answer.status_code == MISTAKEN
    assert [pupil.pk for pupil, _ in answer.context["problems"]] == [cast.kept.pk]
    assert "Teacher 4B is kept from this child" in plain(answer)
    assert answer.context["form"]["on"].value() == "2026-11-02"
    assert key_workers(cast) == {}
    rest = answer.context["rest_url"]
    client.post(path(cast, "chosen_staff")[:-1] + rest, given)
    assert key_workers(cast) == {cast.ayla.pk: {cast.teacher_4b.user.name}}


def test_all_that_match_and_nobody_by_accident(cast: Cast, sign_in: SignIn) -> None:
    """`all` takes everyone of the filters; an address with neither tick nor all takes nobody."""
    client = sign_in(cast.office)
    everyone = client.get(path(cast, "chosen_class", "all=1&show=all&year=4"))
    assert {p.pk for p in everyone.context["group"].pupils} == {cast.ayla.pk, cast.kept.pk}
    nobody = client.get(path(cast, "chosen_class", "show=all&year=4"))
    assert not nobody.context["group"].pupils
    assert "Nobody is chosen" in plain(nobody)
    sent = client.post(
        path(cast, "chosen_class", "show=all"),
        {"class_group": cast.class_5a.pk, "on": "2026-11-02"},
    )
    assert sent.status_code == MISTAKEN
    with school_scope(cast.school):
        assert ClassPlacement.objects.filter(class_group=cast.class_5a).count() == 1


def test_moving_a_group_to_another_class(cast: Cast, sign_in: SignIn) -> None:
    """Each child's placement ends that day and the next begins; one access entry lists them."""
    client = sign_in(cast.office)
    url = path(cast, "chosen_class", ticked(cast.ayla, cast.kept))
    client.post(url, {"class_group": cast.class_5a.pk, "on": "2026-11-02"})
    with school_scope(cast.school):
        rows = ClassPlacement.objects.filter(class_group=cast.class_5a, starts_on="2026-11-02")
        assert {row.pupil_id for row in rows} == {cast.ayla.pk, cast.kept.pk}
        assert not AccessEntry.objects.exists()
    client.get(url)
    with school_scope(cast.school):
        entry = AccessEntry.objects.get()
    assert set(entry.pupil_ids) == {cast.ayla.pk, cast.kept.pk}


def test_children_out_of_scope_are_not_chosen(cast: Cast, other: Cast, sign_in: SignIn) -> None:
    """Forged ids of next door, and of a child the person is kept from, are as if not there."""
    with school_scope(cast.school, by=cast.senco.user):
        keep_away(pupil=cast.kept, user=cast.head.user, why="A relative")
    client = sign_in(cast.head)
    url = path(cast, "chosen_staff", ticked(cast.ayla, cast.kept, other.ayla))
    page = client.get(url)
    assert [p.pk for p in page.context["group"].pupils] == [cast.ayla.pk]
    client.post(url, typed(cast))
    assert set(key_workers(cast)) == {cast.ayla.pk}


def test_more_than_fit_at_once_are_refused(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most 250 at a time; nothing is half done."""
    assert MOST == 250
    monkeypatch.setattr("reports.chosen.MOST", 2)
    page = sign_in(cast.senco).get(path(cast, "chosen_staff", "all=1&show=all"))
    assert "Too many at once" in plain(page)
    assert not page.context["group"].pupils


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("senco", ["Move", "Key worker or TA", "Class", "Letters", "Parents told", "Export"]),
        ("head", ["Key worker or TA", "Export"]),
        ("office", ["Class", "Parents told"]),
        ("teacher_4b", ["Move"]),
        ("ta", []),
    ],
)
def test_only_what_a_person_may_do_is_offered(
    cast: Cast, sign_in: SignIn, person: str, words: list[str]
) -> None:
    """Boxes to tick are there only for those who can do something with them."""
    page = sign_in(cast.staff[person]).get(path(cast, "register", "show=all"))
    assert [act.words for act in page.context["acts"]] == words
    assert (b"name=pupil " in page.content) == bool(words)


@pytest.mark.budget(60)
def test_choosing_costs_the_same_few_queries_for_200(cast: Cast, sign_in: SignIn) -> None:
    """The page of a change asks no more for many children than for one."""
    client = sign_in(cast.senco)
    fill_school(cast.senco, pupils=200, on_register=0)
    one = queries_of(client, path(cast, "chosen_class", ticked(cast.ayla)))
    many = queries_of(client, path(cast, "chosen_class", "all=1&show=all"))
    assert len(one) == len(many) <= 10, "\n".join(many)
