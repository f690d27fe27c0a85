"""The details page, and the child's photo."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from pupils.actions import change_photo
from pupils.contexts import Action
from pupils.forms import PhotoForm
from pupils.models import Pupil
from pupils.records import pupil_record
from pupils.views.pages import (
    changeable_pupil,
    form_page,
    head_context,
    show_and_save,
    to_details,
)


@requires(Permission.VIEW_CONTACTS)
@require_safe
def pupil_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The child's record: identity, contacts, needs, SEN status, staff, classes."""
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    changeable = Pupil.objects.changeable_by(request.membership).filter(pk=pk).exists()
    context = head_context(request, pupil, actions=_actions(request, pupil) if changeable else ())
    context |= {"record": pupil_record(pupil, request.membership), "changeable": changeable}
    return render(request, "pupils/pupil_detail.html", context)


def _actions(request: StaffRequest, pupil: Pupil) -> list[Action]:
    """What can be done with the record as a whole."""
    if not request.membership.can(Permission.EDIT_PUPIL):
        return []
    where = {"school": request.school.slug, "pk": pupil.pk}
    if pupil.has_left:
        other = Action("Back on roll", reverse("pupils:pupil_restore", kwargs=where))
    else:
        other = Action("Record as left", reverse("pupils:pupil_archive", kwargs=where))
    return [other, Action("Change details", reverse("pupils:pupil_edit", kwargs=where))]


@requires(Permission.VIEW_REGISTER)
@require_safe
def pupil_photo(request: StaffRequest, pk: int) -> HttpResponse:
    """The child's photo, for those who may see the child; part of a page already entered."""
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    if not pupil.photo:
        raise Http404
    with pupil.photo.open("rb") as photo:
        return HttpResponse(photo.read(), content_type="image/png")


@requires(Permission.EDIT_PUPIL)
@show_and_save
def photo_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A new photo, or none."""
    pupil = changeable_pupil(request, pk)
    sent = request.method == "POST"
    form = PhotoForm(request.POST, request.FILES) if sent else PhotoForm()
    if sent and form.is_valid():
        picture = None if form.cleaned_data["remove"] else form.cleaned_data["photo"]
        change_photo(pupil=pupil, picture=picture)
        return to_details(request, pupil)
    return form_page(
        request,
        pupil,
        form,
        title="Photo",
        action="Save the photo",
        template="pupils/photo_edit.html",
    )
