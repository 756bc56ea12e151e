"""The backlog as a file for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from boards.backlog_page import Row
from boards.csv_cells import cell

HEAD = ("rank", "ref", "kind", "title", "assignees", "labels", "belief", "value", "weight", "days", "bits_per_day")


def backlog_csv(rows: Iterable[Row]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for row in rows:
        card, estimate = row.card, row.estimate
        score = None if estimate.score is None else round(estimate.score, 4)
        cells = (
            row.rank,
            card.ref,
            card.kind,
            card.title,
            " ".join(person["username"] for person in card.face["assignees"]),
            ", ".join(label["name"] for label in card.face["labels"]),
            estimate.belief,
            card.value,
            card.weight,
            estimate.days,
            score,
        )
        writer.writerow([cell(value) for value in cells])
    return text.getvalue()
