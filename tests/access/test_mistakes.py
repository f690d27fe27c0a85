"""Every form sent empty: what comes back names each mistake at its top and leads to its field.

How that looks, and where the focus is, is seen in a browser (tests/browser/test_every_page.py).
"""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

from tests.access.world import PAGES, World, address, ask

CHILD = "kept"
MISTAKEN = 422
FIELDS = {"input", "select", "textarea"}
FORM_DATA = "application/x-www-form-urlencoded"
FORMS = [
    page
    for page in PAGES
    if {"GET", "POST"} <= set(page.methods.split()) and CHILD not in page.not_of.split()
]


class Markup(HTMLParser):
    """A page's fields by id, where its summary of mistakes leads, and its last form."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.leads: list[str] = []
        self.deep = 0  # how many <div> deep inside the summary
        self.in_main = False
        self.action = ""
        self.asks = False  # whether the form has a field to fill in
        self.hidden: MultiValueDict[str, str] = MultiValueDict()
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.in_main = self.in_main or tag == "main"
        if tag in FIELDS:
            self.ids.add(given.get("id", ""))
        if self.in_main:
            self._form(tag, given)
        if "data-mistakes" in given or (self.deep and tag == "div"):
            self.deep += 1
        if self.deep and tag == "a":
            self.leads.append(given.get("href", ""))

    def _form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form" and given.get("method") == "post":
            self.action, self.asks = given.get("action", ""), False
            self.hidden = MultiValueDict()
        elif tag == "input" and given.get("type") == "hidden":
            self.hidden.appendlist(given.get("name", ""), given.get("value", ""))
        elif tag in {"input", "textarea"}:
            self.asks = True

    def handle_endtag(self, tag: str) -> None:
        if self.deep and tag == "div":
            self.deep -= 1
        if tag == "main":
            self.in_main = False


def sent_empty(world: World, path: str) -> Any:
    """The answer to a page's form in which nothing was filled in; none where there is no form."""
    client = world.client("senco")
    page = ask(client, "GET", path)
    if page.status_code != 200 or "text/html" not in page["Content-Type"]:
        return None
    form = Markup(page)
    if not form.asks:
        return None
    typed = urlencode(form.hidden, doseq=True)
    return ask(client, "POST", urljoin(path, form.action), data=typed, content_type=FORM_DATA)


@pytest.mark.budget(60)
def test_each_mistake_leads_to_its_field(world: World) -> None:
    """Where a form is refused, the summary has a link, and each link a field of the page."""
    wrong, refused = [], 0
    for row in FORMS:
        for query in row.asks:
            path = address(row, world.cast, world.things, CHILD) + query
            answer = sent_empty(world, path)
            if answer is not None and answer.status_code == MISTAKEN:
                page = Markup(answer)
                lost = [link for link in page.leads if link.removeprefix("#") not in page.ids]
                wrong += [(path, lost)] if lost or not page.leads else []
                refused += 1
    assert not wrong
    assert refused > len(FORMS) / 2
