"""How many syllables an English word has, as it is said and spelt in Britain.

Vowel groups, less silent letters, plus the vowels that are said apart; words that no rule catches
are listed. Held against hand-counted words and texts in the tests.
"""

import re
from functools import lru_cache

_LISTED = {
    1: "aren build built friend friends fruit guess guest juice league queue suit through tongue "
    "weren whose",
    2: "being business carriage clothing colour colours couldn create cruel diet didn doesn dual "
    "duel evening evenings every fluid fuel giant hadn hasn haven homework hundred ideal isn "
    "lifelong lion marriage maybe mustn naked needn parent people persuade poem poet programme "
    "programmes quiet react real really riot ruin sacred science several shouldn sideways "
    "someone something sometimes somewhere themselves timeline trial wasn wednesday whiteboard "
    "wicked wouldn",
    3: "animal animals area areas beautiful camera created creates creator diary difference "
    "different element elements everybody everyone everything families family favourite "
    "favourites general handwriting idea ideas interest interested interesting library museum "
    "parliament piano poetry quieter reaction scientist strategies theatre timetable timetables "
    "triangle vegetable video videos",
    4: "anxiety appreciate associate biology cooperate evaluate experience experiences initiate "
    "january february literacy negotiate reality scientific society variety",
    5: "cooperation coordinator evaluation",
}
LISTED = {word: count for count, words in _LISTED.items() for word in words.split()}
_ENDINGS = ("ments", "ment", "ness", "less", "fully", "ful", "ly")
_APART = re.compile(
    r"""
      (?<![tcsgxq])ia(?!ge)             # material, media; not special, carriage
    | (?<![tcsgxnl])io(?!u)             # period, audio; not nation, million
    | (?<=[bdlnprtv])ious(?<![ct]ious)  # serious, previous; not anxious, cautious
    | (?<![tc])ien(?=t|c)               # experience, obedient; not patient, efficient
    | iet                               # variety
    | i(?=um)                           # medium
    | (?<![qg])ua                       # usual, evaluate; not quality, language
    | uou                               # continuous
    | [aeiouy](?=ing$)                  # playing, going
    """,
    re.VERBOSE,
)
_SILENT_BEFORE_LAST = re.compile(r"[^aeioutdy]ed$|(?:[^aeiouyszxcgh]|[^cs]h)es$")
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
_ONES = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)  # 0 to 19 as they are said


def of_number(digits: str) -> int:
    """How a figure is said: `7` two, `25` three, `104` five; longer ones digit by digit."""
    if len(digits) > 3:
        return sum(_ONES[int(digit)] for digit in digits)
    number = int(digits)
    if number < len(_ONES):
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (3 if tens == 7 else 2) + (_ONES[ones] if ones else 0)
    hundreds, rest = divmod(number, 100)
    return _ONES[hundreds] + 2 + (1 + of_number(str(rest)) if rest else 0)


@lru_cache(maxsize=4096)
def of_word(word: str) -> int:
    """How many syllables one word has; what a hyphen joins counts apart, `'s` and `n't` do not."""
    parts = [part.partition("'")[0] for part in re.split(r"-", word.lower().replace("’", "'"))]
    said = [part for part in parts if part]
    return max(1, sum(of_number(part) if _is_figure(part) else _plain(part) for part in said))


def _is_figure(part: str) -> bool:
    return part.isascii() and part.isdigit()


def _plain(word: str) -> int:
    if word in LISTED:
        return LISTED[word]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and _VOWELS.search(stem):
            return _plain(stem) + (2 if ending == "fully" else 1)
    if word.endswith("s") and word[:-1] in LISTED and not re.search(r"[szx]es$|[cg]es$", word):
        return LISTED[word[:-1]]
    return max(1, _groups(_without_silent_ending(word)))


def _without_silent_ending(word: str) -> str:
    """The word without an `e` at its end that nobody says, as in `helped`, `makes`, `safe`."""
    if _SILENT_BEFORE_LAST.search(word):
        word = word[:-1]
    is_said = re.search(r"[^aeiouy]le$", word) or len(_VOWELS.findall(word)) < 2
    if word.endswith("e") and not is_said and not re.search(r"[aeiouy]e$", word):
        return word[:-1]
    return word


def _groups(word: str) -> int:
    word = word.replace("qu", "qw")
    if re.match(r"y[aeiou]", word):
        word = word[1:]
    count = len(_VOWELS.findall(word)) + len(_APART.findall(word))
    return count + (1 if re.search(r"[st]hm$|sms?$", word) else 0)
