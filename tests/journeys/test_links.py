"""Nobody is led astray: every link a person sees opens, and every page has a way to it."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.access.conftest import made_world, quiet, world
from tests.access.matrix import MATRIX
from tests.access.world import World

pytestmark = pytest.mark.budget(120)
__all__ = ["made_world", "quiet", "world"]

# Reached by a button, or by a link that is there only where there is something to tell.
NO_LINK = {
    "accounts:person_sign_out": "of somebody who is signed in somewhere",
    "pupils:import_columns": "of a file with headings nobody knows",
    "pupils:import_problems": "of a file with problems",
    "pupils:own_child_answer": "of a child who may be a member of staff's own",
    "pupils:pupil_restore": "of a child who left",
    "reports:chosen_class": "a button, once children are ticked",
    "reports:chosen_letters": "a button, once children are ticked",
    "reports:chosen_move": "a button, once children are ticked",
    "reports:chosen_staff": "a button, once children are ticked",
    "reports:chosen_told": "a button, once children are ticked",
    "reports:class_meeting_edit": "of a class meeting that is planned or held",
    "reports:class_meeting_write": "of a class meeting that is planned or held",
    "reports:due_list": "of more due items than home shows",
    "reports:job_detail": "of work under way",
    "reports:leaver_list": "in September, of a year that was built",
    "reports:next_year_begin": "of a next year that nobody began",
    "reports:person_stay": "of somebody whose last day is arranged",
    "reports:pupil_find": "the find box",
    "reports:talk_add": "of a move whose letter is due",
    "stages:evidence_withdraw": "of a child of whom something asked was recorded",
    "stages:ladder_adopt": "of a school without a ladder",
}
OF_ONE_KIND = 3  # so many pages of one route with one question are opened
FINE = {200, 302}


def links_of(response: Any, here: str) -> Iterator[str]:
    """The addresses on this site that a page leads to or shows."""
    if "text/html" in response.get("Content-Type", ""):
        for found in re.findall(r'(?:href|src)="([^"#]+)', response.content.decode()):
            link = urljoin(here, unescape(found))
            parts = urlsplit(link)
            if not parts.netloc and not link.startswith("/static/") and "&" not in parts.query:
                yield link


def kind_of(link: str) -> tuple[str, ...]:
    """What a page is: its route, and which question its address asks."""
    parts = urlsplit(link)
    try:
        return resolve(parts.path).view_name, *sorted(parse_qs(parts.query))
    except Resolver404:
        return (link,)


def walked(world: World, person: str) -> dict[str, int]:
    """Every page this person comes to from home by links, and what it answered."""
    client = world.client(person)
    start = f"/s/{world.cast.school.slug}/"
    waiting, answers = deque([start]), {}
    seen: dict[tuple[str, ...], int] = {}
    while waiting:
        link = waiting.popleft()
        kind = kind_of(link)
        if link in answers or seen.get(kind, 0) >= OF_ONE_KIND:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        response = client.get(link)
        answers[link] = response.status_code
        waiting.extend(links_of(response, link))
    return answers


@pytest.fixture(scope="module")
def walks() -> dict[str, dict[str, int]]:
    """What each person came to: a walk is long, so it is made once."""
    return {}


def walk_of(world: World, person: str, walks: dict[str, dict[str, int]]) -> dict[str, int]:
    """A person's walk, made if this file has not made it yet."""
    if person not in walks:
        walks[person] = walked(world, person)
    return walks[person]


@pytest.mark.parametrize(
    "person", ["senco", "head", "teacher_4b", "year_leader", "ta", "dsl", "office"]
)
def test_every_link_opens(world: World, person: str, walks: dict[str, dict[str, int]]) -> None:
    """No role is shown a way that ends in "you may not" or "not there"."""
    answers = walk_of(world, person, walks)
    assert len(answers) > 5
    assert not {link: status for link, status in answers.items() if status not in FINE}


def test_every_page_has_a_way_to_it(world: World, walks: dict[str, dict[str, int]]) -> None:
    """From home, by links alone, the SENCO comes to every page of the access matrix."""
    reached = {kind_of(link)[0] for link in walk_of(world, "senco", walks)}
    pages = {page.route for may in MATRIX for page in may.pages if "GET" in page.methods.split()}
    assert not (missing := pages - reached - set(NO_LINK)), sorted(missing)
