"""PDF from our own HTML: tagged, within limits, reaching nothing but what it was handed.

WeasyPrint runs in workers only. It is given a fetcher that serves the assets of one document from
memory and refuses every other address, so that no text in a document can make it read a file or
reach the network (reliability.md, "PDF renderer").
"""

import atexit
import hashlib
import logging
import re
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from common.errors import Refused

MOST_PAGES = 1000
MOST_CHARACTERS = 6_000_000
MOST_SECONDS = 240
ASSET = "asset:"
LOGGED = "weasyprint"
# Weights 200 to 800 in one file each; "ext" has the letters of the other Latin alphabets.
FONTS = {
    f"{ASSET}atkinson.woff2": "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    f"{ASSET}atkinson-ext.woff2": "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
}
TYPES = {".png": "image/png", ".woff2": "font/woff2"}


@dataclass(frozen=True)
class Pdf:
    """A printed document: its bytes, their digest, its pages, and signs that no font has."""

    content: bytes
    sha256: str
    pages: int
    unprintable: str


def render_pdf(html: str, css: str, *, assets: Mapping[str, bytes], fonts: Path) -> Pdf:
    """Print HTML as PDF/UA. `assets` are pictures by address (`asset:logo.png`).

    `fonts` is the folder of our typeface. Raises `Refused` beyond the limits of pages and time.
    """
    from weasyprint import HTML

    if len(html) > MOST_CHARACTERS:
        raise Refused("That is too much for one print. Print it in parts.")
    sheet, configuration = _styles(css, fonts)
    with _within(MOST_SECONDS), _missing_signs() as missing:
        document = HTML(string=html, url_fetcher=fetcher(assets)).render(
            stylesheets=[sheet], font_config=configuration, pdf_variant="pdf/ua-1"
        )
        if len(document.pages) > MOST_PAGES:
            raise Refused(f"The print has more than {MOST_PAGES:,} pages. Print it in parts.")
        content = document.write_pdf(pdf_variant="pdf/ua-1")
    digest = hashlib.sha256(content).hexdigest()
    return Pdf(content, digest, len(document.pages), "".join(sorted(missing)))


def fetcher(assets: Mapping[str, bytes]) -> Any:
    """What WeasyPrint asks for addresses: gives these assets, and stops at any other address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class InMemory(URLFetcher):
        """Serves what it was handed; opens no file and no connection."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in assets:
                raise FatalURLFetchingError("A document asked for something it was not handed.")
            kind = TYPES[Path(url).suffix]
            return URLFetcherResponse(url, assets[url], {"Content-Type": kind})

    return InMemory()


@cache
def _styles(css: str, folder: Path) -> tuple[Any, Any]:
    """A style sheet with our typeface loaded, once for a worker: reading fonts is the slow part."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    fonts = {url: (folder / name).read_bytes() for url, name in FONTS.items()}
    sheet = CSS(string=css, font_config=configuration, url_fetcher=fetcher(fonts))
    atexit.register(_styles.cache_clear)  # its own clean-up needs modules that are gone later
    return sheet, configuration


@contextmanager
def _missing_signs() -> Iterator[set[str]]:
    """Collects the signs that WeasyPrint says no font has."""
    found: set[str] = set()

    class Hear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.update(re.findall(r'fonts: "(.+?)" \(U\+', record.getMessage()))

    handler, logger = Hear(), logging.getLogger(LOGGED)
    before = logger.level, logger.propagate
    logger.setLevel(logging.WARNING)
    logger.propagate = False  # a sign of a name belongs in no log
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Refuse what takes longer. Only a process's main thread can be interrupted: a worker's is."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Refused("The print took too long and was stopped. Print it in parts.")

    before = signal.signal(signal.SIGALRM, stop)
    # Again and again: what is raised while C calls back into Python is lost.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
