"""Staff linked to a child by name, and staff kept away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.actions import end_block, end_staff_link, keep_away, link_staff
from pupils.forms import AccessBlockForm, ConfirmForm, EndForm, StaffLinkForm
from pupils.models import AccessBlock, Pupil, StaffLink
from pupils.views.pages import (
    changeable_pupil,
    changeable_row,
    form_page,
    posted,
    show_and_save,
    to_details,
)


def _back(request: StaffRequest, pupil: Pupil) -> HttpResponse:
    """To where the person came from: the page of the whole school, or the child's details."""
    if request.GET.get("from") == "access":
        return redirect("reports:access_list", school=request.school.slug)
    return to_details(request, pupil)


@requires(Permission.MANAGE_ACCESS)
@show_and_save
def staff_link_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Link a member of staff to a child: they see the record from that day."""
    pupil = changeable_pupil(request, pk)
    form = StaffLinkForm(posted(request), school=request.school, initial={"on": today()})
    if form.is_bound and form.is_valid():
        try:
            link_staff(pupil=pupil, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The member of staff is linked.")
            return _back(request, pupil)
    return form_page(
        request, pupil, form, title="Link a member of staff", action="Link this person"
    )


@requires(Permission.MANAGE_ACCESS)
@show_and_save
def staff_link_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a link; what the person saw only through it is gone with it."""
    link: StaffLink = changeable_row(StaffLink, request, pk)
    form = EndForm(posted(request), initial={"ends_on": today()})
    if form.is_bound and form.is_valid():
        try:
            end_staff_link(link=link, on=form.cleaned_data["ends_on"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The link is ended.")
            return _back(request, link.pupil)
    name, kind = link.membership.user.name, str(link.get_kind_display())
    context = {"text": f"{name}, {kind[0].lower()}{kind[1:]}, is no longer linked to this child."}
    return form_page(
        request,
        link.pupil,
        form,
        title="End a link",
        action="End the link",
        template="pupils/pupil_archive.html",
        context=context,
    )


@requires(Permission.MANAGE_ACCESS)
@show_and_save
def access_block_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a member of staff from a child, at once and whatever their role."""
    pupil = changeable_pupil(request, pk)
    form = AccessBlockForm(posted(request), school=request.school)
    if form.is_bound and form.is_valid():
        user = form.cleaned_data["membership"].user
        try:
            keep_away(pupil=pupil, user=user, why=form.cleaned_data["why"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{user.name} no longer sees this child.")
            if user == request.membership.user:
                return redirect("reports:register", school=request.school.slug)
            return _back(request, pupil)
    return form_page(
        request,
        pupil,
        form,
        title="Keep someone away",
        action="Keep this person away",
        template="pupils/access_block_add.html",
    )


@requires(Permission.MANAGE_ACCESS)
@show_and_save
def access_block_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a person see a child again. Nobody lifts their own: to them the child is not there."""
    block: AccessBlock = changeable_row(AccessBlock, request, pk)
    form = ConfirmForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            end_block(block=block)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{block.user.name} sees this child again.")
            return _back(request, block.pupil)
    return form_page(
        request,
        block.pupil,
        form,
        title="Let someone see this child again",
        action="End it today",
        template="pupils/pupil_archive.html",
        context={"text": f"{block.user.name} was kept away: {block.why}. It ends today."},
    )
