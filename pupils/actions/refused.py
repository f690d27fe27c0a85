"""A change for several children that some of them do not allow."""

from common.errors import Refused
from pupils.models import Pupil


class RefusedForSome(Refused):
    """A change that some of the children do not allow: who, and why. Nothing was changed."""

    def __init__(self, problems: list[tuple[Pupil, str]]) -> None:
        super().__init__("Nothing was changed: it cannot be done for every child.")
        self.problems = problems
