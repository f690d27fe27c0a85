"""SEN status, types of need and relationships: the codes, and the words exports use for them.

Sources: statutory.md 2.1 (status), 2.2 (types of need), 2.5 (relationships).
"""

import re

from pupils.imports.incoming import BadValue, squashed

NEED_NAMES = {
    "SPLD": "Specific learning difficulty",
    "MLD": "Moderate learning difficulty",
    "SLD": "Severe learning difficulty",
    "PMLD": "Profound and multiple learning difficulty",
    "SEMH": "Social, emotional and mental health",
    "SLCN": "Speech, language and communication needs",
    "HI": "Hearing impairment",
    "VI": "Vision impairment",
    "MSI": "Multi-sensory impairment",
    "PD": "Physical disability",
    "ASD": "Autistic spectrum disorder",
    "DS": "Down syndrome",
    "OTH": "Other difficulty/disability",
    "NSA": "SEN support but no specialist assessment of type of need",
}
NO_ASSESSMENT = "NSA"

_STATUS_WORDS = {
    "N": ("n", "nosen", "nospecialeducationalneed", "nospecialeducationalneeds", "none", "nonsen"),
    "K": ("k", "sensupport", "support", "schoolsupport", "sendsupport", "ksensupport"),
    "E": (
        *("e", "ehcp", "ehcplan", "ehc", "educationhealthandcareplan", "eehcp"),
        "educationhealthcareplan",
    ),
    "S": ("s", "statement", "statemented"),
    "A": ("a", "schoolaction", "earlyyearsaction"),
    "P": ("p", "schoolactionplus", "earlyyearsactionplus"),
    "Q": ("q", "schoolactionplusandstatutoryassessment"),
}
_STATUS = {word: code for code, words in _STATUS_WORDS.items() for word in words}
_CODE_FIRST = re.compile(r"([A-Za-z]{1,4})\s*[-–—:(=]\s*([A-Za-z].*)")
HISTORIC = {
    "A": "School Action",
    "P": "School Action Plus",
    "Q": "School Action Plus with statutory assessment",
}

_NEED_WORDS = {
    **{squashed(code): code for code in NEED_NAMES},
    **{squashed(name): code for code, name in NEED_NAMES.items()},
    "visualimpairment": "VI",
    "autism": "ASD",
    "autisticspectrumdisorders": "ASD",
    "autismspectrumdisorder": "ASD",
    "autisticspectrumcondition": "ASD",
    "specificlearningdifficulties": "SPLD",
    "dyslexia": "SPLD",
    "moderatelearningdifficulties": "MLD",
    "severelearningdifficulties": "SLD",
    "profoundandmultiplelearningdifficulties": "PMLD",
    "profoundmultiplelearningdifficulty": "PMLD",
    "socialemotionalandmentalhealthneeds": "SEMH",
    "socialemotionalmentalhealth": "SEMH",
    "speechlanguageandcommunication": "SLCN",
    "speechlanguageandcommunicationneed": "SLCN",
    "speechlanguagecommunicationneeds": "SLCN",
    "multisensoryimpairment": "MSI",
    "downssyndrome": "DS",
    "otherdifficultyordisability": "OTH",
    "otherdifficulty": "OTH",
    "other": "OTH",
    "nospecialistassessment": "NSA",
    "sensupportbutnospecialistassessment": "NSA",
}
_FORMER_NEEDS = {
    "besd": "SEMH",
    "ebd": "SEMH",
    "behaviouralemotionalandsocialdifficulties": "SEMH",
    "behaviouremotionalandsocialdifficulties": "SEMH",
}
_BREAKS = re.compile(r"[;|/\n+&]|,(?=\s*[A-Z]{2,4}\b)")

_RELATIONSHIPS = {
    "mother": "PAM",
    "mum": "PAM",
    "father": "PAF",
    "dad": "PAF",
    "stepmother": "STM",
    "stepfather": "STF",
    "fostermother": "FOM",
    "fosterfather": "FOF",
    "carer": "CAR",
    "guardian": "CAR",
    "fostercarer": "CAR",
    "grandmother": "REL",
    "grandfather": "REL",
    "grandparent": "REL",
    "aunt": "REL",
    "uncle": "REL",
    "otherrelative": "REL",
    "relative": "REL",
    "otherfamilymember": "FAM",
    "family": "FAM",
    "socialworker": "SWR",
    "childminder": "CHM",
    "doctor": "DOC",
    "headteacher": "HTC",
    "teacher": "TCH",
    "religiouscontact": "RLG",
    "other": "OTH",
    "othercontact": "OTH",
}
_CODES = frozenset(_RELATIONSHIPS.values())


def read_status_code(text: str) -> str:
    """The letter of a SEN status, historic ones too: `K`, `SEN support`, `E - EHC plan`."""
    found = _CODE_FIRST.fullmatch(text)
    for candidate in (text, found[1] if found else text):
        code = _STATUS.get(squashed(candidate))
        if code:
            return code
    raise BadValue(f"“{text[:40]}” is not a SEN status: use N, K or E.")


def present_status(code: str) -> str:
    """The present code of a child's status today: a statement is now E (statutory.md 2.1).

    Raises `BadValue` for School Action and its like, which no longer say what the child has.
    """
    if code in HISTORIC:
        raise BadValue(f"{code} ({HISTORIC[code]}) is no longer in use: give N, K or E.")
    return "E" if code == "S" else code


def read_needs(text: str) -> list[tuple[str, str]]:
    """The codes in one cell, each with the former code or name it replaces, or nothing.

    A cell may hold several: `SLCN, ASD` or `Hearing impairment; MLD`.
    """
    whole = _need(text)
    if whole:
        return [whole]
    found = []
    for part in (part.strip() for part in _BREAKS.split(text)):
        need = _need(part) if part else None
        if part and not need:
            raise BadValue(f"“{part[:40]}” is not a type of need, such as SLCN or MLD.")
        if need:
            found.append(need)
    return found


def _need(text: str) -> tuple[str, str] | None:
    found = _CODE_FIRST.fullmatch(text)
    if found and _NEED_WORDS.get(squashed(found[2]), found[1].upper()) != found[1].upper():
        return None
    for candidate in (text, found[1] if found else ""):
        word = squashed(candidate)
        if word in _NEED_WORDS:
            return _NEED_WORDS[word], ""
        if word in _FORMER_NEEDS:
            return _FORMER_NEEDS[word], candidate.strip()
    return None


def read_relationship(text: str) -> str:
    """The CTF code of a relationship; a word we do not know is `OTH`, another contact."""
    if text.upper() in _CODES:
        return text.upper()
    return _RELATIONSHIPS.get(squashed(text), "OTH")
