"""Forms of documents, agencies and advice."""

from typing import Any

from django import forms

from accounts.models import Membership
from accounts.permissions import Permission
from common.dates import today
from common.errors import Refused
from pupils.actions import Advised, Involved, Paper
from pupils.forms.base import DayField
from pupils.models import Advice, AgencyInvolvement, Document, Pupil
from schools.uploads import ALLOWED, ENDINGS, LARGEST_BYTES, CheckedFile, check_upload, title_from

LONGEST = 5000
MOST_FILES = 10
LONGEST_LINE = 500
INVOLVED = tuple(Involved.__dataclass_fields__)


class FilesInput(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, each checked by what is in it; gives (title, checked file) of each."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = (data if isinstance(data, list | tuple) else [data]) or [None]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Add at most {MOST_FILES} files at a time.")
        found, wrong = [], []
        for file in files:
            upload = super().clean(file, initial)
            title = title_from(upload.name)
            try:
                found.append((title, check_upload(upload)))
            except Refused as refusal:
                wrong.append(f"{title}: {refusal}")
        if wrong:
            raise forms.ValidationError(wrong)
        return found


class DocumentForm(forms.Form):
    """Files about a child: what they are, of which day, and who may read them."""

    uploads = FilesField(
        label="Files",
        max_length=None,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ENDINGS}),
        help_text=(
            f"{ALLOWED}; up to {LARGEST_BYTES // 1024 // 1024} MB each. "
            "Pictures lose the place and time they were taken."
        ),
        error_messages={"required": "Choose a file."},
    )
    title = forms.CharField(
        label="What it is called",
        max_length=120,
        required=False,
        help_text="Left empty, the name of the file. Of several files each keeps its own.",
    )
    kind = forms.ChoiceField(label="What it is", choices=Document.Kind.choices)
    on = DayField(label="Of the day", past=True, help_text="The day written on it.")
    openness = forms.ChoiceField(
        label="Who may read it",
        choices=Document.Openness.choices,
        widget=forms.RadioSelect,
        initial=Document.Openness.OPEN.value,
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today()
        if not by.can(Permission.RESTRICT_CONCERNS):
            del self.fields["openness"]

    def papers(self) -> list[Paper]:
        """The documents to keep; after validation."""
        given = self.cleaned_data
        files: list[tuple[str, CheckedFile]] = given["uploads"]
        typed = given["title"] if len(files) == 1 else ""
        openness = given.get("openness", Document.Openness.OPEN.value)
        return [
            Paper(given["kind"], typed or title, given["on"], file, openness)
            for title, file in files
        ]


class DocumentOpennessForm(forms.Form):
    """Who may read a document, beside whoever added it."""

    openness = forms.ChoiceField(
        label="Who may read it",
        choices=Document.Openness.choices,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AgencyForm(forms.Form):
    """An agency's part in a child's support."""

    agency = forms.CharField(
        label="Which agency",
        max_length=120,
        widget=forms.TextInput(attrs={"list": "agencies", "autocomplete": "off"}),
        help_text="Such as Speech and Language Therapy. Choose one of the school's, or type it.",
    )
    person = forms.CharField(label="Who", max_length=120, required=False)
    secured = forms.ChoiceField(
        label="How it comes in",
        choices=AgencyInvolvement.Secured.choices,
        widget=forms.RadioSelect,
        initial=AgencyInvolvement.Secured.OUTSIDE.value,
    )
    why = forms.CharField(
        label="What for",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    referred_on = DayField(label="Referred on", past=True, required=False)
    consent_by = forms.CharField(label="Consent given by", max_length=120, required=False)
    consent_on = DayField(label="Consent given on", past=True, required=False)
    seen_on = DayField(label="First saw the child on", past=True, required=False)
    ended_on = DayField(label="Ended on", past=True, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Consent has a giver and a day."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("consent_by") and not given.get("consent_on"):
            self.add_error("consent_on", "Say when consent was given.")
        if given.get("consent_on") and not given.get("consent_by"):
            self.add_error("consent_by", "Say who gave consent.")
        return given

    def involved(self) -> Involved:
        """What is known of the agency's part; after validation."""
        return Involved(**{name: self.cleaned_data[name] for name in INVOLVED})


def agency_values(row: AgencyInvolvement | None) -> dict[str, Any]:
    """What the form begins with."""
    if row is None:
        return {"version": 0}
    return {name: getattr(row, name) for name in INVOLVED} | {"version": row.version}


class AdviceForm(forms.Form):
    """What an agency advised, where it stands, and what it recommends."""

    on = DayField(label="Given on", past=True)
    words = forms.CharField(
        label="In short",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    recommendations = forms.CharField(
        label="Recommendations",
        required=False,
        max_length=4 * LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One a line. Each can become a strategy in a plan, with this advice as source.",
    )
    document = forms.ModelChoiceField(
        label="The document it stands in",
        queryset=Document.objects.none(),
        required=False,
        empty_label="None, or not added yet",
    )
    page = forms.CharField(label="Page", max_length=20, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pupil: Pupil, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Document.objects.visible_to(by).standing().filter(pupil=pupil, is_issued=False)
        document: Any = self.fields["document"]
        document.queryset = rows.order_by("-on", "-pk")
        document.label_from_instance = lambda row: f"{row.title}, {row.on:%d.%m.%Y}"

    def clean_recommendations(self) -> list[str]:
        """The lines that say something, each once."""
        lines = [
            " ".join(line.split()) for line in self.cleaned_data["recommendations"].splitlines()
        ]
        if any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(f"Keep each line within {LONGEST_LINE} characters.")
        return [line for line in dict.fromkeys(lines) if line]

    def advised(self) -> Advised:
        """What was advised; after validation."""
        given = self.cleaned_data
        return Advised(**{name: given[name] for name in Advised.__dataclass_fields__})


def advice_values(row: Advice | None, recommendations: list[str]) -> dict[str, Any]:
    """What the form begins with."""
    if row is None:
        return {"version": 0, "on": today()}
    return {
        "on": row.on,
        "words": row.words,
        "recommendations": "\n".join(recommendations),
        "document": row.document_id,
        "page": row.page,
        "version": row.version,
    }
