"""What is committed: our own work, free of other people's files and of any one machine."""

import json
import re

import pytest

from tests.consistency.tree import ROOT, code, ending, files, text

WORDS = (
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".sh",
    ".toml",
    ".yml",
    ".json",
    ".txt",
    ".in",
    ".env",
)


def test_nothing_of_others_is_committed() -> None:
    """Bootstrap, icons, type and htmx come from npm: none of their files lie here."""
    others = (".min.js", ".min.css", ".map", ".woff", ".woff2", ".ttf", ".otf", ".whl", ".tgz")
    assert not ending(*others)
    assert not [path for path in ending(".css", ".js", under="static/") if "/*!" in text(path)]


def test_static_files_have_one_place() -> None:
    """Our own styles and scripts live under our name, so that no prefix of npm's hides them."""
    assert all(path.startswith("static/senregister/") for path in ending("", under="static/"))


def test_the_lock_names_no_registry() -> None:
    """Packages are found where each machine is set up to look; hashes say which ones."""
    lock = json.loads(text("package-lock.json"))
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)
    assert "registry" not in text(".npmrc").replace("registry-resolved", "")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes(name: str) -> None:
    """Each package has one version and its hashes, and no address."""
    pins = re.findall(r"^[\w.\-]+(?:\[[\w,\-]+\])?==\S+.*$", text(name), re.MULTILINE)
    assert pins
    assert all(pin.endswith("\\") for pin in pins)
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text(name))


def test_no_path_of_one_machine() -> None:
    """The project stands in any folder: no file names somebody's home."""
    home = re.compile(r"/(?:root|home|Users|work)/[\w.]")
    assert not [path for path in ending(*WORDS) if home.search(text(path))]


def test_nothing_secret_or_made_is_committed() -> None:
    """No key, database, log or build result lies among the files."""
    made = (".sqlite3", ".log", ".pyc", ".pem", ".key", "/.env", "secret_key", ".pdf", ".xlsx")
    assert not ending(*made)
    assert not [path for path in files() if path.startswith(("var/", "node_modules/", ".venv/"))]


def test_nothing_is_put_off() -> None:
    """No stubs and no notes to a later self (architecture.md, "Style")."""
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError\(|lorem ipsum", re.I)
    paths = [
        *code(),
        *ending(".html", ".css", ".js", under="templates/"),
        *ending(".css", ".js", under="static/"),
    ]
    assert not [path for path in paths if later.search(text(path))]


def test_scripts_can_be_run() -> None:
    """What make calls is executable and begins with how to run it."""
    called = [*re.findall(r"scripts/[\w-]+", text("Makefile")), ".ci/run", "manage.py"]
    for path in called:
        assert (ROOT / path).stat().st_mode & 0o111, path
        assert text(path).startswith("#!"), path
