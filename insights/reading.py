"""Working out figures for a page or a call, and how their cells are written for people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.errors import NotFound
from boards.models import Board
from insights.figure import Column, Figure, Row, Span, build_of, names
from insights.learning.reading import read_once
from insights.wording import day, days, number

ROWS_SHOWN = 40  # under a picture; the figure's own page shows more
CARDS_SHOWN = 12
NOTHING = "\N{EN DASH}"


def figure_of(board: Board, name: str, span: Span, at: datetime) -> Figure:
    build = build_of(name)
    if build is None:
        raise NotFound
    return build(board, span, at)


def all_figures(board: Board, span: Span, at: datetime) -> list[Figure]:
    with read_once():
        return [figure_of(board, name, span, at) for name in names()]


def shown(figure: Figure, *, rows: int = ROWS_SHOWN, cards: int = CARDS_SHOWN) -> dict[str, Any]:
    """The figure as its template draws it: cells as text, and no more rows and cards than a page bears."""
    return {
        "figure": figure,
        "id": f"figure-{figure.name}",
        "rows": [_row(figure.columns, row, cards) for row in figure.rows[:rows]],
        "rest": max(len(figure.rows) - rows, 0),
        "has_cards": any(row.cards for row in figure.rows[:rows]),
    }


def _row(columns: tuple[Column, ...], row: Row, cards: int) -> dict[str, Any]:
    cells = [
        {"text": written(column, value), "right": column.is_right, "href": _href(column, value)}
        for column, value in zip(columns, row.cells, strict=True)
    ]
    return {"key": row.key, "cells": cells, "cards": row.cards[:cards], "rest": max(len(row.cards) - cards, 0)}


def _href(column: Column, value: Any) -> str:
    return reverse("card_page", args=[value]) if column.form == "card" and value else ""


def written(column: Column, value: Any) -> str:
    """A value as people read it; what is not known is a dash."""
    if value is None or value == "":
        return NOTHING
    match column.form:
        case "days":
            return days(value)
        case "percent":
            return f"{100 * value:.0f} %"
        case "number":
            return number(value, ".4g")
        case "date":
            return day(timezone.localtime(value) if isinstance(value, datetime) else value)
        case "time":
            return date_format(timezone.localtime(value), _("j M Y, H:i"))
        case "text" if isinstance(value, date):
            return day(value)
    return _(column.words[value]) if value in column.words else str(value)
