"""A child's needs, and the correction of a SEN status."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import StaffRequest, requires
from accounts.clash import (
    CLASH,
    ClashField,
    ClashView,
    in_words,
    last_change,
    renew_version,
    when_words,
)
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.actions import change_needs, correct_sen_status, line_of, mark_of
from pupils.forms import NeedsFormSet, SenStatusForm, VersionForm, needs_formset
from pupils.models import Need, Pupil, SenStatus
from pupils.records import status_spans
from pupils.views.pages import (
    MISTAKEN,
    changeable_pupil,
    form_page,
    head_context,
    posted,
    show_and_save,
    to_details,
)
from schools.records import EditClash


@requires(Permission.EDIT_NEEDS)
@show_and_save
def need_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """All needs of a child on one form, in the order of their ranks."""
    pupil = changeable_pupil(request, pk)
    opened = VersionForm(posted(request), initial={"version": mark_of(Need, pupil)})
    formset = needs_formset(pupil, posted(request))
    if not opened.is_bound:
        return _needs_page(request, pupil, opened, formset)
    if not (opened.is_valid() and formset.is_valid()):
        return _needs_page(request, pupil, opened, formset, status=MISTAKEN)
    try:
        change_needs(pupil=pupil, lines=formset.lines, expected=opened.cleaned_data["version"])
    except Refused as refused:
        opened.add_error(None, str(refused))
        return _needs_page(request, pupil, opened, formset, status=MISTAKEN)
    except EditClash:
        renew_version(opened, mark_of(Need, pupil))
        clash = _needs_clash(pupil, formset)
        return _needs_page(request, pupil, opened, formset, clash=clash, status=CLASH)
    messages.success(request, "The needs are saved.")
    return to_details(request, pupil)


def _needs_page(
    request: StaffRequest,
    pupil: Pupil,
    opened: VersionForm,
    formset: NeedsFormSet,
    *,
    clash: ClashView | None = None,
    status: int = 200,
) -> HttpResponse:
    context = head_context(request, pupil)
    context |= {"opened": opened, "formset": formset, "clash": clash}
    return render(request, "pupils/need_edit.html", context, status=status)


def _needs_clash(pupil: Pupil, formset: NeedsFormSet) -> ClashView:
    by, at = last_change(Need, pupil)
    needs = Need.objects.filter(pupil=pupil).still_open().select_related("type")
    mine = [line.words for line in formset.lines]
    theirs = [line_of(need).words for need in needs]
    both = ClashField("Needs", "\n".join(sorted(mine)), "\n".join(sorted(theirs)))
    return ClashView(by, when_words(at), [both], [])


@requires(Permission.CORRECT_SEN_STATUS)
@show_and_save
def sen_status_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Put right what was imported or recorded wrongly; a stage or a plan changes it otherwise."""
    pupil = changeable_pupil(request, pk)
    mark = mark_of(SenStatus, pupil)
    form = SenStatusForm(posted(request), initial={"version": mark})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            correct_sen_status(
                pupil=pupil,
                code=given["code"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                reason=form.note,
                expected=given["version"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except EditClash:
            renew_version(form, mark)
            return _correction_page(request, pupil, form, _status_clash(pupil, form), CLASH)
        else:
            messages.success(request, "The SEN status is corrected.")
            return to_details(request, pupil)
    return _correction_page(request, pupil, form, None, MISTAKEN if form.is_bound else 200)


def _correction_page(
    request: StaffRequest, pupil: Pupil, form: SenStatusForm, clash: ClashView | None, status: int
) -> HttpResponse:
    return form_page(
        request,
        pupil,
        form,
        title="Correct the SEN status",
        action="Record the correction",
        template="pupils/sen_status_correct.html",
        context={"statuses": status_spans(pupil, today()), "clash": clash},
        status=status,
    )


def _status_clash(pupil: Pupil, form: SenStatusForm) -> ClashView:
    by, at = last_change(SenStatus, pupil)
    mine = in_words(form.fields["code"], (form.cleaned_data["code"],))
    theirs = "\n".join(
        f"{span.what} {span.when}" for span in status_spans(pupil, today()) if span.state != "void"
    )
    return ClashView(by, when_words(at), [ClashField("SEN status", mine, theirs)], [])
