"""What browser tests share: counting effort, looking for barriers, signing in by the form."""

import os
import re
import time
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal import auth
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Locator, Page, ViewportSize

from accounts.models import Membership

LAPTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PASSWORD = "correct-horse-battery-staple"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()
AXE_OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}


@dataclass
class Effort:
    """Clicks or taps plus fields that must be filled, as the budgets of screens.md count them.

    Every step of a job goes through this, from the person's own home page on.
    """

    page: Page
    steps: list[str] = field(default_factory=list)

    def click(self, target: Locator) -> None:
        """One click, or one tap where there is a touch screen."""
        self.steps.append(f"click {_name(target)}")
        target.click()

    def fill(self, target: Locator, words: str) -> None:
        """One field that must be filled."""
        self.steps.append(f"fill {_name(target)}")
        target.fill(words)

    def choose(self, target: Locator, label: str) -> None:
        """One choice from a list."""
        self.steps.append(f"choose {label} in {_name(target)}")
        target.select_option(label=label)

    def upload(self, target: Locator, path: str) -> None:
        """One file picked."""
        self.steps.append(f"pick {path}")
        target.set_input_files(path)

    def press(self, key: str) -> None:
        """One key: counted as a click would be."""
        self.steps.append(f"press {key}")
        self.page.keyboard.press(key)

    def at_most(self, budget: int) -> None:
        """Fail above the budget, with every step that was taken."""
        taken = "\n  ".join(self.steps)
        assert len(self.steps) <= budget, f"{len(self.steps)} steps of {budget}:\n  {taken}"


def _name(target: Locator) -> str:
    return str(target).partition("selector=")[2].strip("'>") or str(target)


def no_barriers(page: Page) -> None:
    """Axe finds nothing against WCAG 2.2 AA on this page."""
    page.wait_for_load_state("domcontentloaded")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("asked => axe.run(asked).then(found => found.violations)", AXE_OPTIONS)
    lines = [_barrier(rule) for rule in found]
    assert not lines, f"Barriers at {page.url}:\n  " + "\n  ".join(lines)


def _barrier(rule: dict[str, Any]) -> str:
    places = [f"{' '.join(node['target'])}: {node['html'][:160]}" for node in rule["nodes"]]
    return "\n      ".join([f"{rule['id']} ({rule['impact']}): {rule['help']}", *places])


def fits_its_width(page: Page) -> None:
    """Nothing makes the page scroll sideways (WCAG 1.4.10)."""
    wide, seen = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= seen, f"{page.url} is {wide} px wide in a window of {seen} px"


def looks(page: Page, name: str) -> None:
    """Keep a picture at both widths in var/screens, when asked to (SENREGISTER_SCREENS=1)."""
    if os.environ.get("SENREGISTER_SCREENS") != "1":
        return
    folder = settings.BASE_DIR / "var" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size or LAPTOP
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        page.screenshot(path=folder / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(before)


def tab_to(page: Page, target: Locator, *, within: int = 60) -> None:
    """Reach something with the Tab key alone; fails when it cannot be reached."""
    for _ in range(within):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{_name(target)} was not reached with {within} presses of Tab")


def give_password(membership: Membership) -> str:
    """Give a person a password and an authenticator app; gives the app's secret."""
    user = membership.user
    user.set_password(PASSWORD)
    user.save()
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    return secret


def code_now(secret: str) -> str:
    """What the authenticator app shows."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def sign_in_by_form(page: Page, membership: Membership, secret: str) -> None:
    """Sign in as a person does on a shared computer: address, password, code."""
    page.goto("/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(membership.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code_now(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name=re.compile("It is shared")).click()
