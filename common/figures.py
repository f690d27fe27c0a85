"""Figures as people write them."""

from decimal import Decimal


def figure(value: Decimal | None) -> str:
    """A figure without idle noughts: `11`, `4.5`; nothing for none."""
    return "" if value is None else f"{value.normalize():f}"
