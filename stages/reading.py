"""Plain data (a TOML file, rows of the database) into ladder values, and back. Pure.

Strict on purpose: a word the ladder does not know is an error that names its place, never
something quietly left out.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from stages.ladder import LadderError
from stages.periods import Frequency, Timeframe

T = TypeVar("T")
_PHRASES: tuple[type, ...] = (Frequency, Timeframe)


def build(cls: type[T], data: Mapping[str, Any], place: str) -> T:
    """A `cls` from plain data. Raises `LadderError` naming the place of the first fault."""
    if not isinstance(data, Mapping):
        raise LadderError(f"{place}: expected a table, found {data!r}.")
    place = _deeper(place, data)
    known = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    if unknown := sorted(set(data) - set(known)):
        raise LadderError(f"{place}: there is no such thing as {unknown[0]!r}.")
    if missing := [name for name, field in known.items() if _is_needed(field) and name not in data]:
        raise LadderError(f"{place}: {missing[0]!r} is missing.")
    hints = _hints(cls)  # type: ignore[arg-type]
    return cls(**{name: _value(hints[name], data[name], f"{place}, {name}") for name in data})


def dump(value: Any) -> Any:
    """Plain data that `build` turns into the same value again; only strings, numbers, lists."""
    if isinstance(value, _PHRASES):
        return str(value)
    if is_dataclass(value):
        return {field.name: dump(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [dump(part) for part in value]
    return value.value if isinstance(value, StrEnum) else value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _deeper(place: str, data: Mapping[str, Any]) -> str:
    name = data.get("key") or data.get("name") or data.get("words")
    return f"{place} {name!r}" if name else place


def _value(hint: Any, given: Any, place: str) -> Any:
    if get_origin(hint) is types.UnionType:
        inner = next(part for part in get_args(hint) if part is not types.NoneType)
        return None if given in (None, "") else _value(inner, given, place)
    if get_origin(hint) is tuple:
        return _many(get_args(hint)[0], given, place)
    if hint in _PHRASES or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return _word(hint, given, place)
    if is_dataclass(hint):
        return build(hint, given, place)  # type: ignore[arg-type]
    if not isinstance(given, hint) or (hint is int and isinstance(given, bool)):
        raise LadderError(f"{place}: {given!r} is not what belongs here.")
    return given


def _many(hint: Any, given: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(given, list):
        raise LadderError(f"{place}: expected a list, found {given!r}.")
    return tuple(_value(hint, part, place) for part in given)


def _word(hint: Any, given: Any, place: str) -> Any:
    try:
        return hint.read(given) if hint in _PHRASES else hint(given)
    except (ValueError, AttributeError, TypeError) as fault:
        raise LadderError(f"{place}: {fault}.") from None
