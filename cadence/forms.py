"""What people type about iterations, increments and meetings. The rules are the actions'."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.errors import Invalid
from accounts.page_forms import PageForm
from boards.models import Board
from cadence.models import Increment, Iteration, MeetingKind, MeetingSeries
from cadence.rule import NAMES, Rule

MOST_CARDS = 300
_PERSON = re.compile(r"(?:^|\s)@([a-z0-9][a-z0-9_.-]{0,31})$")
_REF = re.compile(r"[A-Za-z][A-Za-z0-9]{1,9}-[1-9][0-9]{0,9}")
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
OFTEN = [
    ("week:1", gettext_lazy("every week")),
    ("week:2", gettext_lazy("every 2 weeks")),
    ("week:3", gettext_lazy("every 3 weeks")),
    ("week:4", gettext_lazy("every 4 weeks")),
    ("month:1", gettext_lazy("first of the month")),
    ("month:2", gettext_lazy("second of the month")),
    ("month:3", gettext_lazy("third of the month")),
    ("month:4", gettext_lazy("fourth of the month")),
    ("month:-1", gettext_lazy("last of the month")),
]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _weekdays() -> list[tuple[str, str]]:
    return [(day, _(name)) for day, name in NAMES.items()]


class GoalForm(PageForm):
    goal = forms.CharField(
        label=gettext_lazy("What should it answer?"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ItemForm(PageForm):
    card = forms.ChoiceField(label=gettext_lazy("Card"))

    def __init__(self, *args: Any, board: Board, iteration: Iteration | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = iteration.items.values_list("card", flat=True) if iteration else []
        cards = board.cards.open().filter(closed_at=None).exclude(pk__in=taken).order_by("-number")
        rows = cards.values_list("ref", "title")[:MOST_CARDS]
        choices = [("", _("Choose a card")), *((ref, f"{ref} {title}"[:80]) for ref, title in rows)]
        self.fields["card"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class IncrementForm(PageForm):
    name = forms.CharField(label=gettext_lazy("Increment"), max_length=120)
    goal = forms.CharField(label=gettext_lazy("Goal"), required=False, max_length=4000, widget=_lines(2))
    starts_on = _day(gettext_lazy("Starts on"))
    ends_on = _day(gettext_lazy("Ends on"))

    @classmethod
    def of(cls, increment: Increment) -> IncrementForm:
        first = {name: getattr(increment, name) for name in cls.base_fields}
        return cls(initial=first, auto_id=f"increment-{increment.pk}-%s")


class AchievedForm(PageForm):
    achieved = forms.CharField(label=gettext_lazy("What did it achieve?"), max_length=4000, widget=_lines(2))


class SeriesForm(PageForm):
    """When a meeting takes place, in the words people use for it."""

    kind = forms.ChoiceField(label=gettext_lazy("Meeting"), choices=MeetingKind.choices)
    often = forms.ChoiceField(label=gettext_lazy("How often"), choices=OFTEN, initial="month:1")
    weekday = forms.ChoiceField(label=gettext_lazy("Weekday"), choices=_weekdays, initial="tue")
    time = forms.TimeField(label=pgettext_lazy("time of day", "At"), widget=_CLOCK, initial="10:00")
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=5, max_value=480, initial=60)

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:  # another kind is another meeting
            del self.fields["kind"]

    @classmethod
    def of(cls, series: MeetingSeries) -> SeriesForm:
        rule = Rule.read(series.rule)
        often = f"{rule.unit}:{rule.nth or rule.every}"
        first = {"often": often, "weekday": rule.weekday, "time": series.time, "minutes": series.minutes}
        return cls(initial=first, fixed=True, auto_id=f"series-{series.pk}-%s")

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        unit, _, number = self.cleaned_data["often"].partition(":")
        count = {"nth": int(number)} if unit == "month" else {"every": int(number)}
        rule = Rule(unit=unit, weekday=self.cleaned_data["weekday"], **count)
        plain = {name: value for name, value in self.cleaned_data.items() if name in ("kind", "time", "minutes")}
        return {"rule": rule, **plain}


class MinutesForm(PageForm):
    minutes = forms.CharField(required=False, max_length=20_000, widget=_lines(5))
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


def task_of(text: str) -> dict[str, str]:
    """A line as people type it: `@ben` at its end is who does it, a card's name alone is that card."""
    person = _PERSON.search(text.strip())
    title = text.strip()[: person.start()].strip() if person else text.strip()
    card = title if _REF.fullmatch(title) else ""
    found = {"title": "" if card else title, "card": card, "assignee": person[1] if person else ""}
    return {name: value for name, value in found.items() if value}


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid.field(
            "day", _("“%(text)s” is no day. Write it as 2026-12-24.") % {"text": text[:20]}
        ) from None
