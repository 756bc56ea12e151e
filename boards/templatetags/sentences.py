"""Small words for the sentences in templates/events."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from accounts.durations import MINUTES_PER_DAY, format_duration
from boards.field_words import field_word, value_word

register = template.Library()


@register.filter
def duration(minutes: int, minutes_per_day: int | None = None) -> str:
    """2400 minutes of working time are 5d."""
    return format_duration(minutes, minutes_per_day=minutes_per_day or MINUTES_PER_DAY)


@register.filter
def listed(names: Iterable[str]) -> str:
    """due_at, title and value: the names of fields as people read them."""
    words = [field_word(name) for name in names]
    if len(words) < 2:
        return "".join(words)
    return _("%(names)s and %(last)s") % {"names": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def words(name: str) -> str:
    """not_tested is not tested."""
    return value_word(name)
