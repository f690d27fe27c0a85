"""Letters to parents of many children: what is due, making them, recording that they were given."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.errors import Refused
from pupils.access_log import log_list
from pupils.models import Letter, LetterBatch, Pupil
from reports.forms.letters import GiveForm
from reports.letters.due import MOST_SHOWN, due_letters
from reports.letters.made import letters_of, pupils_in, waiting_letters
from reports.register_filters import Address
from reports.register_pills import choice_pill
from reports.views.batches import batch_page, find_batch, to_batch
from stages.actions import give_letters, make_letters_of
from stages.actions.letters import classes_of
from stages.letters import usual_since
from stages.models import StageRecord

MISTAKEN = 422
RECENT = 8


@requires(Permission.PRINT_LETTERS)
@require_safe
def letter_list(request: StaffRequest) -> HttpResponse:
    """The letters that are due, those made and not yet given, and the last prints."""
    return _list(request)


@requires(Permission.WRITE_LETTERS)
@require_POST
def letters_make(request: StaffRequest) -> HttpResponse:
    """Make the letters chosen, as one print."""
    try:
        return made(request)
    except Refused as refusal:
        return _list(request, refusal=str(refusal), chosen=moves_sent(request), status=MISTAKEN)


def moves_sent(request: StaffRequest) -> list[int] | None:
    """The moves whose letters were chosen; `None` when none was."""
    return numbers(request, "only") or numbers(request, "record") or None


def made(request: StaffRequest) -> HttpResponse:
    """To the print of the letters chosen; those somebody made meanwhile are left alone.

    Raises `Refused`; then nothing is made.
    """
    chosen = moves_sent(request)
    if not chosen:
        raise Refused("Choose at least one child.")
    pupils = Pupil.objects.changeable_by(request.membership)
    rows = StageRecord.objects.filter(pk__in=chosen, pupil__in=pupils)
    if rows.count() != len(chosen):
        raise Http404
    batch, left_alone = make_letters_of(records=chosen, by=request.membership)
    if left_alone:
        words = "1 letter was" if left_alone == 1 else f"{left_alone} letters were"
        messages.info(request, f"{words} made by somebody else meanwhile, and not made twice.")
    if batch is None:
        return redirect("reports:letter_list", school=request.school.slug)
    return to_batch(request, batch)


@requires(Permission.PRINT_LETTERS)
@require_POST
def letters_give(request: StaffRequest) -> HttpResponse:
    """Record that the letters chosen were given, all at once; from the list or from a print."""
    batch = find_batch(request, int(request.POST["batch"])) if numbers(request, "batch") else None
    form, chosen = GiveForm(request.POST), numbers(request, "letter")
    if not chosen:
        form.add_error(None, "Choose at least one letter.")
    if form.is_valid() and _give(request, form, chosen):
        words = "1 letter is" if len(chosen) == 1 else f"{len(chosen)} letters are"
        messages.success(request, f"{words} recorded as given.")
        if batch is None:
            return redirect("reports:letter_list", school=request.school.slug)
        return to_batch(request, batch)
    if batch is None:
        return _list(request, give=form, given=chosen, status=MISTAKEN)
    return batch_page(request, batch, form=form, chosen=chosen, status=MISTAKEN)


def _give(request: StaffRequest, form: GiveForm, chosen: list[int]) -> bool:
    pupils = Pupil.objects.changeable_by(request.membership)
    letters = list(Letter.objects.filter(pk__in=chosen, pupil__in=pupils).select_related("pupil"))
    if len(letters) != len(chosen):
        raise Http404
    given = form.cleaned_data
    try:
        give_letters(letters=letters, how=given["how"], on=given["on"], by=request.membership)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def numbers(request: StaffRequest, name: str) -> list[int]:
    """The numbers sent under a name, each once; 404 for anything else."""
    sent = request.POST.getlist(name)
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in sent):
        raise Http404
    return list(dict.fromkeys(int(text) for text in sent))


def _list(
    request: StaffRequest,
    *,
    refusal: str = "",
    chosen: list[int] | None = None,
    give: GiveForm | None = None,
    given: list[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of letters, as opened or with what was chosen and what is wrong."""
    may_write = request.membership.can(Permission.WRITE_LETTERS)
    since, address = _since(request), Address(_url(request), request.GET)
    every = due_letters(request.membership, since) if may_write else []
    group = request.GET.get("class", "")
    lines = [line for line in every if group in ("", line.class_name)]
    waiting = _waiting(request)
    log_list(request, sorted({*pupils_in(lines[:MOST_SHOWN]), *pupils_in(waiting)}))
    groups = {line.class_name: line.class_name for line in every if line.class_name}
    context = {
        "due": lines[:MOST_SHOWN],
        "total": len(lines),
        "since": since,
        "make_url": f"{_url(request, 'letters_make')}?since={since.isoformat()}",
        "chosen": chosen,
        "refusal": refusal,
        "pills": [choice_pill(address, "class", "Class", groups)] if groups else [],
        "clear_url": "",
        "waiting": waiting,
        "give": give or GiveForm(),
        "given": given,
        "batches": _recent(request),
    }
    return render(request, "reports/letter_list.html", context, status=status)


def _waiting(request: StaffRequest) -> list[Any]:
    rows = waiting_letters(request.membership).order_by("-made_at", "place", "pk")[:MOST_SHOWN]
    pupils = [row.pupil_id for row in rows]
    return letters_of(
        Letter.objects.filter(pk__in=[row.pk for row in rows]).order_by("-made_at", "place"),
        classes_of(pupils),
    )


def _recent(request: StaffRequest) -> Any:
    letters = Letter.objects.visible_to(request.membership).values("batch")
    rows = LetterBatch.objects.filter(pk__in=letters).select_related("made_by", "job")
    return rows.order_by("-made_at", "-pk")[:RECENT]


def _url(request: StaffRequest, name: str = "letter_list") -> str:
    return reverse(f"reports:{name}", kwargs={"school": request.school.slug})


def _since(request: StaffRequest) -> date:
    """The day asked for in the address; the usual one where that is no day."""
    try:
        return date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return usual_since(request.school)
