"""Children who were expected to have left: a person confirms it, or says that they stay."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.forms import DayField
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.actions import archive_pupil
from pupils.models import Pupil
from pupils.next_year.building import stay_on
from reports.next_year import leavers_to_confirm
from schools.records import EditClash

MISTAKEN, CLASH = 422, 409


class LeaversForm(forms.Form):
    """Who has left, on which day; and what is done with the ticked."""

    last_day = DayField(label="Their last day at the school")
    ticked = forms.TypedMultipleChoiceField(
        label="Children", coerce=int, error_messages={"required": "Tick at least one child."}
    )
    does = forms.ChoiceField(choices=[("left", "Left"), ("stay", "Stay")])

    def __init__(self, data: Any, *, pupils: list[Pupil]) -> None:
        last_day = max((pupil.leaves_on for pupil in pupils if pupil.leaves_on), default=None)
        super().__init__(data, initial={"last_day": last_day})
        field = self.fields["ticked"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(pupil.pk, pupil.name) for pupil in pupils]


@requires(Permission.EDIT_PUPIL)
@require_http_methods(["GET", "HEAD", "POST"])
def leaver_list(request: StaffRequest) -> HttpResponse:
    """The children expected to have left by now, to be recorded as left or kept on."""
    day = today()
    pupils = leavers_to_confirm(request.membership, day)
    form = LeaversForm(request.POST or None, pupils=pupils)
    clashed = False
    if request.method == "POST" and form.is_valid():
        chosen = [pupil for pupil in pupils if pupil.pk in form.cleaned_data["ticked"]]
        try:
            words = _do(chosen, form.cleaned_data)
        except Refused as fault:
            form.add_error(None, str(fault))
        except EditClash as fault:
            clashed = True
            form.add_error(
                None, f"Somebody else has just changed {fault.current.name}: look again."
            )
        else:
            messages.success(request, words)
            return redirect("reports:leaver_list", school=request.school.slug)
    if pupils:
        log_list(request, [pupil.pk for pupil in pupils])
    ticked = set(form["ticked"].value() or ()) if form.is_bound else None
    context = {
        "form": form,
        "rows": [(pupil, ticked is None or str(pupil.pk) in ticked) for pupil in pupils],
        "today": long_date(day),
    }
    status = CLASH if clashed else MISTAKEN if form.is_bound and form.errors else 200
    return render(request, "reports/leaver_list.html", context, status=status)


@transaction.atomic
def _do(pupils: list[Pupil], given: dict[str, Any]) -> str:
    count = f"{len(pupils)} {'child' if len(pupils) == 1 else 'children'}"
    if given["does"] == "stay":
        stay_on(pupils=pupils)
        return f"{count} stay. Now say which class they are in."
    for pupil in pupils:
        archive_pupil(
            pupil=pupil, on=given["last_day"], went_to=pupil.left_for, expected=pupil.version
        )
    return f"{count} recorded as left on {long_date(given['last_day'])}."
