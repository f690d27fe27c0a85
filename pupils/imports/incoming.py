"""What a file says about a child, before anyone asks whether we know the child."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class BadValue(Exception):
    """A cell that says nothing we can use. Its text is one plain sentence.

    With `warning` the value is left out and the rest of the row can go on.
    """

    def __init__(self, sentence: str, *, warning: bool = False) -> None:
        super().__init__(sentence)
        self.warning = warning


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: the row and the column as the file calls them.

    A warning tells; anything else keeps the whole file out.
    """

    row: int
    column: str
    problem: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class IncomingStatus:
    """N, K or E from a day on; `starts_on` is None where the file does not say."""

    code: str
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class IncomingNeed:
    """One need by its census code; rank 1 is the primary need."""

    code: str
    rank: int
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class IncomingContact:
    """One adult of the child's. `relationship` is a CTF code or empty."""

    rank: int
    surname: str
    forename: str = ""
    title: str = ""
    relationship: str = ""
    has_parental_responsibility: bool | None = None
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class IncomingPupil:
    """One child as a file has it. Empty text and None mean: the file does not say.

    The fields up to `left_on` are named as those of `Pupil`. `statuses` are in order of time, the
    last is the present one.
    """

    row: int
    upn: str = ""
    former_upn: str = ""
    forename: str = ""
    middle_names: str = ""
    surname: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""
    born_on: date | None = None
    sex: str = ""
    year_group: int | None = None
    home_language: str = ""
    is_eal: bool | None = None
    has_pupil_premium: bool | None = None
    has_free_meals: bool | None = None
    is_looked_after: bool | None = None
    young_carer: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    class_name: str = ""
    statuses: tuple[IncomingStatus, ...] = ()
    needs: tuple[IncomingNeed, ...] = ()
    contacts: tuple[IncomingContact, ...] = ()

    @property
    def name_key(self) -> tuple[str, str]:
        """Forename and surname for comparing: case and spaces do not count."""
        return squashed(self.forename), squashed(self.surname)


@dataclass(frozen=True)
class Incoming:
    """Everything one file says, with every problem found in it.

    `labels` is what the file calls each column. A transfer comes from another school: it says what
    was, so it changes less of what is known here. `says` names the parts of a record the file has
    columns for: there a blank means that the MIS has nothing. `columns` is how many of the rows
    fill each column, `sender` and `addressee` the schools a CTF names.
    """

    pupils: tuple[IncomingPupil, ...]
    problems: tuple[Problem, ...]
    unused_columns: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    is_transfer: bool = False
    says: frozenset[str] = frozenset()
    columns: Mapping[str, int] = field(default_factory=dict)
    sender: str = ""
    addressee: str = ""

    def label(self, column: str) -> str:
        """What the file calls a column; our own word where it has none."""
        return self.labels.get(column, str(column))


def squashed(text: str) -> str:
    """Only the letters and digits of a text, without case: for comparing headings and names."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
