"""The form of somebody's last day: until when, and who goes on with what they hold."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from accounts.forms import DayField
from accounts.models import Membership
from accounts.staff import last_day, roles_in_words, what_of, when_of
from common.dates import today
from pupils.handover import INVITATIONS, Held

NOBODY = "nobody"
ALL = "everything"


class LeavingForm(forms.Form):
    """A last day, one person for everything, and for each thing another where that is better."""

    last_day = DayField(
        label="Their last day here",
        help_text="They may sign in until that day is over. To end it at once, choose yesterday.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        person: Membership,
        held: Held,
        takers: Sequence[Membership],
        by: Membership,
    ) -> None:
        super().__init__(data, initial={"last_day": last_day(person.ends_on) or today()})
        self.takers = {str(row.pk): row for row in takers}
        staff = [(str(row.pk), f"{row.user.name}, {roles_in_words(row.roles)}") for row in takers]
        things = dict(_things(held))
        if things:
            self.fields[ALL] = forms.ChoiceField(
                label="Who takes over",
                choices=[("", "Nobody yet"), *staff],
                required=False,
                help_text="Everything below, from the day after; another choice there goes first.",
            )
        for key, label in things.items():
            self.fields[key] = forms.ChoiceField(
                label=label,
                choices=[("", "As chosen for all"), (NOBODY, "Nobody yet"), *staff],
                required=False,
            )
        if held.invitations:
            names = ", ".join(row.name for row in held.invitations)
            self.fields[INVITATIONS] = forms.ChoiceField(
                label=f"Invitations they sent ({names})",
                choices=[(str(by.pk), "Stand in my name"), (NOBODY, "Are withdrawn")],
            )
            self.takers[str(by.pk)] = by

    def to(self) -> dict[str, Membership]:
        """Who takes what over, as `hand_over` asks for it."""
        for_all = self.cleaned_data.get(ALL, "")
        found = {
            key: self.cleaned_data[key] or for_all
            for key in self.fields
            if key not in {"last_day", ALL}
        }
        return {key: self.takers[pk] for key, pk in found.items() if pk and pk != NOBODY}


def _things(held: Held) -> Iterable[tuple[str, str]]:
    day = today()
    for row in held.classes:
        ahead = f", {when_of(row, day).lower()}" if row.starts_on > day else ""
        yield f"class-{row.pk}", f"{what_of(row)} ({row.get_kind_display()}{ahead})"
    for link in held.links:
        yield f"link-{link.pk}", f"{link.pupil.name} ({link.get_kind_display()})"


def consequences(held: Held, *, sees_links: bool) -> list[str]:
    """What else ending somebody's time does, in sentences."""
    found = [
        "From the day after they see nothing of this school.",
        "If they work in no other school, every browser of theirs is signed out.",
        "What they wrote stays, with their name.",
    ]
    if held.only_ones:
        found.append(f"Nobody else is: {roles_in_words(held.only_ones)}.")
    if not sees_links:
        found.append("Their links to single children end; the SENCO or the head gives new ones.")
    if held.open_imports:
        files = "a file of pupils" if held.open_imports == 1 else f"{held.open_imports} files"
        found.append(f"They checked {files} and did not load it: Import lists it for others.")
    return found
