"""Agencies and their advice as evidence of what a stage asks."""

from dataclasses import replace
from datetime import date

import pytest

from pupils.actions import (
    Advised,
    Involved,
    involve_agency,
    record_advice,
    withdraw_document,
    withdraw_involvement,
)
from schools.tenancy import school_scope
from stages.evidence import Piece, fits
from stages.ladder import RequirementSpec
from stages.presets import preset
from stages.sources import pieces_of
from stages.vocabulary import Evidence
from tests.cast import Cast
from tests.documents.papers import kept

ASKED, SEEN, SAID = date(2026, 10, 5), date(2026, 10, 19), date(2026, 11, 9)


def pieces(school: Cast) -> list[Piece]:
    """What counts for Ayla."""
    return pieces_of([school.ayla.pk]).get(school.ayla.pk, [])


def asked(ladder: str, key: str) -> RequirementSpec:
    """A requirement of a preset, by its key."""
    stages = preset(ladder).stages
    return next(one for stage in stages for one in stage.requirements if one.key == key)


def test_an_agency_counts_from_the_day_it_was_asked(school: Cast) -> None:
    """Else from the day it saw the child; one nobody asked yet does not count."""
    by = school.senco.user
    with school_scope(school.school, by=by):
        involve_agency(pupil=school.ayla, facts=Involved("CAMHS"), by=by)
        assert pieces(school) == []
        involve_agency(pupil=school.ayla, facts=Involved("OT", seen_on=SEEN), by=by)
        facts = Involved("EP", referred_on=ASKED, seen_on=SEEN)
        row = involve_agency(pupil=school.ayla, facts=facts, by=by)
        found = sorted(pieces(school), key=lambda piece: piece.on)
        assert [(piece.on, piece.said) for piece in found] == [(ASKED, "EP"), (SEEN, "OT")]
        withdraw_involvement(involvement=row, because="Entered twice", by=by)
        assert len(pieces(school)) == 1


@pytest.mark.parametrize("secured", ["outside", "school"])
def test_who_brings_it_in_counts(school: Cast, secured: str) -> None:
    """All Saints' step 5 asks an outside agency; My Support Plan takes the school's own as well."""
    by = school.senco.user
    with school_scope(school.school, by=by):
        facts = Involved("EP", secured=secured, referred_on=ASKED)
        row = involve_agency(pupil=school.ayla, facts=facts, by=by)
        record_advice(involvement=row, said=Advised(SAID, words="In short"), by=by)
        involved, advice = sorted(pieces(school), key=lambda piece: piece.on)
    assert fits(involved, asked("all-saints", "s5-agency")) is (secured == "outside")
    assert fits(advice, asked("my-support-plan", "support-specialists"))
    assert fits(advice, replace(asked("send-overview", "s4-advice"), with_whom=()))


@pytest.mark.parametrize(("openness", "counts"), [("open", 1), ("restricted", 1), ("concealed", 0)])
def test_advice_in_a_concealed_document_counts_for_nothing(
    school: Cast, openness: str, counts: int
) -> None:
    """What it met would give it away; nor does what stands in one that was taken back."""
    by = school.dsl.user
    with school_scope(school.school, by=by):
        document = kept(school.ayla, school.dsl, openness=openness)
        row = involve_agency(pupil=school.ayla, facts=Involved("EP"), by=by)
        record_advice(involvement=row, said=Advised(SAID, document, "4"), by=by)
        kinds = [piece.kind for piece in pieces(school)]
        assert kinds == [Evidence.ADVICE] * counts
        withdraw_document(document=document, because="Of another child", by=by)
        assert pieces(school) == []
