"""The unique pupil number: its shape and its check letter.

Source: statutory.md 2.6 (Government Data Standards Catalogue, UPN 2.0). A UPN is a check letter, a
local authority number (3 digits), an establishment number (4), a year (2) and a serial: three
digits in a permanent UPN, two digits and a letter in a temporary one.
"""

import re
from dataclasses import dataclass

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters a UPN uses: I, O and S are left out. A letter's place is its value."""

_LENGTH = 13
_BODY = re.compile(rf"[0-9]{{11}}[0-9{ALPHABET}]")
_SEPARATORS = re.compile(r"[\s\-]+")


@dataclass(frozen=True)
class UpnCheck:
    """What the check of one UPN found.

    `expected_letter` is what the first letter should be, or None where the rest is not a UPN's.
    `problem` is one plain sentence, empty when the UPN is valid.
    """

    valid: bool
    temporary: bool
    expected_letter: str | None
    problem: str = ""


def tidy_upn(value: str) -> str:
    """The UPN as it is stored: capitals, without spaces or hyphens."""
    return _SEPARATORS.sub("", value).upper()


def check_letter(body: str) -> str:
    """The check letter of the twelve characters that follow it.

    Each is multiplied by its position, 2 to 13; a final letter (temporary UPN) counts its value.
    """
    values = (int(sign) if sign.isdigit() else ALPHABET.index(sign) for sign in body)
    return ALPHABET[sum(place * value for place, value in enumerate(values, 2)) % len(ALPHABET)]


def check(value: str) -> UpnCheck:
    """Whether `value` is a UPN, permanent or temporary, and what is wrong with it if not."""
    upn = tidy_upn(value)
    if len(upn) != _LENGTH:
        return _misshapen(f"A UPN has 13 characters; this has {len(upn)}.")
    body = upn[1:]
    if not _BODY.fullmatch(body):
        return _misshapen(
            "A UPN is a letter and 12 digits; a temporary one ends in a letter, never I, O or S."
        )
    temporary, expected = body[-1].isalpha(), check_letter(body)
    if upn[0] == expected:
        return UpnCheck(valid=True, temporary=temporary, expected_letter=expected)
    problem = f"The first letter of this UPN should be {expected}, not {upn[0]}."
    return UpnCheck(valid=False, temporary=temporary, expected_letter=expected, problem=problem)


def _misshapen(problem: str) -> UpnCheck:
    return UpnCheck(valid=False, temporary=False, expected_letter=None, problem=problem)
