"""What every page of a plan shares: how rows are fetched, and how the paper is drawn."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import StaffRequest
from accounts.permissions import Permission
from common.dates import today
from provision.actions import may_issue
from provision.hints import checked, with_voices
from provision.models import IssuedPlan, Plan, PlanSection, Strategy, Target
from provision.paper import PlanPaper, paper_of, state_of
from provision.sections import Sort
from pupils.models import Pupil
from pupils.views.pages import MISTAKEN, head_context
from schools.models import DatedSetting

CLASH = 409
TAB = "provision:pupil_plans"
WITH_PEOPLE = ("pupil", "template", "begun_by", "withdrawn_by", "previous")


@dataclass(frozen=True)
class Editing:
    """The form that is open in the paper: in which section, for which row, where it is sent.

    `beside` says that the form stands below its row, not in its place.
    """

    section: str
    row: str
    form: Any
    url: str
    template: str
    clash: Any = None
    beside: bool = False
    status: int = 200


def url_of(request: StaffRequest, route: str, pk: int) -> str:
    """The address of a page of a plan."""
    return reverse(f"provision:{route}", kwargs={"school": request.school.slug, "pk": pk})


def to_plan(request: StaffRequest, plan: int, place: str = "") -> HttpResponse:
    """To the plan, at a place on the paper."""
    return redirect(url_of(request, "plan_detail", plan) + (f"#{place}" if place else ""))


def readable_plan(request: StaffRequest, pk: int) -> Plan:
    """A plan this person may read; 404 for any other.

    `may_change` says whether they may change the child's record, `following_pk` the next plan,
    `issued_pk`, `issued_number` and `issued_on` the last version issued, `teachers_issue` whether
    the school lets teachers issue plans.
    """
    changeable = Pupil.objects.changeable_by(request.membership).on_roll()
    last = IssuedPlan.objects.standing().filter(plan=OuterRef("pk")).order_by("-number")
    lets = DatedSetting.objects.filter(name="teachers_issue", starts_on__lte=today())
    later = Plan.objects.standing().filter(previous=OuterRef("pk")).values("pk")[:1]
    rows = Plan.objects.visible_to(request.membership).select_related(*WITH_PEOPLE)
    rows = rows.annotate(
        may_change=Exists(changeable.filter(pk=OuterRef("pupil_id"))), following_pk=Subquery(later)
    ).annotate(
        issued_pk=Subquery(last.values("pk")[:1]),
        issued_number=Subquery(last.values("number")[:1]),
        issued_on=Subquery(last.values("issued_on")[:1]),
        teachers_issue=Subquery(lets.order_by("-starts_on").values("value")[:1]),
    )
    plan: Plan = get_object_or_404(with_voices(rows), pk=pk)
    return plan


def writable_plan(request: StaffRequest, pk: int) -> Plan:
    """A plan this person may write in; 404 for any other."""
    rows = Plan.objects.changeable_by(request.membership).select_related(*WITH_PEOPLE)
    plan: Plan = get_object_or_404(rows, pk=pk)
    return plan


def writable_row(request: StaffRequest, model: Any, pk: int, *, out: bool = False) -> Any:
    """A section, target or strategy of a plan this person may write in; 404 for any other."""
    plans = Plan.objects.changeable_by(request.membership)
    rows = model.objects.filter(plan__in=plans)
    if model is not PlanSection:
        rows = rows.filter(withdrawn_at__isnull=not out)
    names = [f"plan__{name}" for name in WITH_PEOPLE]
    return get_object_or_404(rows.select_related("pupil", *names), pk=pk)


def section_for(plan: Plan, sort: Sort) -> str:
    """The key of the plan's section of a sort; 404 where the plan has none."""
    key = PlanSection.objects.filter(plan=plan, sort=sort.value).values_list("key", flat=True)
    found = key.first()
    if found is None:
        raise Http404
    return str(found)


def read_paper(request: StaffRequest, plan: Plan) -> PlanPaper:
    """The plan as far as this person may read it; four queries."""
    sections = PlanSection.objects.visible_to(request.membership).filter(plan=plan)
    return paper_of(plan, sections.select_related("written_by").order_by("place"))


def show_paper(request: StaffRequest, pk: int, editing: Editing | None = None) -> HttpResponse:
    """The whole plan; to a script that opens or closes a form in it, the one section."""
    paper = read_paper(request, readable_plan(request, pk))
    plan: Any = paper.plan
    status = editing.status if editing else 200
    context = paper_context(request, paper, editing)
    htmx: Any = getattr(request, "htmx", None)
    if htmx and htmx.target:
        key = htmx.target.removeprefix("section-")
        if key not in paper.by_key:
            raise Http404
        return render(
            request, "provision/_section.html", context | {"part": paper.by_key[key]}, status=status
        )
    head = head_context(request, plan.pupil, tab=TAB)
    head["head"] = replace(head["head"], avoid=paper.avoid)
    head |= {"undo": undo_of(request, plan)}
    if request.membership.can(Permission.READ_WHOLE_PLANS):
        head["is_reader"] = True
        head["may_issue"] = may_issue(request.membership, lets=bool(plan.teachers_issue))
    return render(request, "provision/plan_detail.html", context | head, status=status)


def paper_context(
    request: StaffRequest, paper: PlanPaper, editing: Editing | None
) -> dict[str, Any]:
    """What the paper needs to be drawn for one reader."""
    plan: Any = paper.plan
    reader = request.membership
    goes_on = plan.withdrawn_at is None and not (plan.ends_on and plan.ends_on <= today())
    changeable = goes_on and plan.may_change
    may_write = changeable and reader.can(Permission.WRITE_PLANS)
    return {
        "plan": plan,
        "paper": paper,
        "chip": state_of(plan, today()),
        "may_write": may_write,
        "hints": checked(paper).by_place if may_write else {},
        "may_note": changeable and reader.can(Permission.NOTE_PROGRESS),
        "editing": editing,
        "form": editing.form if editing else None,
        "just_done": request.method == "POST",
    }


def may_change(request: StaffRequest, pupil: Pupil) -> bool:
    """Whether this person may change the child's record; one query."""
    return bool(
        Pupil.objects.changeable_by(request.membership).on_roll().filter(pk=pupil.pk).exists()
    )


def still_open(form: Any, clash: Any) -> int:
    """How a form that was not saved answers."""
    return CLASH if clash else MISTAKEN if form.is_bound else 200


def undo_of(request: StaffRequest, plan: Plan) -> dict[str, str] | None:
    """What the address says was just taken out of this plan, with the way to put it back."""
    kind, _, number = request.GET.get("out", "").partition("-")
    models: dict[str, Any] = {"target": Target, "strategy": Strategy}
    if kind not in models or not number.isdecimal() or len(number) > 18:
        return None
    rows = models[kind].objects.filter(plan=plan, withdrawn_at__isnull=False)
    if not rows.filter(pk=int(number)).exists():
        return None
    words = {"target": "The target is out of the plan.", "strategy": "It is out of the plan."}
    return {"text": words[kind], "url": url_of(request, f"{kind}_restore", int(number))}
