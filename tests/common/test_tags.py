"""The template tags every page may use."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from common.tags import chip


class Lesson(forms.Form):
    """A field, a group of radios, and a rule about both."""

    why = forms.CharField(label="Why?")
    stage = forms.ChoiceField(label="Stage", choices=[("1", "One")], widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Refuse always."""
        raise forms.ValidationError("Not both on one day.")


Lessons = forms.formset_factory(Lesson, extra=2)


def draw(template: str, **context: object) -> str:
    """The template's text, without the space between."""
    return re.sub(r"\s+", " ", Template(template).render(Context(context))).strip()


def test_a_chip_has_words_and_a_kind() -> None:
    """A chip says its words; what is no kind of chip is a mistake of ours."""
    assert chip("late", "9 days late") == '<span class="chip chip-late">9 days late</span>'
    with pytest.raises(ValueError, match="no kind"):
        chip("red", "9 days late")


def test_a_chip_escapes_its_words() -> None:
    """Words come from people: they are never markup."""
    assert "&lt;b&gt;" in chip("due", "<b>")


def test_the_summary_links_to_each_field() -> None:
    """Each mistake names its field and links to it; a group of radios by its first choice."""
    page = draw("{% error_summary form %}{{ form }}", form=Lesson({}))
    links = re.findall(r'<a href="#(\w+)">([^<]+)</a>', page)
    assert links == [
        ("id_why", "Why? This field is required."),
        ("id_stage_0", "Stage: This field is required."),
    ]
    assert all(f'id="{target}"' in page for target, _ in links)
    assert "Not both on one day." in page


def test_the_summary_takes_formsets() -> None:
    """The mistakes of every form of a formset are in the one summary."""
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-1-why": "so"}
    page = draw("{% error_summary forms %}", forms=Lessons(data))
    assert 'href="#id_form-1-stage_0"' in page


def test_no_mistakes_no_summary() -> None:
    """A form that was not sent has no summary."""
    assert draw("{% error_summary form %}", form=Lesson()) == ""


def test_dates_and_movements_are_in_words() -> None:
    """Dates as `12 March 2027` (screens.md, "Manner"); a movement has its sign."""
    day = date(2027, 3, 12)
    assert draw("{{ day|long_date }}, {{ day|short_date }}", day=day) == "12 March 2027, 12 Mar"
    assert draw("{{ none|long_date }}{{ none|short_date }}", none=None) == ""
    assert draw("{{ 3|signed }} {{ less|signed }} {{ 0|signed }}", less=-2) == "+3 −2 0"


def test_the_strip_gives_each_stage_its_tone_and_share() -> None:
    """The ladder as a picture: width by number of children, each step a link."""
    stage = {"label": "1", "name": "Concern", "movement": 2, "url": "/a", "chosen": True}
    stages = [stage | {"count": 4}, stage | {"count": 8, "movement": None, "chosen": False}]
    page = draw("{% stage_strip stages %}", stages=stages)
    assert 'class="share-23"' in page
    assert 'class="share-40"' in page
    assert 'class="step tone-0" href="/a"' in page
    assert page.count("aria-current") == 1
    assert page.count("this term") == 1
