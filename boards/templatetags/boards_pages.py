"""What the pages of boards draw: a board in small, a preset explained, days and shares in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.durations import in_unit
from boards.forms import PRESETS, role_word
from boards.models import Lane
from boards.presets import lanes_of

register = template.Library()

WIDTH, GAP, HEIGHT, CARD, SPACE = 240, 4, 44, 5, 2
MOST_CARDS = (HEIGHT - 4) // (CARD + SPACE)


@register.simple_tag
def lane_picture(lanes: Iterable[Any]) -> SafeString:
    """The board in small: one column a lane, one line a card, as many as there is room for."""
    columns = list(lanes)
    if not columns:
        return format_html('<span class="muted">{}</span>', "No lanes yet")
    width = (WIDTH - GAP * (len(columns) - 1)) / len(columns)
    words = ", ".join(f"{lane.name} {lane.open_cards}" for lane in columns)
    drawn = format_html_join("", "{}", ((_column(lane, number, width),) for number, lane in enumerate(columns)))
    return format_html(
        '<svg class="mini" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        WIDTH, HEIGHT, words, drawn,
    )  # fmt: skip


def _column(lane: Any, number: int, width: float) -> SafeString:
    left = round(number * (width + GAP), 1)
    box = '<rect class="mini__lane" x="{}" y="0" width="{}" height="{}" rx="3"/>'
    card = '<rect class="mini__card" data-role="{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>'
    cards = format_html_join(
        "",
        card,
        (
            (lane.role, left + 3, 3 + row * (CARD + SPACE), round(width - 6, 1), CARD)
            for row in range(min(lane.open_cards, MOST_CARDS))
        ),
    )
    return format_html(box, left, round(width, 1), HEIGHT) + cards


@register.simple_tag
def preset(key: str) -> dict[str, Any]:
    """Name, lanes and use of a preset."""
    name, why = next((about for each, about in PRESETS.items() if each == key), (key, ""))
    lanes = [lane for lane in lanes_of(key) if lane.role != Lane.Role.BACKLOG]
    return {"name": name, "why": why, "lanes": lanes}


@register.simple_tag
def lane_role(lane: Lane) -> str:
    return role_word(lane.role)


@register.filter
def ago(at: datetime) -> str:
    """How long ago, as short as it can be said: 5 min, 3 h, 2 d, later the date."""
    minutes = int((timezone.now() - at).total_seconds() // 60)
    if minutes < 60:
        return in_unit(max(minutes, 0), "min")
    if minutes < 24 * 60:
        return in_unit(minutes // 60, "h")
    return in_unit(minutes // (24 * 60), "d") if minutes < 14 * 24 * 60 else date_format(at, _("j M Y"))
