"""The page of preferences as a form: a table of groups by channels, quiet hours, the digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as noop

from accounts.models import Person
from accounts.page_forms import PageForm
from accounts.week_form import DAY_NAMES
from boards.models import Attention
from boards.quiet import attention_of
from boards.wishes import GROUPS, Wishes

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WINDOWS = {
    0: gettext_lazy("Nothing: one mail each, at once"),
    10: gettext_lazy("10 minutes"),
    30: gettext_lazy("30 minutes"),
    60: gettext_lazy("An hour"),
    240: gettext_lazy("4 hours"),
}
CHANNELS = {"inbox": noop("inbox"), "mail": noop("mail")}

COLLECTED = gettext_lazy(
    "Mentions and decisions that are due come at once, together with what waits. What you have read meanwhile is "
    "left out."
)


class MatrixRow(NamedTuple):
    """One group: its label and a box for each channel it has."""

    label: str
    inbox: BoundField | None
    mail: BoundField


def clock(label: StrPromise) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class PreferencesForm(PageForm):
    quiet_from = clock(gettext_lazy("Quiet from"))
    quiet_to = clock(gettext_lazy("Until"))
    working_days_only = forms.BooleanField(label=gettext_lazy("No mail on days I do not work"), required=False)
    window_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Collect mails for"), coerce=int, choices=list(WINDOWS.items()), help_text=COLLECTED
    )
    digest = forms.ChoiceField(label=gettext_lazy("How often"), choices=Attention.Digest.choices)
    digest_at = clock(gettext_lazy("At"))
    digest_weekday = forms.TypedChoiceField(
        label=gettext_lazy("Weekly on"), coerce=int, choices=list(enumerate(DAY_NAMES.values()))
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        attention, matrix = attention_of(person), Wishes([person.pk]).matrix(person.pk)
        cells = {f"{group}-{channel}": on for group, row in matrix.items() for channel, on in row.items()}
        shown = {name: getattr(attention, name) for name in self.base_fields}
        super().__init__(*args, initial={**shown, **cells}, **kwargs)
        for name in cells:
            group, _, channel = name.partition("-")
            label = gettext(GROUPS[group].label)
            widget = forms.CheckboxInput(attrs={"aria-label": f"{label}: {gettext(CHANNELS[channel])}"})
            self.fields[name] = forms.BooleanField(required=False, label=label, widget=widget)

    def rows(self) -> Iterator[MatrixRow]:
        for key, group in GROUPS.items():
            inbox = self[f"{key}-inbox"] if group.inbox is not None else None
            yield MatrixRow(gettext(group.label), inbox, self[f"{key}-mail"])

    def matrix(self) -> dict[str, dict[str, bool]]:
        """The table as it was sent."""
        typed = self.cleaned_data
        return {
            key: {str(channel): typed[f"{key}-{channel}"] for channel in group.channels}
            for key, group in GROUPS.items()
        }

    def attention(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.base_fields}
