"""The editor of a board's working calendar: the week, days off, and days with hours of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.calendar_spec import CalendarError, read_day
from accounts.week_form import WeekForm


class CalendarForm(WeekForm):
    """The hours of a board, with the dates that differ."""

    days_off = forms.CharField(
        label=gettext_lazy("Days off"),
        required=False,
        help_text=gettext_lazy("One date a line, such as 2026-12-25."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    special_days = forms.CharField(
        label=gettext_lazy("Days with hours of their own"),
        required=False,
        help_text=gettext_lazy("One a line: the date, then its hours, such as 2026-12-24 09:00-12:00."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def initial_of(self, spec: dict[str, Any]) -> dict[str, Any]:
        special = [
            f"{day} " + ", ".join("-".join(span) for span in hours) for day, hours in spec["special_days"].items()
        ]
        dates = {"days_off": "\n".join(spec["days_off"]), "special_days": "\n".join(special)}
        return {**super().initial_of(spec), **dates}

    def entered(self, data: dict[str, Any]) -> dict[str, Any]:
        special = dict(map(_special_day, data["special_days"].splitlines())) if data["special_days"] else {}
        return {**super().entered(data), "days_off": data["days_off"].split(), "special_days": special}

    def clean_special_days(self) -> str:
        """Each line is read here once, so that a mistake stands beside the field."""
        text: str = self.cleaned_data["special_days"]
        for line in filter(str.strip, text.splitlines()):
            day, hours = _special_day(line)
            try:
                read_day(day, hours)
            except CalendarError as error:
                raise forms.ValidationError(f"{day}: {error.sentence}") from error
        return "\n".join(filter(str.strip, text.splitlines()))


def _special_day(line: str) -> tuple[str, list[list[str]]]:
    day, _, hours = line.strip().partition(" ")
    return day, [[time.strip() for time in span.split("-")] for span in hours.split(",") if span.strip()]
