"""The adults around a child."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import clash_page, saved_now
from accounts.permissions import Permission
from common.dates import today
from pupils.access_log import log_list
from pupils.forms import ContactEndForm, ContactForm
from pupils.letters.watch import contacts_to_check
from pupils.models import Contact
from pupils.siblings import chosen_offer, offers_for
from pupils.views.pages import (
    changeable_pupil,
    changeable_row,
    details_url,
    form_page,
    head_context,
    posted,
    show_and_save,
    to_details,
)
from schools.records import EditClash


@requires(Permission.EDIT_PUPIL)
@require_safe
def contact_checks(request: StaffRequest) -> HttpResponse:
    """Children on the SEN register whose contacts should be looked at (statutory.md 9.7)."""
    rows = contacts_to_check(request.membership, today())
    log_list(request, [row.pupil for row in rows])
    return render(request, "pupils/contact_checks.html", {"rows": rows})


@requires(Permission.EDIT_PUPIL)
@show_and_save
def contact_add(request: StaffRequest, pk: int) -> HttpResponse:
    """One more adult of a child's; the adults of brothers and sisters are offered."""
    pupil = changeable_pupil(request, pk)
    rank = Contact.objects.filter(pupil=pupil, ended_on=None).count() + 1
    form = ContactForm(posted(request), instance=Contact(pupil=pupil, rank=rank))
    offers = offers_for(pupil, request.membership)
    like = chosen_offer(offers, request.GET.get("like", ""))
    if like:
        form.fill_from(like.contact)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, f"{form.instance.name} is a contact.")
        return to_details(request, pupil)
    return form_page(
        request,
        pupil,
        form,
        title="Add a contact",
        action="Add the contact",
        template="pupils/contact_edit.html",
        context={"offers": offers, "like": like},
        also=[offer.contact.pupil_id for offer in offers],
    )


@requires(Permission.EDIT_PUPIL)
@show_and_save
def contact_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """What is known of one adult, and what they may be sent."""
    contact: Contact = changeable_row(Contact, request, pk)
    form = ContactForm(posted(request), instance=contact)
    if form.is_bound and form.is_valid():
        return _save(request, contact, form, "Change a contact")
    return form_page(
        request,
        contact.pupil,
        form,
        title="Change a contact",
        action="Save the contact",
        template="pupils/contact_edit.html",
        context={"offers": [], "like": None},
    )


@requires(Permission.EDIT_PUPIL)
@show_and_save
def contact_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody is no longer a contact; what was known of them stays in the record."""
    contact: Contact = changeable_row(Contact, request, pk)
    initial = {"ended_on": today()}
    form = ContactEndForm(posted(request), instance=contact, initial=initial)
    if form.is_bound and form.is_valid():
        return _save(request, contact, form, "End a contact")
    context = {
        "text": f"{contact.name} stays in the record as a former contact, and is sent nothing.",
        "consequences": [],
    }
    return form_page(
        request,
        contact.pupil,
        form,
        title="End a contact",
        action="End the contact",
        template="pupils/pupil_archive.html",
        context=context,
    )


def _save(
    request: StaffRequest, contact: Contact, form: ContactForm | ContactEndForm, title: str
) -> HttpResponse:
    try:
        contact.save_as_version(form.opened_on)
    except EditClash as clash:
        return clash_page(
            request,
            form,
            saved_now(form, clash.current, form.opened_on),
            title=title,
            cancel_url=details_url(request, contact.pupil),
            context=head_context(request, contact.pupil),
        )
    messages.success(request, "The contact is saved.")
    return to_details(request, contact.pupil)
