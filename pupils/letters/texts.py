"""The words of the letters: what they come with, their placeholders, filling and checking. Pure.

A text is plain: a line that begins with `#` is a heading, one with `-` a point of a list, and an
empty line ends a paragraph. Words in braces stand for what differs from child to child.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pupils.models.letters import LetterKind, LetterText

LONGEST = 6000
_BRACES = re.compile(r"\{([^{}]*)\}")

PLACEHOLDERS = {
    "child": "the child's full name",
    "forename": "the name the child goes by",
    "school": "the name of the school",
    "date": "the day the move took place",
    "stage": "the stage now, in the ladder's words",
    "stage_before": "the stage before",
    "support": "what the ladder says is given at the stage, as a list",
    "senco": "the SENCO's name, e-mail and the school's phone",
    "service": "the line about the local information service",
}
_EVERY = frozenset({"child", "forename", "school", "date", "senco", "service"})
ALLOWED: dict[str, frozenset[str]] = {
    LetterKind.JOINING: _EVERY | {"stage", "support"},
    LetterKind.CHANGING: _EVERY | {"stage", "stage_before", "support"},
    LetterKind.LEAVING: _EVERY | {"stage_before"},
    LetterText.SERVICE: frozenset({"school"}),
}


class Words(NamedTuple):
    """A letter's subject and text."""

    subject: str
    text: str


def _defaults() -> dict[str, Words]:
    """What letters come with, from the file beside this one."""
    path = Path(__file__).with_name("letters.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {kind: Words(row["subject"], row["text"].strip()) for kind, row in rows.items()}


DEFAULTS: dict[str, Words] = _defaults()


@dataclass(frozen=True)
class Block:
    """A part of a letter: `kind` is heading, text or list; a list has several lines."""

    kind: str
    lines: tuple[str, ...]


def mistakes_in(text: str, kind: str) -> list[str]:
    """What is wrong with a text, a sentence each: empty, too long, placeholders there are not."""
    if not text.strip():
        return ["Write the text. An empty letter cannot be sent."]
    found = []
    if len(text) > LONGEST:
        found.append(f"The text is longer than {LONGEST:,} signs. A letter is one page or two.")
    used = dict.fromkeys(name.strip() for name in _BRACES.findall(text))
    allowed = ALLOWED[kind]
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS if name in allowed)
    found += [
        f"{{{name}}} stands for nothing here. You can use {known}."
        for name in used
        if name not in allowed
    ]
    if "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
        found.append("A brace has no partner. Write placeholders as {forename}.")
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with every placeholder replaced. `values` has each that the text may use."""
    return _BRACES.sub(lambda found: values[found.group(1).strip()], text)


def blocks_of(text: str) -> list[Block]:
    """A filled text as headings, paragraphs and lists, in order."""
    found: list[Block] = []
    for kind, line in _lines(text):
        grows = found and found[-1].kind == kind and kind != "heading"
        if grows and kind == "list":
            found[-1] = Block(kind, (*found[-1].lines, line))
        elif grows and kind == "text" and found[-1].lines[-1]:
            found[-1] = Block(kind, (f"{found[-1].lines[0]} {line}".strip(),))
        elif line:
            found.append(Block(kind, (line,)))
        if kind == "text" and not line:
            found.append(Block("gap", ()))
    return [block for block in found if block.kind != "gap"]


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        if line.startswith("#"):
            yield "heading", line.lstrip("#").strip()
        elif line.startswith(("- ", "\u2022 ")):
            yield "list", line[2:].strip()
        else:
            yield "text", line


def as_list(lines: list[str], lead: str) -> str:
    """Lines as points of a list under a lead sentence; nothing for none."""
    return "\n".join([lead, *(f"- {line}" for line in lines)]) if lines else ""
