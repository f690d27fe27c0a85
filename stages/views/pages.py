"""What the pages about one child's stage share: scope, the answer to mistakes, the clash."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import StaffRequest
from accounts.clash import CLASH, ClashField, ClashView, when_words, who_words
from common.errors import Refused
from pupils.access_log import log_pupil
from pupils.models import Pupil
from schools.records import EditClash
from stages.models import LadderVersion, Stage, StageRecord
from stages.rules import NotAllowed

MISTAKEN = 422

Done = TypeVar("Done")


def clash_of(current: StageRecord, typed: Sequence[tuple[str, str, str]]) -> ClashView:
    """Both texts, side by side. `typed` holds (label, yours, theirs)."""
    return ClashView(
        by=who_words(current.withdrawn_by or current.recorded_by),
        when=when_words(current.withdrawn_at or current.recorded_at),
        fields=[ClashField(*texts) for texts in typed],
        merged=[],
    )


def attempt(form: Form, action: Callable[[], Done]) -> Done | EditClash | None:
    """Carry out an action; a refusal becomes the form's error, a clash is given back.

    Raises `PermissionDenied` when this person may not do it.
    """
    try:
        return action()
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    except EditClash as clash:
        return clash


def form_page(
    request: StaffRequest, template: str, pupil: Pupil, form: Form, **context: Any
) -> HttpResponse:
    """A form about one child; writes the access entry. 422 with mistakes, 409 after a clash."""
    log_pupil(request, pupil)
    status = CLASH if context.get("clash") else MISTAKEN if form.errors else 200
    return render(request, template, {"pupil": pupil, "form": form, **context}, status=status)


def seen_again(form: Form, name: str, value: object) -> None:
    """Let the form remember what it now shows, so that saving again is not a clash."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # posted data is a QueryDict
    data[name] = str(value)
    form.data = data


def to_stage(request: StaffRequest, pupil: Pupil, words: str) -> HttpResponse:
    """Back to the child's *Stage* page, saying what was done."""
    messages.success(request, words)
    return redirect("reports:pupil_stage", school=request.school.slug, pk=pupil.pk)


def stages_in_use() -> list[Stage]:
    """The stages a record can be at: one for those that run together, no overlays."""
    version = LadderVersion.objects.in_use().first()
    rows = Stage.objects.filter(ladder_version=version, overlay=False, universal=False)
    groups: set[str] = set()
    found = []
    for stage in rows.order_by("order"):
        if not (stage.together and stage.together in groups):
            found.append(stage)
        groups.add(stage.together)
    return found
