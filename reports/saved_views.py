"""Ways to look at the register that people keep under a name."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict

from accounts.models import Membership
from accounts.permissions import Permission
from common.errors import Refused
from reports.column_letters import COLS, in_letters
from reports.models import LONGEST_QUERY, SavedView
from reports.register_filters import RegisterFilter

MOST = 30
KEPT = (*RegisterFilter.base_filters, "sort", COLS)


def query_of(asked: QueryDict) -> str:
    """What of an address is worth keeping: filters, order and columns; neither page nor ticks."""
    kept, asked = QueryDict(mutable=True), in_letters(asked)
    for name in KEPT:
        texts = [text for text in asked.getlist(name) if text]
        if texts:
            kept.setlist(name, texts)
    return kept.urlencode()


@transaction.atomic
def save_view(
    *, by: Membership, name: str, query: str, is_shared: bool, view: SavedView | None = None
) -> SavedView:
    """Keep a view under a name, or change one that is there (whose query stays as it was).

    Raises `Refused` for a name in use, one view too many, or a shared one that names a child.
    """
    made = view or SavedView(membership=by, query=query)
    if is_shared:
        _refuse_sharing(by, made.query)
    if len(made.query) > LONGEST_QUERY:
        raise Refused("This asks for too much to be kept: take a filter or a column away.")
    if view is None and SavedView.objects.filter(membership=by).count() >= MOST:
        raise Refused(f"You have {MOST} views already: remove one you no longer use.")
    made.name, made.is_shared = name, is_shared
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as taken:
        raise Refused(f"There is a view called {name} already.") from taken
    return made


def _refuse_sharing(by: Membership, query: str) -> None:
    if not by.can(Permission.SHARE_VIEWS):
        raise Refused("Only the SENCO and the head share views with colleagues.")
    if "q" in QueryDict(query):
        raise Refused(
            "This view searches by name or UPN: shared, it would tell colleagues of that child. "
            "Take the search away first."
        )


@transaction.atomic
def remove_view(*, view: SavedView) -> None:
    """Forget a view. The children it showed are not touched."""
    view.delete()


def view_pill(
    views: Sequence[tuple[str, str]], asked: QueryDict, register_url: str
) -> dict[str, Any]:
    """The menu of views: each leads to its children, then keeping this one, then the list."""
    query = query_of(asked)
    views = [(name, query_of(QueryDict(kept))) for name, kept in views]
    links = [(name, f"{register_url}?{kept}", kept == query) for name, kept in views]
    chosen = next((name for name, kept in views if kept == query), "")
    links.append(("Save this view", f"{register_url}views/add/?{query}", False))
    if views:
        links.append(("Rename, share or remove", f"{register_url}views/", False))
    return {
        "label": "View",
        "value": chosen or "none",
        "chosen": bool(chosen),
        "options": links,
        "key": "view",
    }


def views_of(membership: Membership) -> list[tuple[str, str]]:
    """The views a person finds, by name: (name, query). One query."""
    rows = SavedView.objects.visible_to(membership).order_by("name", "pk")
    return list(rows.values_list("name", "query"))
