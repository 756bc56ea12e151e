"""Small words for the sentences in templates/events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.durations import MINUTES_PER_DAY, duration_in_words
from accounts.retold import retold
from boards.event_words import field, word

register = template.Library()


@register.filter
def duration(minutes: int, minutes_per_day: int | None = None) -> str:
    """2400 minutes of working time are 5d."""
    return duration_in_words(minutes, minutes_per_day=minutes_per_day or MINUTES_PER_DAY)


@register.filter
def listed(names: Iterable[str]) -> str:
    """due_at, title and value: the names of fields as people read them."""
    words = [field(name) for name in names]
    if len(words) < 2:
        return "".join(words)
    return _("%(names)s and %(last)s") % {"names": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def remarks(kept: Iterable[str]) -> str:
    """What a tracker gave to think about, in the language of who reads it."""
    return " ".join(map(retold, kept))


@register.filter
def words(name: str) -> str:
    """not_tested is not tested."""
    return word(name)


@register.filter
def begins(reminder: dict[str, Any]) -> str:
    """When a meeting begins where it is held: "Mon 16 Nov, 10:00 Europe/Vienna"."""
    local: str = reminder.get("local", "")
    at = parse_datetime(reminder.get("occurs_at", ""))
    zone = local.rpartition(" ")[2]
    if at is None or not zone:
        return local
    return f"{date_format(at.astimezone(ZoneInfo(zone)), _('D j M, H:i'))} {zone}"
