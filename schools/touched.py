"""What is computed from records is made anew before the transaction ends that changed them.

A record says whether it feeds something computed (`Recorded.feeds`); saving it leaves the child's
mark here. As `school_scope` ends, before its transaction does, each registered settler is told once
which children were touched (docs/decisions/standing.md).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Settler = Callable[[frozenset[int] | None], None]
_settlers: list[Settler] = []


@dataclass
class Touched:
    """The children whose records changed in one scope; `everyone` once the school's dates did."""

    children: set[int] = field(default_factory=set)
    everyone: bool = False

    def add(self, children: Iterable[int]) -> None:
        """Leave the mark of these children."""
        self.children.update(children)

    def settle(self) -> None:
        """Tell every settler, once: which children, or `None` for everyone; then forget them."""
        if not self.everyone and not self.children:
            return
        told = None if self.everyone else frozenset(self.children)
        self.children, self.everyone = set(), False
        for settler in _settlers:
            settler(told)


def settled_by(settler: Settler) -> None:
    """Register what is to be made anew, in a higher room's `AppConfig.ready`."""
    if settler not in _settlers:
        _settlers.append(settler)
