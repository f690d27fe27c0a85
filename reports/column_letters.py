"""The columns of the register by a letter each, as the register's own links name them.

A page has two hundred links that all name the columns shown; in full they were half of its bytes.
`?col=` in full is what the form sends and what older links and kept views have; both are read.
A letter once given stays its column's.
"""

from django.http import QueryDict

LETTERS = {
    "year": "y",
    "class": "c",
    "stage": "s",
    "since": "h",
    "status": "k",
    "need": "n",
    "second": "2",
    "due": "d",
    "overdue": "o",
    "missing": "m",
    "runs_out": "r",
    "worker": "w",
    "stage_since": "f",
    "status_since": "g",
    "told": "t",
    "born": "b",
    "upn": "u",
    "sex": "x",
    "joined": "j",
    "premium": "p",
    "meals": "e",
    "eal": "a",
    "language": "l",
    "looked_after": "i",
}
COL, COLS = "col", "cols"


def keys_asked(asked: QueryDict) -> set[str]:
    """The columns an address asks for, by letter or in full."""
    letters = asked.get(COLS, "")
    named = (key for key, letter in LETTERS.items() if letter in letters)
    return {*asked.getlist(COL), *named}


def in_letters(asked: QueryDict) -> QueryDict:
    """The same address with its columns by letter, in the table's own order."""
    if COL not in asked:
        return asked
    keys, short = keys_asked(asked), asked.copy()
    del short[COL]
    short[COLS] = "".join(letter for key, letter in LETTERS.items() if key in keys)
    if not short[COLS]:
        del short[COLS]
    return short
