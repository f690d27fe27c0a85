"""Recording that what a stage asks was done, or why it was not; and taking that back."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import long_date, today
from pupils.models import Pupil
from stages.actions.evidence import note_for_all, withdraw_evidence
from stages.contexts.asked import counts_on
from stages.facts import known_of
from stages.forms import EvidenceForm, TakeBackForm, WhatForm
from stages.graduated_response import Answer
from stages.ladder import RequirementSpec
from stages.models import EvidenceNote
from stages.views.pages import attempt, form_page, to_stage


@requires(Permission.RECORD_EVIDENCE)
@require_http_methods(["GET", "POST"])
def evidence_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that something asked of a child was done, or (`?why=1`) why it was not."""
    pupil = get_object_or_404(Pupil.objects.changeable_by(request.membership), pk=pk)
    answer, sent = _answer_of(pupil), request.method == "POST"
    if "asked" not in request.GET:
        return _choose(request, pupil, answer)
    asked = _served(answer, request.GET["asked"])
    why_not = request.GET.get("why") == "1"
    form = EvidenceForm(request.POST if sent else None, asked=asked, why_not=why_not)
    if sent and form.is_valid():
        made = attempt(form, lambda: _note(request, pupil, form))
        if made:
            return to_stage(request, pupil, f"Recorded: {asked[0].words}.")
    shown = {"asked": asked[0], "why_not": why_not}
    return form_page(request, "stages/evidence_add.html", pupil, form, **shown)


def _choose(request: StaffRequest, pupil: Pupil, answer: Answer | None) -> HttpResponse:
    """First what it is about, where the address does not say."""
    now = [one for one in answer.occurrences if counts_on(one, answer.today)] if answer else []
    asked = list(dict.fromkeys(one.asked for one in now))
    form = WhatForm(request.POST if request.method == "POST" else None, asked=asked)
    if form.is_bound and form.is_valid():
        where = reverse(
            "stages:evidence_add", kwargs={"school": request.school.slug, "pk": pupil.pk}
        )
        return redirect(f"{where}?{urlencode({'asked': form.cleaned_data['asked']})}")
    shown = {"asked": None, "why_not": False, "is_empty": not asked}
    return form_page(request, "stages/evidence_add.html", pupil, form, **shown)


@requires(Permission.RECORD_EVIDENCE)
@require_http_methods(["GET", "POST"])
def evidence_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a note that was recorded by mistake."""
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = EvidenceNote.objects.standing().filter(pupil__in=pupils).select_related("pupil")
    note: EvidenceNote = get_object_or_404(rows, pk=pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        taken = attempt(form, lambda: _take_back(request, note, form))
        if taken:
            return to_stage(request, note.pupil, "It is taken back.")
    where = {"school": request.school.slug, "pk": note.pupil_id}
    return form_page(
        request,
        "confirm.html",
        note.pupil,
        form,
        title=f"Take back: {note.asked}",
        text=format_html(
            '<span class="name">{}</span>, {}: {}',
            note.pupil.name,
            long_date(note.on),
            note.words,
        ),
        consequences=[
            "What it answered is asked again.",
            "What it said stays in the record of changes.",
        ],
        action="Take it back",
        danger=True,
        cancel_url=reverse("reports:pupil_stage", kwargs=where),
    )


def _answer_of(pupil: Pupil) -> Answer | None:
    """The engine's answer for a child today; `None` for one who was never at a stage."""
    known = known_of([pupil.pk])
    facts = known.facts.get(pupil.pk) if known else None
    return known.engine.of(facts, today()) if known and facts else None


def _asked_of(answer: Answer | None) -> list[RequirementSpec]:
    """Everything asked of a child now, once each."""
    return list(dict.fromkeys(one.asked for one in answer.occurrences)) if answer else []


def _served(answer: Answer | None, key: str) -> list[RequirementSpec]:
    """The requirement with this key, then those that one record would serve too; 404 for none."""
    named = next((one for one in _asked_of(answer) if one.key == key), None)
    if answer is None or named is None:
        raise Http404
    items = (item.occurrences for item in answer.items)
    item = next((found for found in items if any(one.asked == named for one in found)), ())
    also = [one.asked for one in item if counts_on(one, answer.today)]
    return list(dict.fromkeys([named, *also]))


def _note(request: StaffRequest, pupil: Pupil, form: EvidenceForm) -> Sequence[EvidenceNote]:
    by = request.membership
    return note_for_all(pupil=pupil, asked=form.answered(), by=by, **form.note())


def _take_back(request: StaffRequest, note: EvidenceNote, form: TakeBackForm) -> EvidenceNote:
    return withdraw_evidence(note=note, because=form.cleaned_data["because"], by=request.membership)
