"""A figure as JSON and as a table for a spreadsheet."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import StringIO
from typing import Any

from boards.csv_cells import cell
from insights.figure import Figure, Span


def figure_as_dict(figure: Figure, board_key: str, span: Span) -> dict[str, Any]:
    names = [column.name for column in figure.columns]
    return {
        "name": figure.name,
        "board": board_key,
        "from": span.start,
        "to": span.end,
        "question": figure.question,
        "answer": figure.lacks or figure.answer,
        "numbers": figure.numbers,
        "columns": [{"name": each.name, "label": each.label, "form": each.form} for each in figure.columns],
        "rows": [{**dict(zip(names, row.cells, strict=True)), "cards": list(row.cards)} for row in figure.rows],
        "notes": list(figure.notes),
    }


def figure_as_csv(figure: Figure) -> str:
    """The table with its cards in the last column; no text in it is taken for a formula."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([*(column.name for column in figure.columns), "cards"])
    for row in figure.rows:
        writer.writerow([cell(_plain(value)) for value in (*row.cells, " ".join(row.cards))])
    return text.getvalue()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
