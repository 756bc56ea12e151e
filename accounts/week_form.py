"""The editor of a working calendar: a time zone, and two spans a weekday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from accounts.calendar_spec import WEEKDAYS
from accounts.forms import zone_choices
from accounts.page_forms import PageForm
from accounts.working_time import DEFAULT_SPEC, CalendarError, WorkingCalendar

DAY_NAMES = dict(
    zip(
        WEEKDAYS,
        (
            gettext_lazy("Monday"),
            gettext_lazy("Tuesday"),
            gettext_lazy("Wednesday"),
            gettext_lazy("Thursday"),
            gettext_lazy("Friday"),
            gettext_lazy("Saturday"),
            gettext_lazy("Sunday"),
        ),
        strict=True,
    )
)
ENDS = ("from", "to")
SPANS = (1, 2)
PLACES = {
    (1, "from"): noop("%(day)s, first span from"),
    (1, "to"): noop("%(day)s, first span to"),
    (2, "from"): noop("%(day)s, second span from"),
    (2, "to"): noop("%(day)s, second span to"),
}


class DayRow(NamedTuple):
    """One weekday of the editor: its name and its four times."""

    name: str
    short: str
    times: list[BoundField]
    error: str


class WeekForm(PageForm):
    """Working hours. `spec` is the calendar they make."""

    tz = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices)

    def __init__(self, *args: Any, spec: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.start = spec or DEFAULT_SPEC
        self.spec: dict[str, Any] = {}
        super().__init__(*args, initial=self.initial_of(self.start), **kwargs)
        self.fields.update(_times())

    def initial_of(self, spec: dict[str, Any]) -> dict[str, Any]:
        """The times as the fields show them."""
        initial = {"tz": spec["tz"]}
        for day in WEEKDAYS:
            for span, times in zip(SPANS, spec["week"].get(day, []), strict=False):
                initial |= {f"{day}_{span}_{end}": text for end, text in zip(ENDS, times, strict=True)}
        return initial

    def days(self) -> Iterator[DayRow]:
        for day in WEEKDAYS:
            times = [self[f"{day}_{span}_{end}"] for span in SPANS for end in ENDS]
            errors = [str(message) for field in times for message in field.errors]
            yield DayRow(str(DAY_NAMES[day]), day, times, " ".join(dict.fromkeys(errors)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for day in WEEKDAYS:
            self._check_pairs(day, data)
        if not self.errors:
            self._read(self.entered(data))
        return data

    def entered(self, data: dict[str, Any]) -> dict[str, Any]:
        """The calendar as it was typed; what this editor does not show (dates, a third span) stays."""
        week = {day: _spans(day, data) + self.start["week"].get(day, [])[len(SPANS) :] for day in WEEKDAYS}
        return {**self.start, "tz": data["tz"], "week": week}

    def _check_pairs(self, day: str, data: dict[str, Any]) -> None:
        for span in SPANS:
            begins, ends = (data.get(f"{day}_{span}_{end}", "") for end in ENDS)
            if bool(begins) != bool(ends):
                missing = "to" if begins else "from"
                self.add_error(f"{day}_{span}_{missing}", _("A span needs a start and an end."))

    def _read(self, spec: dict[str, Any]) -> None:
        try:
            self.spec = WorkingCalendar.parse(spec).as_spec()
        except CalendarError as error:
            self.add_error(self.field_at(error.field), error.sentence)

    def field_at(self, path: str) -> str | None:
        """The field that a mistake in the calendar is about: `week.mon` is Monday's first time."""
        day = path.removeprefix("week.")
        name = f"{day}_1_from" if day in WEEKDAYS else re.split(r"[.\[]", path)[0]
        return name if name in self.fields else None


class HoursForm(WeekForm):
    """A person's own time zone, and their hours when these differ from the board's."""

    own = forms.BooleanField(label=gettext_lazy("My working hours differ from the board's"), required=False)

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["tz"] = zone or self.initial["tz"]

    def initial_of(self, spec: dict[str, Any]) -> dict[str, Any]:
        return {**super().initial_of(spec), "own": spec is not DEFAULT_SPEC}

    def clean(self) -> dict[str, Any]:
        """Hours that are not one's own are not looked at."""
        if self.cleaned_data.get("own"):
            return super().clean()
        for name in set(self.errors) - {"tz", "own"}:
            del self.errors[name]
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        hours = self.spec if self.cleaned_data["own"] else None
        return {"time_zone": self.cleaned_data["tz"], "working_hours": hours}


def _times() -> dict[str, forms.Field]:
    return {
        f"{day}_{span}_{end}": _time_field(_(PLACES[span, end]) % {"day": DAY_NAMES[day]})
        for day in WEEKDAYS
        for span in SPANS
        for end in ENDS
    }


def _time_field(label: str) -> forms.CharField:
    attrs = {
        "aria-label": label,
        "class": "input time",
        "inputmode": "numeric",
        "placeholder": "--:--",
        "autocomplete": "off",
    }
    return TimeText(label=label, required=False, max_length=5, widget=forms.TextInput(attrs=attrs))


class TimeText(forms.CharField):
    """A time of day, written 9, 9:30, 0930 or 09:30; up to 24:00."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value).replace(".", ":").replace("h", ":")
        if text.isdecimal():
            text = f"{text}:00" if len(text) <= 2 else f"{text[:-2]}:{text[-2:]}"
        return text.zfill(5) if text else ""


def _spans(day: str, data: dict[str, Any]) -> list[list[str]]:
    spans = [[data[f"{day}_{span}_{end}"] for end in ENDS] for span in SPANS]
    return [span for span in spans if all(span)]
