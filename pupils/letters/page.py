"""One letter as it was written: a frozen value, kept with its digest, from which it is printed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from pupils.letters.households import Household
from pupils.letters.texts import Block, Words, blocks_of, filled
from pupils.models import Pupil
from schools.models import School


@dataclass(frozen=True)
class LetterPage:
    """Everything a letter says, on paper and on the page that shows it; plain text throughout.

    `address` is empty for a letter that is handed over. `written_on` is an ISO date, so that the
    value is the same before and after it was kept.
    """

    school: str
    school_lines: tuple[str, ...]
    child: str
    to: tuple[str, ...]
    address: tuple[str, ...]
    subject: str
    text: str
    signed: str
    large_print: bool
    written_on: str

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        """The letter that was kept."""
        lists = ("school_lines", "to", "address")
        kept: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in content.items()}
        return cls(**kept)

    def content(self) -> dict[str, Any]:
        """The letter as it is kept."""
        found = asdict(self)
        return {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()}

    @property
    def sha256(self) -> str:
        """The digest of all that it says."""
        kept = json.dumps(self.content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(kept.encode()).hexdigest()

    @property
    def dear(self) -> str:
        """The greeting: by name, each adult."""
        *first, last = self.to
        return f"Dear {', '.join(first)} and {last}," if first else f"Dear {last},"

    @property
    def blocks(self) -> list[Block]:
        """The text in its parts."""
        return blocks_of(self.text)

    @property
    def day(self) -> date:
        """The day it was written."""
        return date.fromisoformat(self.written_on)


def school_values(school: School, service: str) -> dict[str, str]:
    """What the placeholders about the school stand for."""
    ways = [school.senco_email, school.phone]
    reach = " or ".join(way for way in ways if way)
    name = school.senco_name or "ask at the school office"
    return {
        "school": school.name,
        "senco": f"{name} ({reach})" if reach else name,
        "service": filled(service, {"school": school.name}),
    }


def child_values(pupil: Pupil) -> dict[str, str]:
    """What the placeholders about the child stand for."""
    return {"child": pupil.name, "forename": pupil.shown_forename}


def write_page(
    *,
    words: Words,
    values: Mapping[str, str],
    school: School,
    pupil: Pupil,
    home: Household,
    on: date,
) -> LetterPage:
    """A letter about a child to the adults of one address. `values` are the placeholders'."""
    return LetterPage(
        school=school.name,
        school_lines=school_lines(school),
        child=pupil.name,
        to=tuple(contact.name for contact in home.contacts),
        address=home.address,
        subject=filled(words.subject, values),
        text=filled(words.text, values).strip(),
        signed=school.senco_name,
        large_print=home.large_print,
        written_on=on.isoformat(),
    )


def school_lines(school: School) -> tuple[str, ...]:
    """The lines under the school's name: address, phone, e-mail."""
    lines: Sequence[str] = [*school.address.splitlines(), school.phone, school.email]
    return tuple(line.strip() for line in lines if line.strip())
