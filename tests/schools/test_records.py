"""Every change to a child's record is a version with who, when, why; nobody's work is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F

from pupils.models import Contact, Need, Pupil
from schools.records import EditClash, UnrecordedWrite
from schools.tenancy import school_scope
from tests.cast import Cast, marker
from tests.factories.pupils import ContactFactory

pytestmark = pytest.mark.smoke

UNRECORDED: dict[str, Callable[[Cast], Any]] = {
    "update": lambda cast: Need.objects.update(rank=9),
    "filtered update": lambda cast: Need.objects.filter(pk=1).update(rank=F("rank") + 1),
    "delete": lambda cast: Need.objects.all().delete(),
    "bulk_update": lambda cast: Need.objects.bulk_update([cast.ayla.needs.get()], ["rank"]),
    "bulk_create": lambda cast: Need.objects.bulk_create([Need(pupil=cast.ayla, type_id="HI")]),
    "related update": lambda cast: cast.ayla.needs.update(rank=9),
    "related delete": lambda cast: cast.ayla.needs.all().delete(),
    "related add": lambda cast: cast.ayla.needs.add(cast.ben.needs.get()),
    "related set": lambda cast: cast.ayla.needs.set([cast.ben.needs.get()]),
    "base manager": lambda cast: Need._base_manager.update(rank=9),
    "default manager": lambda cast: Need._default_manager.all().delete(),
}


@pytest.mark.parametrize("way", UNRECORDED)
def test_no_write_goes_past_history(cast: Cast, way: str) -> None:
    """Each way Django has of writing many rows at once is refused, and changes nothing."""
    with school_scope(cast.school):
        before = list(Need.objects.order_by("pk").values())
        with pytest.raises(UnrecordedWrite):
            UNRECORDED[way](cast)
        assert list(Need.objects.order_by("pk").values()) == before


def test_the_one_bulk_write_is_recorded(cast: Cast) -> None:
    """Many new rows at once: one history row each, with who, why and for which request."""
    rows = [Contact(pupil=cast.ayla, surname=f"Madeup{n}", rank=n) for n in (2, 3)]
    with school_scope(cast.school, by=cast.office.user, request_id="r7"):
        made = Contact.objects.recorded_bulk_create(rows, reason="import of a file")
        versions = Contact.history.filter(id__in=[row.pk for row in made])
        assert [
            (v.history_user, v.history_change_reason, v.request_id, v.history_type)
            for v in versions
        ] == [(cast.office.user, "import of a file", "r7", "+")] * 2


def test_history_says_who_why_and_for_which_request(cast: Cast) -> None:
    """One row for a change, holding what was saved and who asked for it."""
    with school_scope(cast.school, by=cast.senco.user, request_id="r1"):
        pupil = Pupil.objects.get(pk=cast.ayla.pk)
        pupil.preferred_forename = "Aya"
        pupil.save_as_version(1, reason="asked by her")
        first, second = Pupil.history.filter(id=pupil.pk).order_by("history_id")
    assert (second.history_user, second.history_change_reason, second.request_id) == (
        cast.senco.user,
        "asked by her",
        "r1",
    )
    assert (first.preferred_forename, second.preferred_forename) == ("", "Aya")
    assert (first.version, second.version) == (1, 2)
    assert first.history_user is None


def test_a_reason_is_not_carried_to_the_next_change(cast: Cast) -> None:
    """The reason belongs to one change only."""
    with school_scope(cast.school):
        pupil = Pupil.objects.get(pk=cast.ayla.pk)
        pupil.save_as_version(1, reason="first")
        pupil.save()
        reasons = Pupil.history.filter(id=pupil.pk).order_by("history_id")
        assert [v.history_change_reason for v in reasons] == [None, "first", None]


def test_history_is_undone_with_its_change(cast: Cast) -> None:
    """A change and its history row are one transaction."""

    def half_of_it() -> None:
        ContactFactory(pupil=cast.ayla, surname="Halfway")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), school_scope(cast.school):
        half_of_it()
    with school_scope(cast.school):
        assert not Contact.history.filter(surname="Halfway").exists()


def test_the_second_to_save_meets_a_clash(cast: Cast) -> None:
    """Two people edit the same version: the second is shown the first's, and overwrites nothing."""
    with school_scope(cast.school):
        mine = Pupil.objects.get(pk=cast.ayla.pk)
        theirs = Pupil.objects.get(pk=cast.ayla.pk)
        theirs.home_language = "Polish"
        theirs.save_as_version(1)
        mine.home_language = "Welsh"
        with pytest.raises(EditClash) as clash:
            mine.save_as_version(1)
        current = clash.value.current
        assert isinstance(current, Pupil)
        assert (current.home_language, current.version) == ("Polish", 2)
        assert Pupil.objects.get(pk=cast.ayla.pk).home_language == "Polish"


def test_a_clash_resolved_is_saved(cast: Cast) -> None:
    """Having seen the other's text, one saves over the version one has seen."""
    with school_scope(cast.school):
        pupil = Pupil.objects.get(pk=cast.ayla.pk)
        pupil.save_as_version(1)
        pupil.save_as_version(2)
        assert Pupil.objects.get(pk=cast.ayla.pk).version == 3


def test_a_change_by_the_system_is_a_version_too(cast: Cast) -> None:
    """What an import or a move changed meanwhile is not overwritten by a form opened before."""
    with school_scope(cast.school):
        pupil = Pupil.objects.get(pk=cast.ayla.pk)
        imported = Pupil.objects.get(pk=cast.ayla.pk)
        imported.home_language = "Polish"
        imported.save()
        with pytest.raises(EditClash):
            pupil.save_as_version(1)


def test_a_version_that_never_was_is_a_clash(cast: Cast) -> None:
    """A forged version number does not save."""
    with school_scope(cast.school):
        pupil = Pupil.objects.get(pk=cast.ayla.pk)
        for version in (0, 2, 99):
            with pytest.raises(EditClash):
                pupil.save_as_version(version)


def test_history_of_another_school_is_out_of_reach(cast: Cast, other: Cast) -> None:
    """The history manager is fenced like the records themselves."""
    mark = marker(other.school, "ayla")
    with school_scope(cast.school):
        assert not Pupil.history.filter(surname=mark).exists()
        assert not cast.ayla.history.model.objects.filter(surname=mark).exists()
    assert not Pupil.history.exists()
