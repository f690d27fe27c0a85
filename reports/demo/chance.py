"""Chance that falls the same way every time: everything made up hangs on the seed."""

import base64
import hashlib
import random
import uuid
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")


def stream(*about: object) -> Random:
    """A source of chance of its own for what it is about, so that nothing else shifts it."""
    words = ":".join(str(part) for part in about)
    return random.Random(words)  # noqa: S311  # nosec B311 - fiction, no secret


def uid(*about: object) -> uuid.UUID:
    """The lasting identity of a fictional row."""
    return uuid.UUID(int=stream("uid", *about).getrandbits(128), version=4)


def totp_secret(*about: object) -> str:
    """The secret of a demo sign-in's authenticator: 32 letters of base 32."""
    digest = hashlib.sha256(":".join(str(part) for part in about).encode()).digest()
    return base64.b32encode(digest[:20]).decode()


def one_of(chance: Random, weights: Iterable[tuple[T, float]]) -> T:
    """One of the things, each as likely as its weight."""
    things, shares = zip(*weights, strict=True)
    return chance.choices(things, shares)[0]


class Deck:
    """Things dealt one by one, each as often as the others, in an order of chance."""

    def __init__(self, chance: Random, things: Sequence[Any]) -> None:
        self._chance, self._things = chance, list(things)
        self._left: list[Any] = []

    def deal(self) -> Any:
        """The next thing; all others come before it comes again."""
        if not self._left:
            self._left = list(self._things)
            self._chance.shuffle(self._left)
        return self._left.pop()


class Quota:
    """Says yes for a steady share of those asked about, whatever the luck of the draw."""

    def __init__(self, chance: Random) -> None:
        self._sum = chance.random()

    def falls(self, share: float) -> bool:
        """Whether this one is among the share."""
        self._sum += share
        if self._sum < 1:
            return False
        self._sum -= 1
        return True

    def give_back(self) -> None:
        """Undo a yes: the next one asked about is likelier to get it."""
        self._sum += 1
