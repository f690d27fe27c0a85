"""Broken Common Transfer Files: one seed makes one file, always the same."""

import random
import re
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

_ELEMENT = re.compile(rb"<([A-Za-z]+)>[^<]*</\1>")
_TAG = re.compile(rb"</?[A-Za-z]+>")
_NASTY = (
    *(b"&amp;", b"&x;", b"<![CDATA[x]]>", b"<!-- x -->", b"<?php x ?>", b"\x00", b"\xff\xfe"),
    *(b"]]>", b"&#0;", b"&#x1F600;", b"'\"--", b"=1+1", b"2015-13-45", b"9" * 400, b"\xe2\x80\xae"),
    *(b"<!DOCTYPE a>", b"<!ENTITY x 'y'>", b"<Pupil>", b"</Pupil>", b"</CTfile>", b" " * 5000),
)


def _flip(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _drop(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, 200) :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    end = start + chance.randrange(1, 400)
    return content[:end] + content[start:end] * chance.randrange(1, 4) + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + chance.choice(_NASTY) + content[place:]


def _drop_element(content: bytes, chance: random.Random) -> bytes:
    found = chance.choice(list(_ELEMENT.finditer(content)))
    return content[: found.start()] + content[found.end() :]


def _repeat_element(content: bytes, chance: random.Random) -> bytes:
    found = chance.choice(list(_ELEMENT.finditer(content)))
    return content[: found.end()] + found[0] * chance.randrange(1, 5) + content[found.end() :]


def _move_element(content: bytes, chance: random.Random) -> bytes:
    found = chance.choice(list(_ELEMENT.finditer(content)))
    rest = content[: found.start()] + content[found.end() :]
    place = chance.choice([tag.end() for tag in _TAG.finditer(rest)])
    return rest[:place] + found[0] + rest[place:]


def _change_value(content: bytes, chance: random.Random) -> bytes:
    found = chance.choice(list(_ELEMENT.finditer(content)))
    value = chance.choice([*_NASTY, b"", b"E", b"K", b"A", b"NSA", b"2026-01-05", b"0", b"X"])
    return content[: found.start()] + b"<" + found[1] + b">" + value + content[found.end() :]


def _rename(content: bytes, chance: random.Random) -> bytes:
    found = chance.choice(list(_ELEMENT.finditer(content)))
    inner = found[0].partition(b">")[2].rpartition(b"<")[0]
    return content[: found.start()] + b"<Else>" + inner + b"</Else>" + content[found.end() :]


# The first five break the XML more often than not; the rest leave it whole and change what it says.
MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _cut, _drop, _repeat, _insert),
    *(_drop_element, _repeat_element, _move_element, _change_value, _rename),
)


def mutated(content: bytes, seed: int) -> bytes:
    """The file after one to four mutations chosen by `seed`; a file that lost much stays short."""
    chance = random.Random(seed)
    kinds = MUTATIONS if chance.random() < 0.4 else MUTATIONS[5:]
    for _ in range(chance.randrange(1, 5)):
        if len(content) > 200 and _ELEMENT.search(content):
            content = chance.choice(kinds)(content, chance)
    return content
