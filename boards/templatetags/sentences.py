"""Small words for the sentences in templates/events."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from accounts.durations import MINUTES_PER_DAY, format_duration

register = template.Library()


@register.filter
def duration(minutes: int, minutes_per_day: int | None = None) -> str:
    """2400 minutes of working time are 5d."""
    return format_duration(minutes, minutes_per_day=minutes_per_day or MINUTES_PER_DAY)


@register.filter
def listed(names: Iterable[str]) -> str:
    """due_at, title and value: the names of fields as people read them."""
    words = [name.removesuffix("_at").replace("_", " ") for name in names]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


@register.filter
def words(name: str) -> str:
    """not_tested is not tested."""
    return name.replace("_", " ")
