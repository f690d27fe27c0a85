"""What a browser says is wrong with a page."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Response

SERVER_FAULT = 500


class Complaints:
    """Collects errors of scripts, content refused by the policy, missing files, server faults."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def listen_to(self, context: BrowserContext) -> None:
        """Hear every page of this browser, those it opens later too."""
        context.on("console", self._said)
        context.on("weberror", lambda error: self.heard.append(f"script error: {error.error}"))
        context.on("response", self._answered)

    def expect(self, pattern: str) -> None:
        """Forget what matches so far; fails when nothing does: the test meant to provoke it."""
        kept = [line for line in self.heard if not re.search(pattern, line)]
        assert len(kept) < len(self.heard), f"No complaint about {pattern!r} in {self.heard}"
        self.heard[:] = kept

    def refuse_any(self) -> None:
        """Fail with everything that was heard."""
        assert not self.heard, "The browser complained:\n  " + "\n  ".join(self.heard)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            where = message.location.get("url", "")
            self.heard.append(f"{message.type}: {message.text} ({where})")

    def _answered(self, response: Response) -> None:
        if response.status >= SERVER_FAULT:
            self.heard.append(f"server: {response.status} at {response.url}")
