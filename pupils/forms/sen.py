"""The correction of a SEN status."""

from datetime import date
from typing import Any

from django import forms

from common.dates import long_date
from pupils.forms.base import DayField, VersionForm
from pupils.models import SenStatus

CODES = [(code.value, f"{code.label} ({code.value})") for code in SenStatus.Code]


class SenStatusForm(VersionForm):
    """What a child's SEN status really was. E asks for the plan that was in force (model.md)."""

    code = forms.ChoiceField(
        label="The right status", choices=CODES, widget=forms.RadioSelect, initial=None
    )
    starts_on = DayField(label="From", past=True)
    ends_on = DayField(
        label="Until",
        required=False,
        past=True,
        help_text="The first day it no longer held. Leave it empty if it still holds.",
    )
    reason = forms.CharField(
        label="What was wrong?", max_length=120, help_text="One sentence; it stays in the record."
    )
    plan_in_force = forms.BooleanField(
        label="A final EHC plan is (or was) in force on these days", required=False
    )
    plan_final_on = DayField(label="Date of the final plan", required=False, past=True)
    plan_la = forms.CharField(label="Local authority that issued it", max_length=50, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("code") == SenStatus.Code.PLAN:
            self._check_plan(given)
        return given

    def _check_plan(self, given: dict[str, Any]) -> None:
        """E holds only while a plan is in force, from its final date (statutory.md 2.1)."""
        if not given.get("plan_in_force"):
            self.add_error("plan_in_force", "E needs a final plan in force. Applying is still K.")
        if "plan_final_on" not in self.errors and not given.get("plan_final_on"):
            self.add_error("plan_final_on", "Give the date of the final plan.")
        if "plan_la" not in self.errors and not given.get("plan_la"):
            self.add_error("plan_la", "Name the local authority.")
        final_on: date | None = given.get("plan_final_on")
        starts_on: date | None = given.get("starts_on")
        if final_on and starts_on and starts_on < final_on:
            self.add_error("starts_on", f"E begins with the final plan: {long_date(final_on)}.")

    @property
    def note(self) -> str:
        """The reason as it is recorded, with the plan it rests on."""
        given = self.cleaned_data
        if given["code"] != SenStatus.Code.PLAN:
            return str(given["reason"])
        plan = f"plan of {long_date(given['plan_final_on'])}, {given['plan_la']}"
        return f"{given['reason']} ({plan})"
