"""Ways to look at the register that the demo's SENCO and head keep."""

from accounts.models import Membership
from reports.models import SavedView

OF_SENCO = (
    ("Parents to tell", "gap=untold&col=year&col=class&col=stage&col=told", False),
    ("Plans, longest first", "status=E&sort=since", True),
    ("Year 6 before transfer", "year=6&col=class&col=stage&col=status&col=need&col=worker", True),
)
OF_HEAD = (("Pupil premium with SEN", "show=register&sort=-premium&col=premium&col=stage", False),)


def write_views(senco: Membership, head: Membership) -> None:
    """A few views under names, some of them shared."""
    for member, views in ((senco, OF_SENCO), (head, OF_HEAD)):
        for name, query, shared in views:
            SavedView.objects.create(membership=member, name=name, query=query, is_shared=shared)
