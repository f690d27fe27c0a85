"""Whether a child is a member of staff's own: the question, and the home details that raise it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import StaffRequest, requires
from accounts.clash import clash_of
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.staff import working_on
from common.dates import today
from common.errors import Refused
from pupils.actions import answer_own_child, save_home
from pupils.forms.own_child import YES, OwnChildForm, StaffHomeForm
from pupils.models import StaffHome
from pupils.own_children import questions_for
from pupils.views.pages import (
    MISTAKEN,
    changeable_pupil,
    form_page,
    posted,
    show_and_save,
)
from schools.records import EditClash

CLASH = 409


@requires(Permission.MANAGE_ACCESS)
@show_and_save
def own_child_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Is a member of staff a parent of this child? Yes keeps them away; no says how we know."""
    pupil = changeable_pupil(request, pk)
    asked = questions_for(request.membership, today(), pupil=pupil)
    initial = {"who": request.GET.get("who") or (asked[0].user_id if asked else "")}
    form = OwnChildForm(posted(request), questions=asked, initial=initial)
    if form.is_bound and form.is_valid():
        user = User.objects.get(pk=form.cleaned_data["who"])
        is_own = form.cleaned_data["answer"] == YES
        try:
            answer_own_child(
                by=request.membership,
                pupil=pupil,
                user=user,
                is_own=is_own,
                why=form.cleaned_data["why"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = "no longer sees this child" if is_own else "is not a parent of this child"
            messages.success(request, f"Noted: {user.name} {words}.")
            return redirect("reports:access_list", school=request.school.slug)
    return form_page(
        request,
        pupil,
        form,
        title="Is this a member of staff's own child?",
        action="Save the answer",
        template="pupils/own_child_answer.html",
        context={"questions": asked},
    )


@requires(Permission.MANAGE_ACCESS)
@show_and_save
def staff_home_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Home details of a member of staff, kept only to notice a child of their own."""
    member: Membership = get_object_or_404(working_on(today()), pk=pk)
    home = StaffHome.objects.filter(user=member.user).first()
    form = StaffHomeForm(posted(request), instance=home or StaffHome(user=member.user))
    clash = None
    if form.is_bound and form.is_valid():
        try:
            save_home(home=form.instance, expected=form.opened_on if home else None)
        except EditClash as fault:
            saved = {name: getattr(fault.current, name) for name in StaffHomeForm.Meta.fields}
            clash = clash_of(form, saved, fault.current, fault.current.version)
        else:
            messages.success(request, f"Saved {member.user.name}'s home details.")
            return redirect("reports:access_list", school=request.school.slug)
    context = {
        "form": form,
        "member": member,
        "clash": clash,
        "cancel_url": reverse("reports:access_list", kwargs={"school": request.school.slug}),
    }
    status = CLASH if clash else MISTAKEN if form.is_bound else 200
    return render(request, "pupils/staff_home_edit.html", context, status=status)
