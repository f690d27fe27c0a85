"""A child's documents: the tab, adding, the file itself, who may read, taking back."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import CLASH, clash_of
from accounts.permissions import Permission
from common.errors import Refused
from pupils.access_log import log_pupil
from pupils.actions import (
    keep_documents,
    may_withdraw_document,
    say_who_reads_document,
    withdraw_document,
)
from pupils.contexts import Action
from pupils.models import Document, Pupil
from pupils.views.pages import (
    MISTAKEN,
    changeable_pupil,
    form_page,
    head_context,
    posted,
    show_and_save,
)
from reports.documents.agencies import agency_lines
from reports.documents.lines import document_lines
from reports.forms.documents import DocumentForm, DocumentOpennessForm
from reports.forms.letters import BecauseForm
from schools.records import EditClash
from schools.uploads import as_attachment

TAB = "reports:pupil_documents"


@requires(Permission.READ_DOCUMENTS)
@require_safe
def pupil_documents(request: StaffRequest, pk: int) -> HttpResponse:
    """A child's documents and agencies; that there is a restricted document, and whom to ask."""
    reader = request.membership
    about = {"pupil": OuterRef("pk")}
    told = Document.objects.told_of(reader).filter(**about)
    change = Pupil.objects.changeable_by(reader).filter(pk=OuterRef("pk"))
    pupils = Pupil.objects.visible_to(reader).annotate(told=Exists(told), may=Exists(change))
    pupil: Any = get_object_or_404(pupils, pk=pk)
    may = reader.can(Permission.KEEP_DOCUMENTS) and pupil.may
    actions = [
        Action("Record an agency", _url(request, "agency_add", pk)),
        Action("Add documents", _url(request, "document_add", pk)),
    ]
    rows = Document.objects.visible_to(reader).standing().filter(pupil=pupil)
    context = head_context(request, pupil, tab=TAB, actions=actions if may else []) | {
        "documents": document_lines(rows, reader),
        "agencies": agency_lines(pupil, reader),
        "is_restricted": pupil.told,
        "may_change": may,
        "may_restrict": reader.can(Permission.RESTRICT_CONCERNS),
    }
    return render(request, "reports/pupil_documents.html", context)


@requires(Permission.KEEP_DOCUMENTS)
@show_and_save
def document_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add files to a child's record, all of them or none."""
    pupil = changeable_pupil(request, pk)
    form = DocumentForm(posted(request), request.FILES or None, by=request.membership)
    if form.is_bound and form.is_valid():
        try:
            added = keep_documents(pupil=pupil, papers=form.papers(), by=request.membership.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            what = f"{len(added)} documents are" if len(added) > 1 else "The document is"
            messages.success(request, f"{what} added.")
            return redirect(tab_url(request, pupil))
    return form_page(
        request,
        pupil,
        form,
        title="Add documents",
        action="Add",
        template="reports/document_add.html",
        context={"cancel_url": tab_url(request, pupil)},
        tab=TAB,
    )


@requires(Permission.READ_DOCUMENTS)
@require_safe
def document_file(request: StaffRequest, pk: int) -> HttpResponse:
    """The file, as a download."""
    document = _readable(request, pk)
    log_pupil(request, document.pupil)
    try:
        content = document.content()
    except FileNotFoundError as fault:
        raise Http404 from fault
    return as_attachment(content, content_type=document.content_type, name=document.download_name)


@requires(Permission.RESTRICT_CONCERNS)
@show_and_save
def document_openness(request: StaffRequest, pk: int) -> HttpResponse:
    """Who may read a document, beside whoever added it."""
    document = _readable(request, pk)
    form = DocumentOpennessForm(
        posted(request), initial={"openness": document.openness, "version": document.version}
    )
    clash = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            say_who_reads_document(
                document=document, openness=given["openness"], expected=given["version"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = fault.current
            clash = clash_of(form, {"openness": now.openness}, now, now.version)
        else:
            messages.success(request, "It is kept who may read this document.")
            return redirect(tab_url(request, document.pupil))
    context = {
        "form": form,
        "document": document,
        "clash": clash,
        "title": "Who may read this document",
        "action": "Save who may read it",
    }
    return _page(request, document, "reports/document_openness.html", context)


@requires(Permission.KEEP_DOCUMENTS)
@show_and_save
def document_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a document back."""
    document = _readable(request, pk)
    if not may_withdraw_document(document, request.membership):
        raise Http404
    form = BecauseForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            withdraw_document(document=document, because=because, by=request.membership.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The document is taken back.")
            return redirect(tab_url(request, document.pupil))
    context = {
        "form": form,
        "document": document,
        "clash": None,
        "title": "Take back the document",
        "action": "Take it back",
    }
    return _page(request, document, "reports/document_withdraw.html", context)


def tab_url(request: StaffRequest, pupil: Pupil) -> str:
    """The address of the child's documents and agencies."""
    return _url(request, "pupil_documents", pupil.pk)


def _readable(request: StaffRequest, pk: int) -> Document:
    """A document this person may read; 404 for any other."""
    rows = Document.objects.visible_to(request.membership).standing()
    document: Document = get_object_or_404(rows.select_related("pupil"), pk=pk)
    return document


def _page(
    request: StaffRequest, document: Document, template: str, context: dict[str, Any]
) -> HttpResponse:
    shown = head_context(request, document.pupil, tab=TAB) | context
    shown["cancel_url"] = tab_url(request, document.pupil)
    status = CLASH if context["clash"] else MISTAKEN if context["form"].errors else 200
    return render(request, template, shown, status=status)


def _url(request: StaffRequest, route: str, pk: int) -> str:
    return reverse(f"reports:{route}", kwargs={"school": request.school.slug, "pk": pk})
