"""Letters for several children of the register, and recording that their parents were told."""

from typing import Any

import pytest
from django.test import Client

from common.errors import Refused
from pupils.models import AccessEntry, Contact, Given, Letter
from schools.tenancy import school_scope
from stages.actions import place
from stages.models import Notice, StageRecord
from tests.cast import Cast
from tests.factories.big import fill_school
from tests.factories.stages import move, stage
from tests.letters.conftest import NOVEMBER, OCTOBER, add_adult
from tests.letters.test_pages import MISTAKEN, url
from tests.people import SignIn
from tests.pupils.pages import fields_of, open_form, plain
from tests.reports.test_register_figures import queries_of

TODAY = "2026-11-23"


@pytest.fixture
def senco(school: Cast, joined: StageRecord, sign_in: SignIn) -> Client:
    """The SENCO at the desk; Ayla and Kept joined SEN support, Ben did not."""
    with school_scope(school.school, by=school.senco.user):
        add_adult(school.kept)
        move(school.kept, "stage-3", OCTOBER, school.senco)
    return sign_in(school.senco)


def at(school: Cast, name: str, *pupils: Any, more: str = "") -> str:
    """The page for these children."""
    asked = "&".join([*(f"pupil={pupil.pk}" for pupil in pupils), more])
    return f"{url(school, name)}?{asked}"


def opened(client: Client, here: str) -> dict[str, Any]:
    """The form of what was said as a browser would send it."""
    return {"how": "phone"} | open_form(client, here)


def records(school: Cast) -> dict[int, StageRecord]:
    """The stage record each child has now."""
    with school_scope(school.school):
        return {row.pupil_id: row for row in StageRecord.objects.main_line().still_open()}


def test_the_letters_due_about_the_ticked_become_one_print(school: Cast, senco: Client) -> None:
    """Those who are due one are ticked, the others named; one entry in the log names all."""
    here = at(school, "chosen_letters", school.ayla, school.kept, school.ben)
    page: Any = senco.get(here)
    assert [line.pupil for line in page.context["due"]] == [school.ayla.pk, school.kept.pk]
    assert page.context["others"] == [school.ben]
    assert "No letter due: 1 child" in plain(page)
    with school_scope(school.school):
        entry = AccessEntry.objects.latest("at")
    assert set(entry.pupil_ids) == {school.ayla.pk, school.kept.pk, school.ben.pk}
    sent: Any = senco.post(here, {"record": [line.record for line in page.context["due"]]})
    with school_scope(school.school):
        letters = list(Letter.objects.all())
        assert sent.url == url(school, "batch_detail", letters[0].batch_id)
        assert {row.pupil_id for row in letters} == {school.ayla.pk, school.kept.pk}
        assert Notice.objects.count() == len(letters)
        assert {row.history.count() for row in letters} == {1}
    assert not senco.get(here).context["due"]


def test_a_chosen_kind_takes_the_last_such_move_once(school: Cast, senco: Client) -> None:
    """Also of a move that nobody would be asked about any more; never two letters of one move."""
    with school_scope(school.school, by=school.senco.user):
        place(
            pupil=school.kept,
            stage=stage("stage-4"),
            on=NOVEMBER,
            by=school.senco,
            reason="Agreed",
            went_on_because="Agreed",
            parent_told_how="letter",
            parent_told_on=NOVEMBER,
        )
    both = (school.ayla, school.kept)
    changing = senco.get(at(school, "chosen_letters", *both, more="letter=changing"))
    assert [line.record for line in changing.context["due"]] == [records(school)[school.kept.pk].pk]
    here = at(school, "chosen_letters", *both, more="letter=joining")
    joining = senco.get(here).context["due"]
    assert {line.pupil for line in joining} == {school.ayla.pk, school.kept.pk}
    senco.post(here, {"record": [line.record for line in joining]})
    again = senco.get(here)
    assert not again.context["due"]
    assert "No such letter to make: 2 children" in plain(again)
    unknown = senco.get(at(school, "chosen_letters", *both, more="letter=x"))
    assert unknown.status_code == 200


def test_what_cannot_be_made_keeps_the_page_and_the_ticks(school: Cast, senco: Client) -> None:
    """Nothing chosen, or a child nobody can be sent a letter about: said here, nothing made."""
    here = at(school, "chosen_letters", school.ayla, school.kept)
    nothing = senco.post(here, {})
    assert (nothing.status_code, nothing.context["total"]) == (MISTAKEN, 2)
    assert "Choose at least one child. Nothing was made." in plain(nothing)
    with school_scope(school.school, by=school.senco.user):
        for contact in Contact.objects.filter(pupil=school.kept):
            contact.sen_information = Contact.SenInformation.NO
            contact.save()
    both = [row.pk for row in records(school).values()]
    refused = senco.post(here, {"record": both})
    assert refused.status_code == MISTAKEN
    assert set(refused.context["chosen"]) == set(both)
    with school_scope(school.school):
        assert not Letter.objects.exists()


def test_the_parents_of_the_ticked_were_told(school: Cast, senco: Client, sign_in: SignIn) -> None:
    """One conversation each, with the adult named, in each child's history; the office may too."""
    office = sign_in(school.office)
    here = at(school, "chosen_told", school.ayla, school.kept, school.ben, more="year=4")
    form = opened(office, here)
    note = "Parents' evening"
    answer: Any = office.post(here, form | {"how": "in_person", "on": TODAY, "note": note})
    assert answer.url == f"{url(school, 'register')}?year=4"
    now = records(school)
    with school_scope(school.school):
        for child in (school.ayla, school.kept):
            record = now[child.pk]
            assert (record.parent_told_how, str(record.parent_told_on)) == ("in_person", TODAY)
            assert record.history.first().history_user == school.office.user
            said = Given.objects.get(pupil=child)
            assert (said.note, said.recorded_by) == (note, school.office.user)
        assert Given.objects.get(pupil=school.kept).to_whom == f"Sam {school.kept.surname}"
        assert Notice.objects.count() == 2
    told = office.get(here)
    assert not told.context["moves"]
    assert "Told already, or no move to tell of: 2 children" in plain(told)
    assert not senco.get(at(school, "chosen_letters", school.ayla, school.kept)).context["due"]


def test_only_adults_who_may_know_are_offered(school: Cast, senco: Client) -> None:
    """Who is barred cannot be recorded for many at once, not by a forged choice either."""
    with school_scope(school.school, by=school.senco.user):
        barred = add_adult(school.ayla, rank=0, sen_information=Contact.SenInformation.NO)
    record = records(school)[school.ayla.pk]
    here, name = at(school, "chosen_told", school.ayla), f"who_{record.pk}"
    form = opened(senco, here)
    assert form[name] not in {"", str(barred.pk)}
    forged = senco.post(here, form | {name: str(barred.pk)})
    assert forged.status_code == MISTAKEN
    alone = fields_of(senco.get(url(school, "talk_add", record.pk)))
    assert alone["who"] == form[name]
    with school_scope(school.school):
        assert not Given.objects.exists()


def test_left_out_children_stay_as_they_were(school: Cast, senco: Client) -> None:
    """Nobody chosen for a child leaves it out; nobody at all is refused, and so is tomorrow."""
    both = (school.ayla, school.kept)
    here = at(school, "chosen_told", *both)
    now = records(school)
    form = opened(senco, here) | {f"who_{now[school.kept.pk].pk}": ""}
    late = senco.post(here, form | {"on": "2026-11-24", "note": "At the gate"})
    assert late.status_code == MISTAKEN
    assert late.context["form"]["note"].value() == "At the gate"
    nobody = senco.post(here, form | {f"who_{now[school.ayla.pk].pk}": ""})
    assert "Say of one child at least who was spoken to" in plain(nobody)
    answer = senco.post(here, form, follow=True)
    assert "Recorded for 1 child." in plain(answer)
    after = records(school)
    assert after[school.ayla.pk].parent_told_how == "phone"
    assert after[school.kept.pk].parent_told_how == "not_yet"


def test_what_a_colleague_recorded_meanwhile_is_not_doubled(school: Cast, senco: Client) -> None:
    """The child is no longer among them, and the page says so."""
    here = at(school, "chosen_told", school.ayla, school.kept)
    form = opened(senco, here)
    senco.post(at(school, "chosen_told", school.ayla), form)
    answer = senco.post(here, form, follow=True)
    assert "Recorded for 1 child. 1 had been recorded meanwhile." in plain(answer)
    with school_scope(school.school):
        assert Given.objects.filter(pupil=school.ayla).count() == 1


def test_one_child_that_refuses_keeps_all_as_they_were(
    school: Cast, senco: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page names the child, and what was typed is still there."""

    def refuse(held: Any) -> None:
        if held.pupil == school.kept:
            raise Refused("Kept has left.")

    monkeypatch.setattr("stages.actions.giving.refuse_leaver", refuse)
    here = at(school, "chosen_told", school.ayla, school.kept)
    answer = senco.post(here, opened(senco, here) | {"note": "On the phone"})
    assert answer.status_code == MISTAKEN
    assert [pupil for pupil, _ in answer.context["problems"]] == [school.kept]
    assert answer.context["form"]["note"].value() == "On the phone"
    with school_scope(school.school):
        assert not Given.objects.exists()


@pytest.mark.budget(60)
@pytest.mark.parametrize("name", ["chosen_letters", "chosen_told"])
def test_many_cost_the_same_few_queries_as_one(school: Cast, senco: Client, name: str) -> None:
    """Fourteen at most, for one child as for sixty."""
    fill_school(school.senco, pupils=60, on_register=60)
    one = queries_of(senco, at(school, name, school.ayla))
    many = queries_of(senco, at(school, name, more="all=1"))
    assert len(one) == len(many) <= 14, "\n".join(many)
