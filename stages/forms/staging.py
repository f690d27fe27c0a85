"""Going live with a list: how children are placed, the rules, each child's line, the yes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.forms import DayField
from common.dates import long_date, today
from common.tabular import Limits
from stages.models import Stage, StagingDraft
from stages.staging.plan import Line
from stages.staging.rules import Rules, Since
from stages.staging.sheet import MOST_WORDS
from stages.staging.values import Value

How = StagingDraft.How
NOBODY = "nobody"
LEAVE, OUT = "_leave", "_out"  # no key of a stage begins so
MOST_BYTES = Limits().size
FILES = ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StartForm(forms.Form):
    """How children on the school's list come to their stages."""

    how = forms.ChoiceField(
        label="How are the children placed?", widget=forms.RadioSelect, initial=How.STATUS.value
    )
    file = forms.FileField(
        label="Spreadsheet",
        required=False,
        help_text="For placing by a column: .xlsx or .csv with the UPN, or names and date of birth,"
        " and a column that says the stage.",
        error_messages={"empty": "This file is empty."},
        widget=forms.ClearableFileInput(attrs={"accept": FILES}),
    )

    def __init__(self, *args: Any, may_start_empty: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["how"]
        assert isinstance(field, forms.ChoiceField)
        nobody = [(NOBODY, "Nobody yet: children come onto the ladder one by one")]
        field.choices = [*How.choices, *(nobody if may_start_empty else [])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == How.COLUMN and not self.errors:
            upload = cleaned.get("file")
            if not upload:
                self.add_error("file", "Choose the spreadsheet.")
            elif upload.size > MOST_BYTES:
                self.add_error("file", f"The limit is {MOST_BYTES // 1024 // 1024} MB.")
        return cleaned


class RulesForm(forms.Form):
    """Which value leads to which stage, and since when."""

    since = forms.ChoiceField(label="Since when?", widget=forms.RadioSelect)
    day = DayField(label="Day")

    def __init__(
        self,
        *args: Any,
        how: str,
        values: Sequence[Value],
        stages: Sequence[Stage],
        column: str = "",
        headings: Sequence[str] = (),
        plans: str = "",
        kept: Mapping[str, Any] | None = None,
        day: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.fields["day"].initial = kept or {}, day
        self.how, self.column = how, column
        self.useless = ""
        if len(values) > MOST_WORDS:
            self.useless = f"“{column}” says {len(values)} different things: choose another column."
            values = []
        self.values = {f"stage_{number}": value for number, value in enumerate(values)}
        by_column = how == How.COLUMN
        offered = [(stage.key, stage.title) for stage in stages]
        for name, value in self.values.items():
            self.fields[name] = _stage_field(value, offered, by_column)
            if self.kept.get("column", column) == column and self.kept:
                none = OUT if by_column else LEAVE
                self.fields[name].initial = self.kept["stages"].get(value.key, none)
        if by_column:
            heads = [("", "None"), *((head, head) for head in headings if head)]
            self.fields["since_column"] = forms.ChoiceField(
                label="Column with the day", choices=heads, required=False
            )
        elif how in (How.NEED, How.YEAR):
            self._add_plans(offered, plans)
        self._order(by_column)
        for name in ("since", "day", "since_column", "plan_stage", "with_none"):
            if name in self.fields and name in self.kept:
                kept_as = self.kept[name]
                self.fields[name].initial = kept_as or (LEAVE if name == "plan_stage" else kept_as)

    def _add_plans(self, offered: list[tuple[str, str]], plans: str) -> None:
        self.fields["plan_stage"] = forms.ChoiceField(
            label="Children with an EHC plan (E)",
            choices=[(LEAVE, "As the others"), *offered],
            initial=plans or LEAVE,
        )
        self.fields["with_none"] = forms.BooleanField(
            label="Also children without SEN status (N)", required=False
        )

    def _order(self, by_column: bool) -> None:
        since = self.fields["since"]
        assert isinstance(since, forms.ChoiceField)
        choices = [
            (
                Since.STATUS.value,
                "The day their SEN status began; the day below where none is known",
            ),
            (Since.DAY.value, "The day below, for all"),
        ]
        if by_column:
            choices.insert(0, (Since.COLUMN.value, "A column of the file; else the day below"))
        since.choices = choices
        since.initial = Since.STATUS.value
        last = ["since", "since_column", "day"]
        self.order_fields([name for name in self.fields if name not in last] + last)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > today():
            raise forms.ValidationError(f"{long_date(day)} is in the future.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.how == How.COLUMN and not self.values:
            self.add_error(None, self.useless or "Choose the column that says the stage.")
        if cleaned.get("since") == Since.COLUMN and not cleaned.get("since_column"):
            self.add_error("since_column", "Choose the column with the day.")
        return cleaned

    def rules(self) -> Rules:
        """What was said, after validation."""
        found = self.cleaned_data
        plans = found.get("plan_stage", LEAVE)
        chosen = {value.key: found[name] for name, value in self.values.items()}
        return Rules(
            how=self.how,
            stages={key: stage for key, stage in chosen.items() if stage not in (LEAVE, OUT)},
            since=Since(found["since"]),
            day=found["day"],
            plan_stage="" if plans == LEAVE else plans,
            with_none=found.get("with_none", False),
            column=self.column,
            since_column=found.get("since_column", ""),
        )


def _stage_field(
    value: Value, offered: list[tuple[str, str]], by_column: bool
) -> forms.ChoiceField:
    """Words of a file must be said something about; any other value may be left as it is."""
    none = (
        [("", "Choose"), (OUT, "Leave them out")] if by_column else [(LEAVE, "Leave as they are")]
    )
    children = "child" if value.children == 1 else "children"
    return forms.ChoiceField(
        label=f"{value.label}: {value.children} {children}",
        choices=[*none, *offered],
        initial=value.guess or ("" if by_column else LEAVE),
        error_messages={"required": "Choose a stage, or leave them out."},
    )


class LineForm(forms.Form):
    """One child's line in the review: the stage (none: left out) and since when."""

    stage = forms.ChoiceField(required=False)
    since = DayField(required=False)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, line: Line, stages: Sequence[Stage]) -> None:
        key = line.stage.key if line.stage else ""
        initial = {"stage": key, "since": line.since, "was": line.token}
        super().__init__(data, prefix=f"c{line.child.pk}", initial=initial)
        self.line, name = line, line.child.pupil.name
        stage, since = self.fields["stage"], self.fields["since"]
        assert isinstance(stage, forms.ChoiceField)
        stage.choices = [("", "Not placed"), *((each.key, each.title) for each in stages)]
        stage.label, since.label = f"Stage of {name}", f"Since when, {name}"
        self._dress()

    def _dress(self) -> None:
        """The look of the fields, which stand in a table without labels of their own."""
        for name, look in (("stage", "form-select"), ("since", "form-control")):
            bad = " is-invalid" if name in self.errors else ""
            field = self.fields[name]
            field.widget.attrs |= {"class": f"{look}{bad}", "aria-label": str(field.label)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("stage") and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", "Say since when.")
        return cleaned

    @property
    def token(self) -> str:
        """The line as typed, as `Line.token` has it; after validation."""
        since = self.cleaned_data["since"] or self.line.since
        return f"{self.cleaned_data['stage']}|{since.isoformat()}"

    @property
    def is_changed(self) -> bool:
        """Whether something else was chosen than what holds now."""
        return self.token != self.line.token

    @property
    def clashes(self) -> bool:
        """Whether somebody else changed this line since the page was opened."""
        return self.is_changed and self.cleaned_data["was"] != self.line.token


class ConfirmForm(forms.Form):
    """Yes to exactly the plan that was shown, and the day the school is live from."""

    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    on = DayField(label="Live from", help_text="Nothing is overdue before this day.")
