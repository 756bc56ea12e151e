"""The page of preferences as a form: a table of groups by channels, quiet hours, the digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField

from accounts.models import Person
from accounts.page_forms import PageForm
from accounts.week_form import DAY_NAMES
from boards.models import Attention
from boards.quiet import attention_of
from boards.wishes import GROUPS, Wishes

WINDOWS = {0: "Nothing: one mail each, at once", 10: "10 minutes", 30: "30 minutes", 60: "An hour", 240: "4 hours"}

COLLECTED = (
    "Mentions and decisions that are due come at once, together with what waits. What you have read meanwhile is "
    "left out."
)


class MatrixRow(NamedTuple):
    """One group: its label and a box for each channel it has."""

    label: str
    inbox: BoundField | None
    mail: BoundField


def clock(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class PreferencesForm(PageForm):
    quiet_from = clock("Quiet from")
    quiet_to = clock("Until")
    working_days_only = forms.BooleanField(label="No mail on days I do not work", required=False)
    window_minutes = forms.TypedChoiceField(
        label="Collect mails for", coerce=int, choices=list(WINDOWS.items()), help_text=COLLECTED
    )
    digest = forms.ChoiceField(label="How often", choices=Attention.Digest.choices)
    digest_at = clock("At")
    digest_weekday = forms.TypedChoiceField(
        label="Weekly on", coerce=int, choices=list(enumerate(DAY_NAMES.values()))
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        attention, matrix = attention_of(person), Wishes([person.pk]).matrix(person.pk)
        cells = {f"{group}-{channel}": on for group, row in matrix.items() for channel, on in row.items()}
        shown = {name: getattr(attention, name) for name in self.base_fields}
        super().__init__(*args, initial={**shown, **cells}, **kwargs)
        for name in cells:
            group, _, channel = name.partition("-")
            widget = forms.CheckboxInput(attrs={"aria-label": f"{GROUPS[group].label}: {channel}"})
            self.fields[name] = forms.BooleanField(required=False, label=GROUPS[group].label, widget=widget)

    def rows(self) -> Iterator[MatrixRow]:
        for key, group in GROUPS.items():
            inbox = self[f"{key}-inbox"] if group.inbox is not None else None
            yield MatrixRow(group.label, inbox, self[f"{key}-mail"])

    def matrix(self) -> dict[str, dict[str, bool]]:
        """The table as it was sent."""
        typed = self.cleaned_data
        return {
            key: {str(channel): typed[f"{key}-{channel}"] for channel in group.channels}
            for key, group in GROUPS.items()
        }

    def attention(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.base_fields}
