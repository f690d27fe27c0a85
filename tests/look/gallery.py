"""Draws every part of the look with made-up children: `python -m tests.look.gallery`.

Writes `var/gallery/*.html`; serve that folder to see them. No product page, no database.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import django
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "var" / "gallery"
NODE = ROOT / "node_modules"
STATIC = {
    "senregister": ROOT / "static" / "senregister",
    "bootstrap": NODE / "bootstrap" / "dist",
    "htmx": NODE / "htmx.org" / "dist",
    "atkinson": NODE / "@fontsource-variable" / "atkinson-hyperlegible-next",
}


def nowhere(request: HttpRequest) -> HttpResponse:
    """Gives the shell's two links an address."""
    return HttpResponse()


reports = [
    path("", nowhere, name="register"),
    path("find/", nowhere, name="pupil_find"),
]
urlpatterns = [
    path("account/login/", nowhere, name="account_login"),
    path("account/logout/", nowhere, name="account_logout"),
    path("account/me/", include(([path("", nowhere, name="account_page")], "accounts"))),
    path("<slug:school>/", include((reports, "reports"))),
]

STAGES = [
    ("1", "Cause of concern", 14, 3),
    ("2", "Initial concern", 11, 1),
    ("3", "SEN support", 31, -2),
    ("4", "SEN support with agencies", 18, 4),
    ("5", "EHC applied for", 3, 1),
    ("6", "EHC plan", 9, 0),
]
CHILDREN = [
    ("Ashdown, Ayla", "1A", 3, "K", "Speech, language", "late", "Review 9 days late", "18 of 24"),
    ("Barrow, Ben", "2B", 4, "K", "Autism", "due", "Parent meeting, 3 Dec", "6 of 6"),
    ("Calder, Cara", "3A", 3, "K", "Social, emotional", "done", "Nothing until 8 Feb", "11 of 12"),
    ("Denholm, Dev", "4B", 1, "N", "Specific learning", "due", "Plan by 5 Dec", "none yet"),
    ("Eastwick, Edie", "5A", 3, "K", "Moderate learning", "off", "Review, 8 Feb", "9 of 18"),
    ("Farrow, Finn", "6B", 6, "E", "Hearing", "done", "Nothing until 8 Feb", "18 of 24"),
    ("Garside, Gwen", "1A", 4, "K", "Speech, language", "late", "No parent voice", "6 of 6"),
    ("Holme, Hari", "2B", 2, "N", "Autism", "due", "Pupil voice, 1 Dec", "11 of 12"),
    ("Ingleby-Featherstonehaugh, Isla", "3A", 5, "K", "Social", "info", "LA decision", "none yet"),
]
NAV = [
    (label, "#", label == "Register")
    for label in ("Home", "Register", "Classes", "Reviews", "Provision", "EHC", "Reports")
]
SHELL: dict[str, Any] = {
    "school": {"name": "Northfield Primary", "slug": "northfield"},
    "nav": NAV,
    "can": {"view_register"},
    "user": {"name": "M. Okafor", "is_authenticated": True},
}


class MoveForm(forms.Form):
    """A form with one of each kind of field."""

    stage = forms.ChoiceField(
        label="To which stage?",
        choices=[(label, f"{label} {name}") for label, name, *_ in STAGES],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label="From when?",
        help_text="The day it began, for example 27 March 2027.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label="Why?", widget=forms.Textarea, help_text="One sentence is enough."
    )
    told = forms.ChoiceField(
        label="How was the parent told?", choices=[("", "Choose"), ("m", "At a meeting")]
    )
    note = forms.CharField(label="Note for the next review", required=False)
    sure = forms.BooleanField(label="The parent agrees", required=False)


def register() -> dict[str, Any]:
    """The register's sample."""
    from common.tones import tone_indexes

    tones = tone_indexes(len(STAGES))
    rows = [
        {
            "name": name, "class": group, "stage": stage, "tone": tones[stage - 1], "code": code,
            "stage_name": STAGES[stage - 1][1], "need": need, "kind": kind, "words": words,
            "sessions": sessions,
        }
        for name, group, stage, code, need, kind, words, sessions in CHILDREN * 3
    ]  # fmt: skip
    everyone = ("all", "#", True)
    return {
        "rows": rows,
        "page": Paginator(range(250), 50).page(2),
        "stages": [
            {"label": label, "name": name, "count": count, "movement": move, "url": "#",
             "chosen": False}
            for label, name, count, move in STAGES
        ],
        "pills": [
            {"label": "Late", "url": "#", "chosen": True, "count": 7},
            {"label": "Due this half-term", "url": "#", "chosen": False, "count": 24},
            *(
                {"label": label, "value": "all", "chosen": False,
                 "options": [everyone, ("Year 4", "#", False), ("Year 5", "#", False)]}
                for label in ("Year", "Class", "Need", "Key worker")
            ),
        ],
        "clear_url": "#",
    }  # fmt: skip


def pupil() -> dict[str, Any]:
    """The pupil page's sample."""
    tabs = ("Now", "Stage", "Plans", "Provision", "Reviews and meetings", "EHC", "Documents",
            "Chronology", "Who can see")  # fmt: skip
    return {
        "head": {
            "name": "Ayla Ashdown",
            "facts": [
                ("Year", "4, class 4B"), ("Born", "14 May 2018"), ("Status", "SEN support (K)"),
                ("Main need", "Speech, language and communication"), ("Key worker", "M. Okafor"),
            ],
            "ladder": [
                (f"{label} {name}, {state}", state)
                for (label, name, *_), state in zip(
                    STAGES, ["past", "past", "now", "ahead", "ahead", "ahead"], strict=True
                )
            ],
            "stage": "Stage 3, SEN support",
            "stage_more": "for 14 weeks; two terms run out on 12 February 2027",
            "avoid": "reading aloud without warning; long spoken instructions.",
            "actions": [("Add a note", "#"), ("Move stage", "#")],
            "tabs": [(label, "#", label == "Now") for label in tabs],
        },
        "headings": [
            {"label": label, "url": "#", "sort": "", "number": label == "Sessions"}
            for label in ("Child", "Class", "Stage", "Status", "Main need", "Next", "Sessions")
        ],
        "facts": [
            ("UPN", "A123456789012"), ("First language", "English"), ("Joined", "4 September 2023"),
        ],
        "entries": [
            {"title": "3 SEN support", "when": "since 14 September 2026", "label": "3", "tone": 5,
             "text": "Two cycles at stage 2 did not close the gap in expressive language.",
             "said": "Decided by M. Okafor with the class teacher and mother; told at a meeting.",
             "facts": [], "struck": False},
            {"title": "2 Initial concern", "when": "12 January to 13 September 2026", "label": "2",
             "tone": 2, "text": "Raised by the class teacher.", "said": "", "facts": [],
             "struck": False},
            {"title": "Concern raised", "when": "8 January 2026", "label": "", "text": "",
             "said": "J. Price", "facts": [], "struck": False},
            {"title": "2 Initial concern", "when": "1 January 2026", "label": "2", "tone": 2,
             "text": "Corrected: the date was wrong.", "said": "", "facts": [], "struck": True},
        ],
    }  # fmt: skip


def parts() -> dict[str, Any]:
    """Everything else: a form with mistakes, notices, a clash, a job, an empty page."""
    form = MoveForm({"note": "seen on Monday", "on": "31/02/2027"})
    form.is_valid()
    return {
        "form": form,
        "undo": {"text": "Ayla Ashdown moved to stage 4.", "url": "#"},
        "demo_notice": True,
        "clash": {
            "by": "J. Price", "when": "today at 14:32",
            "fields": [
                {"label": "What helps", "yours": "Now-and-next board",
                 "theirs": "Now-and-next board, at each change"},
            ],
        },
        "today": date(2026, 11, 23),
    }  # fmt: skip


def start() -> None:
    """Django with the templates and nothing else."""
    settings.configure(
        ROOT_URLCONF=__name__,
        SECRET_KEY="gallery",
        STATIC_URL="/static/",
        USE_TZ=True,
        LANGUAGE_CODE="en-gb",
        INSTALLED_APPS=["django.contrib.staticfiles", "crispy_forms", "crispy_bootstrap5"],
        CRISPY_ALLOWED_TEMPLATE_PACKS="bootstrap5",
        CRISPY_TEMPLATE_PACK="bootstrap5",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [ROOT / "templates", Path(__file__).parent / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {"builtins": ["common.tags"]},
            }
        ],
    )
    django.setup()


def draw(name: str, context: dict[str, Any]) -> None:
    """One page of the gallery."""
    from django.template.loader import get_template

    request = HttpRequest()
    template = get_template(f"gallery_{name}.html")
    (OUT / f"{name}.html").write_text(template.render(SHELL | context, request))


def main() -> None:
    """All of it."""
    start()
    (OUT / "static").mkdir(parents=True, exist_ok=True)
    for prefix, folder in STATIC.items():
        link = OUT / "static" / prefix
        if not link.exists():
            link.symlink_to(folder)
    for name, sample in (("register", register), ("pupil", pupil), ("parts", parts)):
        draw(name, sample())
    sys.stdout.write(f"{OUT}\n")


if __name__ == "__main__":
    main()
