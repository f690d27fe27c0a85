"""The print of a batch: one HTML, one tagged PDF, kept under a random name with its digest."""

from typing import Any

from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from common.errors import Refused
from common.pdf import Pdf, render_pdf
from jobs.models import Job
from pupils.letters.page import LetterPage
from pupils.models import LetterBatch
from schools.models import School
from schools.printing import FONTS, LOGO, logo_of, style_sheet


def carry_out(job: Job) -> dict[str, Any]:
    """A job's work: print its batch. Safe to run twice: what is printed stays as it was."""
    batch = LetterBatch.objects.select_related("school").get(pk=job.payload["batch"])
    if not batch.is_printed:
        letters = batch.letters.order_by("place", "pk")
        pages = [LetterPage.from_content(letter.content) for letter in letters]
        if not pages:
            raise Refused("There is no letter to print.")
        _keep(batch, print_pages(pages, batch.school))
    return {"batch": batch.pk, "pages": batch.pages}


def print_pages(pages: list[LetterPage], school: School) -> Pdf:
    """Letters as one PDF: each begins a new page and counts its own."""
    logo = logo_of(school)
    html = render_to_string(
        "pupils/_letters_print.html",
        {"pages": pages, "logo": LOGO if logo else "", "title": _title(pages)},
    )
    assets = {LOGO: logo} if logo else {}
    return render_pdf(html, style_sheet("letters"), assets=assets, fonts=FONTS)


def _title(pages: list[LetterPage]) -> str:
    return "Letter to parents" if len(pages) == 1 else f"{len(pages)} letters to parents"


def _keep(batch: LetterBatch, printed: Pdf) -> None:
    batch.file.save("letters.pdf", ContentFile(printed.content), save=False)
    batch.file_sha256, batch.pages = printed.sha256, printed.pages
    batch.unprintable = printed.unprintable[:80]
    batch.save()
