"""What holds for every template and style sheet."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "senregister" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "senregister" / "js").glob("*.js"))
INLINE = re.compile(
    r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_asks_the_browser_to_loosen_the_policy(path: Path) -> None:
    """Strict CSP without nonces: no inline style, script or handler (architecture.md, "Stack")."""
    assert not INLINE.search(path.read_text())


def test_style_sheets_name_colours_once() -> None:
    """Colours are tokens: other sheets may use only those of tokens.css, print and the meters."""
    paper = {"print.css", "letters.css", "plan-print.css", "plan-variants.css"}
    free = {"tokens.css", "stages.css", *paper}
    allowed = {"#fff", "#f8faf9", "#9fbcbd", "#7d1916", "#c98a1b", "#2a7974"}
    for path in STYLES:
        if path.name not in free:
            used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text()))
            assert used <= allowed, path.name


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_keep_nothing_about_a_child(path: Path) -> None:
    """The browser keeps two cookies: whether names are hidden and how, and keys off."""
    text = path.read_text()
    assert "localStorage" not in text
    assert "sessionStorage" not in text


def test_public_pages_load_nothing_from_elsewhere() -> None:
    """Styles, type and scripts come from this site only."""
    for path in TEMPLATES:
        assert not re.search(r'(?:src|href)="(?:https?:)?//', path.read_text()), path.name
