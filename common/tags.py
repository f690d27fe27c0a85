"""Template tags every page may use; registered as builtins in the settings, so never loaded."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any, NamedTuple

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common import dates, figures
from common.tones import strip_widths, tone_indexes

register = template.Library()

CHIPS = frozenset({"done", "due", "late", "info", "off"})


CHOSEN = mark_safe(' aria-current="true"')


class Mistake(NamedTuple):
    """One line of an error summary: what is wrong, and the id of the field that can mend it."""

    words: str
    target: str


@register.filter
def long_date(day: date | None) -> str:
    """`12 March 2027`; nothing for no date."""
    return dates.long_date(day) if day else ""


@register.filter
def short_date(day: date | None) -> str:
    """`12 Mar`; nothing for no date."""
    return dates.short_date(day) if day else ""


@register.filter
def figure(value: Decimal | None) -> str:
    """`11`, `4.5`; nothing for none."""
    return figures.figure(value)


@register.filter
def at(found: Mapping[str, Sequence[Any]], place: str) -> Sequence[Any]:
    """What stands at a place; nothing where nothing does."""
    return found.get(place, ())


@register.filter
def signed(number: int) -> str:
    """A movement with its sign: `+3`, `−2`, `0`."""
    return f"{number:+d}".replace("-", "−") if number else "0"


@register.filter
def as_json(data: object) -> str:
    """Data for a script of ours to read from an attribute; escaped as every value is."""
    return json.dumps(data, cls=DjangoJSONEncoder)


class Captured(template.Node):
    """What lies between the tags, rendered once and kept under a name."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = mark_safe(" ".join(self.nodelist.render(context).split()))  # noqa: S308 - rendered, so escaped
        return SafeString("")


@register.tag
def captured(parser: Any, token: Any) -> Captured:
    """Keep what is rendered up to `endcaptured` under a name, for use in several places."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return Captured(nodelist, name)


@register.simple_tag
def chip(kind: str, words: object) -> SafeString:
    """What and when, on the colour of its kind: done, due, late, info or off."""
    if kind not in CHIPS:
        raise ValueError(f"{kind!r} is no kind of chip")
    return format_html('<span class="chip chip-{}">{}</span>', kind, words)


@register.simple_tag
def stage_dot(label: object, tone: int) -> SafeString:
    """A stage's number in its circle; the stage's name belongs beside it."""
    return format_html('<span class="dot tone-{}">{}</span>', tone, label)


@register.simple_tag
def option_links(options: Sequence[tuple[str, str, bool]]) -> SafeString:
    """The choices of a filter pill as list items; the chosen one is marked.

    Joined here, not looped in the template: a school of fifty classes has a hundred of them. HTML
    asks for no end of an item, and lets an & stand that begins the next name of an address.
    """
    lines = [
        f'<li><a href="{escape(url).replace("&amp;", "&")}"{CHOSEN if chosen else ""}>'
        f"{escape(label)}</a>"
        for label, url, chosen in options
    ]
    return mark_safe("".join(lines))  # noqa: S308 - both texts are escaped


@register.simple_tag
def tick_boxes(name: str, options: Sequence[tuple[str, str, bool]]) -> SafeString:
    """Boxes of one name to tick, each with its label: (value, words, ticked)."""
    lines = [
        f'<label><input type="checkbox" name="{escape(name)}" value="{escape(value)}"'
        f"{' checked' if ticked else ''}> {escape(words)}</label>"
        for value, words, ticked in options
    ]
    return mark_safe("".join(lines))  # noqa: S308 - every text is escaped


@register.inclusion_tag("components/stage_strip.html")
def stage_strip(stages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The ladder as a picture. Each stage: label, name, count, movement, url, chosen."""
    tones = tone_indexes(len(stages))
    widths = strip_widths([stage["count"] for stage in stages])
    return {
        "steps": [
            {**stage, "tone": tone, "width": width}
            for stage, tone, width in zip(stages, tones, widths, strict=True)
        ]
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet) -> dict[str, list[Mistake]]:
    """Every mistake of the given forms and formsets, each with a link to its field."""
    return {"mistakes": [mistake for form in forms for mistake in _mistakes(form)]}


@register.inclusion_tag("components/error_summary.html")
def error_summary_of(forms: Iterable[BaseForm]) -> dict[str, list[Mistake]]:
    """The same for a list of forms, such as the rows of a table."""
    return error_summary(*forms)


def _mistakes(form: BaseForm | BaseFormSet) -> Iterable[Mistake]:
    """The mistakes of one form, field by field; of a formset, its own and then form by form."""
    if isinstance(form, BaseFormSet):
        yield from (Mistake(str(words), "") for words in form.non_form_errors())
        for inner in form.forms:
            yield from _mistakes(inner)
        return
    yield from (Mistake(str(words), "") for words in form.non_field_errors())
    for field in form:
        yield from (Mistake(_words(field, words), _target(field)) for words in field.errors)


def _words(field: BoundField, words: object) -> str:
    """A mistake that names its field: "Reason: this is needed", "Why? This is needed"."""
    label = str(field.label)
    return f"{label} {words}" if label.endswith("?") else f"{label}: {words}"


def _target(field: BoundField) -> str:
    """The id to jump to: a group of radios or boxes has none of its own, its first choice has."""
    if field.is_hidden or not field.auto_id:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"
