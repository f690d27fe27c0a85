"""Prints of issued plans: one HTML, one tagged PDF, for one child or a class."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from common.errors import Refused
from common.pdf import Pdf, render_pdf
from jobs.models import Job
from provision.frozen import Copy, FrozenPlan
from provision.models import IssuedPlan, PlanPrint
from pupils.actions import keep_issued
from schools.models import School
from schools.printing import FONTS, LOGO, logo_of, style_sheet


def print_issued(job: Job) -> dict[str, Any]:
    """A job's work: keep the parents' copy of an issued plan as its document, once.

    The row is held meanwhile: whoever takes the version back waits, and is not written over.
    """
    rows = IssuedPlan.objects.select_for_update(of=("self",))
    rows = rows.select_related("school", "pupil", "issued_by")
    issued = rows.get(pk=job.payload["issued"])
    if issued.document_id is None and not issued.is_withdrawn:
        frozen = issued.frozen
        printed = print_plans([frozen], Copy.PARENT, issued.school)
        issued.document = keep_issued(
            pupil=issued.pupil,
            kind=issued.key,
            title=f"{frozen.name}, {frozen.issued}, version {frozen.number}"[:120],
            on=issued.issued_on,
            content=printed.content,
            by=issued.issued_by,
        )
        issued.save()
    return {"issued": issued.pk}


def print_copies(job: Job) -> dict[str, Any]:
    """A job's work: copies of plans as one file. Safe to run twice."""
    made = PlanPrint.objects.select_related("school").get(pk=job.payload["print"])
    if not made.file:
        copies = made.copies.filter(issued__withdrawn_at__isnull=True)
        copies = copies.select_related("issued").order_by("place", "pk")
        plans = [copy.issued.frozen for copy in copies]
        if not plans:
            raise Refused("What was to be printed was taken back.")
        printed = print_plans(plans, Copy(made.copy), made.school)
        made.file.save("plans.pdf", ContentFile(printed.content), save=False)
        made.file_sha256, made.pages = printed.sha256, printed.pages
        made.save()
    return {"print": made.pk, "pages": made.pages}


def print_plans(plans: Sequence[FrozenPlan], copy: Copy, school: School) -> Pdf:
    """Plans as one PDF: each begins a new page and counts its own. Raises `Refused`."""
    logo = logo_of(school)
    html = html_of(plans, copy, has_logo=bool(logo))
    assets = {LOGO: logo} if logo else {}
    styles = style_sheet("plan-print") + style_sheet("plan-variants")
    return render_pdf(html, styles, assets=assets, fonts=FONTS)


def html_of(plans: Sequence[FrozenPlan], copy: Copy, *, has_logo: bool) -> str:
    """The HTML that is printed: this copy of each plan, and nothing it does not hold."""
    held = [plan.copy_for(copy) for plan in plans]
    context = {
        "plans": held,
        "copy": copy.value,
        "copy_label": copy.label,
        "logo": LOGO if has_logo else "",
        "title": held[0].name if len(held) == 1 else f"{len(held)} plans",
    }
    return render_to_string("provision/_plans_print.html", context)
