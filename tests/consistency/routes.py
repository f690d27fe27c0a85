"""The site map, flat."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, room: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every route of the site with the name space it lives in."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, entry.namespace or room)
        else:
            yield room, entry


ROUTES = [(room, entry) for room, entry in routes() if room]
