"""One letter to a child's parents; a child's letters; what was given, and what was said instead."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from pupils.actions import take_back
from pupils.forms import ConfirmForm
from pupils.letters.page import LetterPage
from pupils.models import Contact, Given, Letter, Pupil
from pupils.views.pages import form_page, head_context, show_and_save
from reports.forms.letters import BecauseForm, GiveOneForm, TalkForm
from reports.letters.answers import due_notes
from reports.letters.due import addresses_of
from reports.letters.made import given_of, letters_of
from reports.views.batches import to_batch
from schools.records import EditClash
from stages.actions import give_letter, replace_letter, talk_instead, withdraw_given
from stages.actions.letters import recipients_of
from stages.models import StageRecord

TAB = "reports:pupil_letters"


@requires(Permission.VIEW_LETTERS)
@require_safe
def pupil_letters(request: StaffRequest, pk: int) -> HttpResponse:
    """A child's letters: what is due, what was made, who received what when, and who would."""
    pupil = get_object_or_404(Pupil.objects.visible_to(request.membership), pk=pk)
    context = head_context(request, pupil, tab=TAB)
    rows = Letter.objects.filter(pupil=pupil).order_by("-made_at", "place", "pk")
    talks = Given.objects.filter(pupil=pupil, letter__isnull=True)
    to = recipients_of([StageRecord(pupil=pupil)])[pupil.pk]
    context |= {
        "letters": letters_of(rows),
        "talks": given_of(talks).get(None, []),
        "due": due_notes(pupil, request.membership),
        "addresses": addresses_of(to),
        "left_out": to.left_out,
        "nobody": to.nobody_because,
    }
    return render(request, "reports/pupil_letters.html", context)


@requires(Permission.VIEW_LETTERS)
@require_safe
def letter_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One letter as it was written, and what became of it."""
    rows = Letter.objects.visible_to(request.membership)
    letter = get_object_or_404(rows.select_related("pupil"), pk=pk)
    (line,) = letters_of(rows.filter(pk=pk))
    context = head_context(request, letter.pupil, tab=TAB)
    context |= {
        "letter": letter,
        "line": line,
        "page": LetterPage.from_content(letter.content),
        "newer": rows.filter(replaces=letter).first(),
        "older": letter.replaces_id,
    }
    return render(request, "reports/letter_detail.html", context)


@requires(Permission.PRINT_LETTERS)
@show_and_save
def letter_give(request: StaffRequest, pk: int) -> HttpResponse:
    """Record to whom one letter was given, how and when."""
    letter = _letter(request, pk)
    contacts = Contact.objects.filter(pk__in=letter.contact_ids).order_by("rank", "pk")
    form = GiveOneForm(request.POST or None, contacts=contacts)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            give_letter(
                letter=letter,
                contacts=list(given["to"]),
                how=given["how"],
                on=given["on"],
                note=given["note"],
                by=request.membership,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_letters(request, letter.pupil, "It is recorded as given.")
    return _form(request, letter.pupil, form, "Record as given", f"Letter to {letter.to_whom}.")


@requires(Permission.WRITE_LETTERS)
@show_and_save
def letter_replace(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a letter again with the words, names and addresses of today."""
    letter = _letter(request, pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return to_batch(request, replace_letter(letter=letter, by=request.membership))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    text = (
        f"Letter to {letter.to_whom}. A new one takes its place, with the words, names and "
        "addresses of today. The old one stays as it was, and so does what was given."
    )
    return _form(request, letter.pupil, form, "Make a newer letter", text)


@requires(Permission.WRITE_LETTERS)
@show_and_save
def letter_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a letter that was made and not given."""
    letter = _letter(request, pk)
    form = BecauseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            take_back(
                letter=letter, because=form.cleaned_data["because"], by=request.membership.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_letters(request, letter.pupil, "The letter is taken back.")
    text = f"Letter to {letter.to_whom}. It stays to be seen, marked as taken back."
    return _form(request, letter.pupil, form, "Take back the letter", text)


@requires(Permission.PRINT_LETTERS)
@show_and_save
def given_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that something recorded as given was not."""
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = Given.objects.standing().filter(pupil__in=pupils).select_related("pupil", "letter")
    given = get_object_or_404(rows, pk=pk)
    form = BecauseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            withdraw_given(given=given, because=form.cleaned_data["because"], by=request.membership)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash:
            form.add_error(None, "Somebody else withdrew it first.")
        else:
            return _to_letters(request, given.pupil, "It is withdrawn.")
    text = f"{given.get_how_display()} to {given.to_whom}. It stays to be seen, with who and why."
    return _form(request, given.pupil, form, "Withdraw: not given after all", text)


@requires(Permission.PRINT_LETTERS)
@show_and_save
def talk_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a conversation about a move, in place of a letter."""
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = StageRecord.objects.main_line().filter(pupil__in=pupils)
    record = get_object_or_404(rows.select_related("pupil", "stage"), pk=pk)
    form = TalkForm(request.POST or None, record=record)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            talk_instead(
                record=record,
                contact=form.contact,
                to_whom=given["to_whom"],
                how=given["how"],
                on=given["on"],
                note=given["note"],
                by=request.membership,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to_letters(request, record.pupil, "The conversation is recorded.")
    text = "It stands in the place of the letter: the parent counts as told."
    return _form(request, record.pupil, form, "Record a conversation", text)


def _letter(request: StaffRequest, pk: int) -> Letter:
    """A letter about a child whose record this person may change; 404 for any other."""
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = Letter.objects.filter(pupil__in=pupils).select_related("pupil")
    letter: Letter = get_object_or_404(rows, pk=pk)
    return letter


def _form(request: StaffRequest, pupil: Pupil, form: Any, title: str, text: str) -> HttpResponse:
    return form_page(
        request,
        pupil,
        form,
        title=title,
        action=title.partition(":")[0],
        template="pupils/pupil_archive.html",
        context={
            "text": text,
            "consequences": [],
            "cancel_url": _letters_url(request, pupil),
        },
    )


def _letters_url(request: StaffRequest, pupil: Pupil) -> str:
    return reverse(TAB, kwargs={"school": request.school.slug, "pk": pupil.pk})


def _to_letters(request: StaffRequest, pupil: Pupil, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(_letters_url(request, pupil))
