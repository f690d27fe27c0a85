"""The ways from a stage of the draft: add, edit, take out."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.permissions import Permission
from stages.editing.parts import stage_or_none
from stages.editing.ways import Way, without_way
from stages.forms.ways import WayForm
from stages.views.editing import desk_of, part_page, removal_page, to_stage, with_ladder


def way_named(name: str) -> Way:
    """The way of an address: the stage's key and its number. Raises `Http404` for another text."""
    origin, _, number = name.rpartition("-")
    if not (origin and number.isascii() and number.isdigit() and 0 < len(number) < 4):
        raise Http404
    return Way(origin, int(number))


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def way_add(request: StaffRequest, pk: str) -> HttpResponse:
    """A new way from a stage (`pk`: its key)."""
    ladder = desk_of(request).spec
    stage = stage_or_none(ladder, pk)
    if stage is None or ladder.recorded_at(pk) is not stage:
        raise Http404
    back = to_stage(request, pk, "ways")
    return part_page(request, Way(pk), WayForm, "stages/way_add.html", back=back, stage=stage)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def way_edit(request: StaffRequest, pk: str) -> HttpResponse:
    """One way from a stage (`pk`: the stage's key and the way's number)."""
    way = way_named(pk)
    stage = stage_or_none(desk_of(request).spec, way.origin)
    back = to_stage(request, way.origin if stage else "", "ways")
    return part_page(request, way, WayForm, "stages/way_edit.html", back=back, stage=stage, name=pk)


@requires(Permission.EDIT_LADDER)
@with_ladder
@require_http_methods(["GET", "POST"])
def way_remove(request: StaffRequest, pk: str) -> HttpResponse:
    """Take a way out of the draft, once asked."""
    way, ladder = way_named(pk), desk_of(request).spec
    try:
        route = way.found(ladder)
    except KeyError as fault:
        raise Http404 from fault
    return removal_page(
        request,
        way,
        lambda ladder: without_way(ladder, way),
        title="Take this way out?",
        text=f"{route.words}.",
        consequence="Moves that were made by it keep its words.",
        back=to_stage(request, way.origin, "ways"),
    )
