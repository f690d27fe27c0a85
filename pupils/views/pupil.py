"""The pupil on and off the roll: adding, changing, class, leaving, coming back."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import StaffRequest, requires
from accounts.clash import Saved, clash_page, last_change, saved_now
from accounts.permissions import Permission
from common.dates import long_date, today
from common.errors import Refused
from pupils.actions import (
    add_pupil,
    archive_pupil,
    mark_of,
    place_in_class,
    restore_pupil,
    taken_upn,
)
from pupils.forms import ArchiveForm, ClassForm, PupilAddForm, PupilForm, VersionForm
from pupils.leaving import what_leaving_ends
from pupils.models import ClassPlacement, Pupil
from pupils.views.pages import (
    MISTAKEN,
    changeable_pupil,
    details_url,
    form_page,
    head_context,
    posted,
    show_and_save,
    to_details,
)
from schools.records import EditClash


@requires(Permission.EDIT_PUPIL)
@show_and_save
def pupil_add(request: StaffRequest) -> HttpResponse:
    """A new pupil on roll."""
    form = PupilAddForm(
        posted(request), membership=request.membership, initial={"joined_on": today()}
    )
    if form.is_bound and form.is_valid():
        try:
            pupil = add_pupil(
                pupil=form.save(commit=False), class_group=form.cleaned_data["class_group"]
            )
        except Refused as refused:
            form.add_error("upn", str(refused))
        else:
            messages.success(request, f"{pupil.name} is on roll.")
            return to_details(request, pupil)
    context = {"form": form, "cancel_url": _register_url(request)}
    status = MISTAKEN if form.is_bound else 200
    return render(request, "pupils/pupil_add.html", context, status=status)


def _register_url(request: StaffRequest) -> str:
    return reverse("reports:register", kwargs={"school": request.school.slug})


@requires(Permission.EDIT_PUPIL)
@show_and_save
def pupil_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A pupil's identity and background."""
    pupil = changeable_pupil(request, pk)
    form = PupilForm(posted(request), instance=pupil, membership=request.membership)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                pupil.save_as_version(form.opened_on)
        except IntegrityError as error:
            form.add_error("upn", str(taken_upn(pupil, error)))
        except EditClash as clash:
            return clash_page(
                request,
                form,
                saved_now(form, clash.current, form.opened_on),
                title="Change details",
                cancel_url=details_url(request, pupil),
                context=head_context(request, changeable_pupil(request, pk)),
            )
        else:
            messages.success(request, "The details are saved.")
            return to_details(request, pupil)
    shown = changeable_pupil(request, pk) if form.is_bound else pupil
    return form_page(
        request,
        shown,
        form,
        title="Change details",
        action="Save the details",
        template="pupils/pupil_edit.html",
    )


@requires(Permission.EDIT_PUPIL)
@show_and_save
def class_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Another class, from a day."""
    pupil = changeable_pupil(request, pk)
    mark = mark_of(ClassPlacement, pupil)
    form = ClassForm(posted(request), initial={"version": mark, "on": today()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            place_in_class(
                pupil=pupil,
                class_group=given["class_group"],
                on=given["on"],
                expected=given["version"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except EditClash:
            return clash_page(
                request,
                form,
                _class_now(pupil, mark),
                title="Change class",
                cancel_url=details_url(request, pupil),
                context=head_context(request, pupil),
            )
        else:
            messages.success(request, "The class is changed.")
            return to_details(request, pupil)
    return form_page(request, pupil, form, title="Change class", action="Change the class")


def _class_now(pupil: Pupil, mark: int) -> Saved:
    placement = ClassPlacement.objects.filter(pupil=pupil).order_by("-starts_on", "-pk").first()
    by, at = last_change(ClassPlacement, pupil)
    values = (
        {"class_group": placement.class_group_id, "on": placement.starts_on} if placement else {}
    )
    return Saved(values=values, version=mark, by=by, at=at)


@requires(Permission.EDIT_PUPIL)
@show_and_save
def pupil_archive(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that a pupil has left; says first what will end."""
    pupil = changeable_pupil(request, pk)
    form = ArchiveForm(posted(request), initial={"version": pupil.version, "on": today()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            archive_pupil(
                pupil=pupil, on=given["on"], went_to=given["went_to"], expected=given["version"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except EditClash as clash:
            return _changed_meanwhile(request, form, clash.current, "Record as left")
        else:
            messages.success(request, f"{pupil.name} left on {long_date(given['on'])}.")
            return to_details(request, pupil)
    shown = changeable_pupil(request, pk) if form.is_bound else pupil
    context = {
        "text": "The record is kept as it is, and leaves the register. You can put the child back.",
        "consequences": [ending.words for ending in what_leaving_ends(shown, today())],
    }
    return form_page(
        request,
        shown,
        form,
        title="Record as left",
        action="Record as left",
        template="pupils/pupil_archive.html",
        context=context,
    )


@requires(Permission.EDIT_PUPIL)
@show_and_save
def pupil_restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a leaver back on roll."""
    pupil = changeable_pupil(request, pk)
    form = VersionForm(posted(request), initial={"version": pupil.version})
    if form.is_bound and form.is_valid():
        try:
            restore_pupil(pupil=pupil, expected=form.cleaned_data["version"])
        except Refused as refused:
            form.add_error(None, str(refused))
        except EditClash as clash:
            return _changed_meanwhile(request, form, clash.current, "Back on roll")
        else:
            messages.success(request, f"{pupil.name} is back on roll. Now choose a class.")
            return to_details(request, pupil)
    shown = changeable_pupil(request, pk) if form.is_bound else pupil
    context = {
        "text": "The classes, staff links and stage that ended when the child left stay ended.",
        "consequences": [],
    }
    return form_page(
        request,
        shown,
        form,
        title="Back on roll",
        action="Put back on roll",
        template="pupils/pupil_archive.html",
        context=context,
    )


def _changed_meanwhile(
    request: StaffRequest, form: ArchiveForm | VersionForm, current: Pupil, title: str
) -> HttpResponse:
    """The clash of a step with no words of the record in its form: told, and asked again."""
    by, at = last_change(Pupil, current)
    return clash_page(
        request,
        form,
        Saved(values={}, version=current.version, by=by, at=at),
        title=title,
        cancel_url=details_url(request, current),
        context=head_context(request, current),
    )
