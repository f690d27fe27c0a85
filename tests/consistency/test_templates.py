"""Templates: used, free of script and style, asking nobody outside for anything."""

import re
from pathlib import Path

import pytest
from django.template.utils import get_app_template_dirs

from tests.consistency.tree import code, ending, text

TEMPLATES = ending(".html", ".txt", under="templates/")
# Django asks for these by name, and allauth for the one of too many tries.
BY_NAME = {f"{status}.html" for status in (400, 403, 404, 429, 500)} | {"403_csrf.html"}
# The strict policy refuses these, so they would be dead words.
REFUSED = {
    "inline script": r"<script(?![^>]*\bsrc=)",
    "inline style": r"<style\b|\sstyle\s*=",
    "inline handler": r"\son\w+\s*=\s*[\"']|\shx-on",
    "script address": r"javascript:",
    "JavaScript in htmx attributes": r"hx-vals\s*=\s*[\"']js:|hx-trigger=\"[^\"]*\[",
    "something from elsewhere": r"(src|href|action)\s*=\s*[\"'](https?:)?//",
    "words marked safe": r"\|\s*safe\b|autoescape\s+off",
}


@pytest.mark.parametrize("what", REFUSED)
def test_nothing_that_the_policy_refuses(what: str) -> None:
    """Scripts and styles live in files of this site (reliability.md, stored script)."""
    pages = [path for path in TEMPLATES if path.endswith(".html")]
    found = [path for path in pages if re.search(REFUSED[what], text(path), re.IGNORECASE)]
    assert not found


def test_every_template_is_used() -> None:
    """A template is named by code or by another template, or takes the place of a library's."""
    named = "".join(text(path) for path in [*code(), *TEMPLATES])
    unused = [
        name
        for name in (path.removeprefix("templates/") for path in TEMPLATES)
        if not (_named(name, named) or name in BY_NAME or _replaces_a_librarys(name))
    ]
    assert not unused


def _named(name: str, words: str) -> bool:
    """Mail is named without its ending; a view may give the name of its page alone."""
    ways = (name, name.removeprefix("mail/").removesuffix(".txt"))
    return any(f'"{way}"' in words or f"'{way}'" in words for way in ways)


def _replaces_a_librarys(name: str) -> bool:
    return any((Path(folder) / name).exists() for folder in get_app_template_dirs("templates"))


def test_styles_and_scripts_stay_at_home() -> None:
    """No file of ours names another site: nothing is loaded from a CDN."""
    away = re.compile(r"(?<!xmlns=\")(?<!xmlns:xlink=\")https?://(?!www\.w3\.org/)")
    assert not [
        path for path in ending(".css", ".js", ".svg", under="static/") if away.search(text(path))
    ]
