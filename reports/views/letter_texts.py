"""The school's own words for letters to parents."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.clash import Saved, chosen, compare
from accounts.permissions import Permission
from pupils.actions import save_texts
from pupils.letters.page import LetterPage, school_lines, school_values
from pupils.letters.texts import ALLOWED, PLACEHOLDERS, Words, as_list, filled
from pupils.letters.wording import version_now, words_now
from pupils.models import LetterKind, LetterText
from reports.forms.letters import TextsForm, initial_of
from schools.models import School
from schools.records import EditClash

MISTAKEN, CLASH = 422, 409
# A child nobody has met, for the preview.
MADE_UP = {
    "child": "Alex Example",
    "forename": "Alex",
    "date": "12 October 2026",
    "stage": "Stage 3: SEN support",
    "stage_before": "Stage 2: Early help",
    "support": as_list(
        ["A reading group three times a week", "A quiet place to work"],
        "At this stage the school gives:",
    ),
}


@requires(Permission.EDIT_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_texts(request: StaffRequest) -> HttpResponse:
    """Change the words; see a letter to the parents of a made-up child before saving."""
    sent = chosen(request.POST) if request.method == "POST" else None
    words = words_now()
    form = TextsForm(sent, words=words, version=version_now())
    preview, clash = None, None
    if form.is_bound and form.is_valid():
        kind = request.POST.get("preview", "")
        if kind in LetterKind.values:
            preview = _preview(request.school, form.words(), kind)
        else:
            try:
                save_texts(texts=form.words(), expected=form.cleaned_data["version"])
            except EditClash:
                clash = compare(form, Saved(initial_of(words), version_now(), "Somebody else"))
            else:
                messages.success(request, "The words of the letters are saved.")
                return redirect("reports:letter_texts", school=request.school.slug)
    context = {
        "form": form,
        "parts": _parts(form),
        "service": form[f"{LetterText.SERVICE}_text"],
        "preview": preview,
        "clash": clash,
        "known": [(f"{{{name}}}", PLACEHOLDERS[name]) for name in PLACEHOLDERS],
    }
    status = CLASH if clash else MISTAKEN if form.errors else 200
    return render(request, "reports/letter_texts.html", context, status=status)


def _parts(form: TextsForm) -> list[dict[str, Any]]:
    """The fields of each letter, with the placeholders it can use."""
    return [
        {
            "kind": kind.value,
            "label": kind.label,
            "subject": form[f"{kind.value}_subject"],
            "text": form[f"{kind.value}_text"],
            "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS if name in ALLOWED[kind]),
        }
        for kind in LetterKind
    ]


def _preview(school: School, words: dict[str, Words], kind: str) -> LetterPage:
    values = MADE_UP | school_values(school, words[LetterText.SERVICE].text)
    page = LetterPage(
        school=school.name,
        school_lines=school_lines(school),
        child=MADE_UP["child"],
        to=("Sam Example",),
        address=("1 Example Street", "Anytown"),
        subject="",
        text="",
        signed=school.senco_name,
        large_print=False,
        written_on="2026-10-14",
    )
    subject, text = words[kind]
    return replace(page, subject=filled(subject, values), text=filled(text, values).strip())
