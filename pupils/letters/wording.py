"""The words a school's letters have now: its own, or those they come with."""

from pupils.letters.texts import DEFAULTS, Words
from pupils.models import LetterText


def words_now() -> dict[str, Words]:
    """Subject and text of every letter, and the line on the local service; one query."""
    own = {row.kind: Words(row.subject, row.text) for row in LetterText.objects.all()}
    return {kind: own.get(kind, words) for kind, words in DEFAULTS.items()}


def version_now() -> str:
    """What a page remembers of the words it showed, so that a clash is noticed on saving."""
    rows = LetterText.objects.order_by("kind").values_list("kind", "version")
    return " ".join(f"{kind}.{version}" for kind, version in rows) or "none"
