"""Letters for several children of the register, and recording that their parents were told."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.access_log import log_list
from pupils.models import LetterKind
from reports.chosen import children
from reports.forms.letters import ToldForm
from reports.letters.due import MOST_SHOWN, letters_for
from reports.register import visible_rows
from reports.register_filters import GAPS, Address
from reports.register_pills import choice_pill
from reports.views.chosen import for_group, group_of, register_url, show_and_save
from reports.views.letters import MISTAKEN, made, moves_sent
from stages.actions import talk_instead_to_all
from stages.models import StageRecord

KINDS = {kind.value: f"{kind.label}, also once it is not due" for kind in LetterKind}


@requires(Permission.WRITE_LETTERS)
@show_and_save
def chosen_letters(request: StaffRequest) -> HttpResponse:
    """The letters due about the children chosen, or all of one kind, to be made as one print."""
    refusal = ""
    if request.method == "POST":
        try:
            return made(request)
        except Refused as refused:
            refusal = str(refused)
    group = group_of(request)
    asked = request.GET.get("letter", "")
    kind = asked if asked in KINDS else ""
    lines = letters_for(request.membership, group.pupils, kind)
    without = {pupil.pk for pupil in group.pupils} - {line.pupil for line in lines}
    others = [pupil for pupil in group.pupils if pupil.pk in without]
    log_list(request, [pupil.pk for pupil in group.pupils])
    address = Address(request.path, request.GET)
    context = {
        "group": group,
        "back_url": register_url(request),
        "due": lines[:MOST_SHOWN],
        "total": len(lines),
        "others": others,
        "others_words": f"No {'such letter to make' if kind else 'letter due'}: "
        f"{children(len(others))}",
        "pills": [choice_pill(address, "letter", "Letters", KINDS, unasked="those due")],
        "clear_url": "",
        "make_url": request.get_full_path(),
        "chosen": moves_sent(request) if refusal else None,
        "refusal": refusal,
    }
    return render(
        request, "reports/chosen_letters.html", context, status=MISTAKEN if refusal else 200
    )


@requires(Permission.PRINT_LETTERS)
@show_and_save
def chosen_told(request: StaffRequest) -> HttpResponse:
    """A conversation with a parent of each child chosen whose parents were not told of the move."""
    group = group_of(request)
    rows = visible_rows(request.membership, today()).filter(GAPS["untold"][1])
    untold = rows.filter(pk__in=[pupil.pk for pupil in group.pupils]).values("pk")
    current = StageRecord.objects.main_line().on(today()).filter(pupil__in=untold.order_by())
    of_child = {move.pupil_id: move for move in current.select_related("pupil", "stage")}
    moves = [of_child[pupil.pk] for pupil in group.pupils if pupil.pk in of_child]
    others = [pupil for pupil in group.pupils if pupil.pk not in of_child]
    form = ToldForm(request.POST or None, moves=moves)

    def tell(*, how: str, on: Any, note: str, **_: str) -> str:
        talks = form.talks
        talk_instead_to_all(talks=talks, how=how, on=on, note=note, by=request.membership)
        return _told_words(len(talks), _meanwhile(request, form))

    context = {
        "action": "Record what was said",
        "moves": form.rows,
        "others": others,
        "others_words": f"Told already, or no move to tell of: {children(len(others))}",
        "rest_url": "",  # the form itself leaves a child out, and keeps what was typed
    }
    return for_group(
        request,
        group,
        form,
        tell,
        title="Parents told",
        verb="Record",
        template="reports/chosen_told.html",
        context=context,
    )


def _meanwhile(request: StaffRequest, form: ToldForm) -> int:
    """Of how many children somebody else recorded it after the page was opened."""
    sent = {name for name, who in request.POST.items() if name.startswith("who_") and who}
    return len(sent - set(form.moves))


def _told_words(count: int, meanwhile: int) -> str:
    words = f"Recorded for {children(count)}."
    return f"{words} {meanwhile} had been recorded meanwhile." if meanwhile else words
