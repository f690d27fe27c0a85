"""Forms of the editor of templates."""

from typing import Any

from django import forms

from provision.models import PlanTemplate
from provision.sections import LONGEST_GUIDANCE, LONGEST_HEADING, ROWS, SectionSpec, Sort

READERS = ("for_parent", "on_ta_copy", "on_class_copy")


class TemplateForm(forms.Form):
    """What a template is called, and what it is for."""

    name = forms.CharField(label="Name", max_length=80)
    short = forms.CharField(
        label="Short name", max_length=20, required=False, help_text="Such as IEP."
    )
    note = forms.CharField(
        label="What it is for",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class TemplateSectionForm(forms.Form):
    """One section: its heading, what the writer is told, what goes in it, who reads it."""

    heading = forms.CharField(label="Heading", max_length=LONGEST_HEADING)
    guidance = forms.CharField(
        label="Guidance for who writes it",
        max_length=LONGEST_GUIDANCE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sort = forms.ChoiceField(
        label="What goes in it", choices=[(sort.value, sort.label) for sort in Sort]
    )
    for_parent = forms.BooleanField(label="The parents read it", required=False)
    on_ta_copy = forms.BooleanField(label="On the TA's copy", required=False)
    on_class_copy = forms.BooleanField(label="On the class copy", required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: SectionSpec | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_sort = section.sort if section else None
        if section:
            del self.fields["sort"]
        if section and section.sort in ROWS:
            del self.fields["on_ta_copy"]

    @property
    def said(self) -> SectionSpec:
        """The section; after validation."""
        given = self.cleaned_data
        readers = {name: given.get(name, True) for name in READERS}
        return SectionSpec(
            key="",
            heading=given["heading"].strip(),
            guidance=given["guidance"].strip(),
            sort=self.kept_sort or Sort(given["sort"]),
            **readers,
        )


def values_of_template(template: PlanTemplate) -> dict[str, Any]:
    """What the form of a template begins with."""
    names = ("name", "short", "note")
    return {name: getattr(template, name) for name in names} | {"version": opened_on(template)}


def values_of_section(template: PlanTemplate, section: SectionSpec | None) -> dict[str, Any]:
    """What the form of a section begins with; everybody reads a new one until it says otherwise."""
    if section is None:
        return dict.fromkeys(READERS, True) | {"version": opened_on(template)}
    names = ("heading", "guidance", *READERS)
    return {name: getattr(section, name) for name in names} | {"version": opened_on(template)}


def opened_on(template: PlanTemplate) -> int:
    """The version a form is opened on: 0 where the school has no row of its own yet."""
    return 0 if template._state.adding else template.version
