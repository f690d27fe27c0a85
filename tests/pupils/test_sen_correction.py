"""Putting a SEN status right: what was recorded gives way, and nothing is erased."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from pupils.actions import correct_sen_status, mark_of
from pupils.models import SenStatus
from schools.tenancy import school_scope
from tests.cast import Cast
from tests.factories.pupils import NeedFactory, SenStatusFactory
from tests.people import SignIn
from tests.pupils.pages import address, fields_of, open_form, plain

pytestmark = pytest.mark.usefixtures("monday")
K_FROM = {"code": "K", "starts_on": "2025-01-06", "reason": "Imported with a wrong date"}
PLAN = {
    "code": "E",
    "starts_on": "2026-03-02",
    "reason": "The import said K",
    "plan_in_force": "on",
    "plan_final_on": "2026-03-02",
    "plan_la": "Southmere Council",
}


def send(client: Client, cast: Cast, fields: dict[str, Any]) -> Any:
    """Open the correction of Ayla's status and send it."""
    url = address("sen_status_correct", cast.school, cast.ayla.pk)
    return client.post(url, open_form(client, url) | fields, follow=True)


def spans(cast: Cast) -> list[tuple[str, date, date | None]]:
    """Ayla's SEN status through time, without the rows that never held."""
    with school_scope(cast.school):
        rows = SenStatus.objects.filter(pupil=cast.ayla).order_by("starts_on")
        found = [(row.code, row.starts_on, row.ends_on) for row in rows]
    return [span for span in found if span[1] != span[2]]


def test_earlier_start_takes_the_place_of_the_imported_row(cast: Cast, sign_in: SignIn) -> None:
    """The wrong row stays in the record as one that never held."""
    response = send(sign_in(cast.senco), cast, K_FROM)
    assert "The SEN status is corrected." in plain(response)
    assert "Correction: Imported with a wrong date" in plain(response)
    assert "corrected" in plain(response)
    assert spans(cast) == [("K", date(2025, 1, 6), None)]
    with school_scope(cast.school):
        assert SenStatus.objects.filter(pupil=cast.ayla).count() == 2


def test_stretch_in_the_middle_leaves_both_ends(cast: Cast, sign_in: SignIn) -> None:
    """What lies outside the days corrected still holds."""
    fields = {"code": "N", "starts_on": "2026-02-02", "ends_on": "2026-04-13", "reason": "Away"}
    send(sign_in(cast.senco), cast, fields)
    assert spans(cast) == [
        ("K", date(2025, 9, 1), date(2026, 2, 2)),
        ("N", date(2026, 2, 2), date(2026, 4, 13)),
        ("K", date(2026, 4, 13), None),
    ]


def test_days_before_and_after_are_untouched(cast: Cast) -> None:
    """A correction does not reach what ended on its first day or begins on its last."""
    SenStatusFactory(
        pupil=cast.ayla, code="K", starts_on=date(2024, 1, 1), ends_on=date(2024, 9, 1)
    )
    with school_scope(cast.school):
        correct_sen_status(
            pupil=cast.ayla,
            code="N",
            starts_on=date(2024, 9, 1),
            ends_on=date(2025, 9, 1),
            reason="Known gap",
            expected=mark_of(SenStatus, cast.ayla),
        )
    assert [span[0] for span in spans(cast)] == ["K", "N", "K"]
    assert spans(cast)[2] == ("K", date(2025, 9, 1), None)


def test_e_rests_on_a_plan_in_force(cast: Cast, sign_in: SignIn) -> None:
    """E asks for the final plan's date and the local authority, and records both."""
    response = send(sign_in(cast.senco), cast, PLAN)
    assert "plan of 2 March 2026, Southmere Council" in plain(response)
    assert spans(cast)[-1] == ("E", date(2026, 3, 2), None)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"plan_in_force": ""}, "E needs a final plan in force. Applying is still K."),
        ({"plan_final_on": ""}, "Give the date of the final plan."),
        ({"plan_la": ""}, "Name the local authority."),
        ({"starts_on": "2026-03-01"}, "E begins with the final plan: 2 March 2026."),
        ({"plan_final_on": "2026-12-01"}, "1 December 2026 is in the future."),
        ({"starts_on": "2026-12-01"}, "1 December 2026 is in the future."),
        ({"starts_on": "2012-01-01", "code": "K"}, "1 January 2012 is before the pupil was born."),
        ({"ends_on": "2026-03-02"}, "The last day must come after the first."),
        ({"reason": ""}, "This field is required."),
        ({"code": "S"}, "Select a valid choice"),
    ],
)
def test_wrong_corrections_change_nothing(
    cast: Cast, sign_in: SignIn, change: dict[str, str], says: str
) -> None:
    """E only with a plan, no day to come, a reason always: else the record stays as it was."""
    sent = PLAN | {"plan_la": "Zqtyped"} | change
    response = send(sign_in(cast.senco), cast, sent)
    assert (response.status_code, says in plain(response)) == (422, True)
    assert fields_of(response)["starts_on"] == sent["starts_on"]
    assert spans(cast) == [("K", date(2025, 9, 1), None)]


def test_leaving_k_with_an_unassessed_need_is_refused(cast: Cast, sign_in: SignIn) -> None:
    """NSA goes only with K: the need is changed first (census rule 2175)."""
    NeedFactory(pupil=cast.ayla, type_id="NSA", rank=2)
    response = send(sign_in(cast.senco), cast, PLAN)
    assert "is only for SEN support (K). Change the needs first." in plain(response)


def test_status_changed_meanwhile_is_told(cast: Cast, sign_in: SignIn) -> None:
    """Somebody corrected first: both are shown, mine stays, and sending again works."""
    client = sign_in(cast.senco)
    url = address("sen_status_correct", cast.school, cast.ayla.pk)
    mine = open_form(client, url) | K_FROM
    with school_scope(cast.school, by=cast.head.user):
        row = SenStatus.objects.get(pupil=cast.ayla)
        row.note = "seen"
        row.save()
    response = client.post(url, mine)
    assert response.status_code == 409
    assert "Head saved this first" in plain(response)
    assert client.post(url, mine | fields_of(response)).status_code == 302
    assert spans(cast) == [("K", date(2025, 1, 6), None)]
