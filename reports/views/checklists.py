"""The school's checklist for concerns: seeing and changing its questions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from pupils.actions import save_checklist
from pupils.models import Checklist
from pupils.views.pages import MISTAKEN, posted, show_and_save
from reports.concerns.checklist_starts import start_of, starts
from reports.forms.checklists import ChecklistForm
from stages.models import LadderVersion


@requires(Permission.EDIT_LADDER)
@show_and_save
def checklist_edit(request: StaffRequest) -> HttpResponse:
    """The checklist's questions; saved, they are the next version, and old answers keep theirs."""
    last: Checklist | None = Checklist.objects.newest_first().select_related("made_by").first()
    start = start_of(request.GET.get("start", ""))
    asked = list(start.questions) if start else last.asked if last else []
    name = start.name if start else last.name if last else "Checklist for concerns"
    form = ChecklistForm(
        posted(request),
        questions=asked,
        initial={"name": name, "expected": last.number if last else 0},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = save_checklist(
                school=request.school,
                name=given["name"],
                questions=form.questions(),
                expected=given["expected"],
                by=request.membership.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(made))
            return redirect("reports:checklist_edit", school=request.school.slug)
    context = {"form": form, "last": last, "start": start, "starts": _offered(last)}
    status = MISTAKEN if form.errors else 200
    return render(request, "reports/checklist_edit.html", context, status=status)


def _said(made: Checklist) -> str:
    count = len(made.questions)
    if not count:
        return "The checklist is out of use. Concerns keep what was answered."
    return f"The checklist asks {count} question{'' if count == 1 else 's'} from now on."


def _offered(last: Checklist | None) -> list[tuple[str, str]]:
    """What can be started from, that of the school's own ladder first; nothing once it has one."""
    if last and last.questions:
        return []
    version = LadderVersion.objects.in_use().first()
    own = version.key if version else ""
    found = sorted(starts(), key=lambda start: start.key != own)
    return [(start.key, start.name) for start in found]
