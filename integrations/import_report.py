"""The report of an import as a page shows it: figures, and what came otherwise or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.retold import retold
from boards.forms import role_word
from integrations.models import Import

ROWS_SHOWN = 100
FIGURES = {
    ("cards", "created"): noop("new cards"),
    ("cards", "updated"): noop("updated cards"),
    ("cards", "unchanged"): noop("unchanged cards"),
    ("cards", "archived"): noop("cards archived"),
    ("cards", "restored"): noop("cards back from the archive"),
    ("cards", "gone"): noop("cards no longer in the file, kept here"),
    ("cards", "trashed"): noop("cards in the trash here, left alone"),
    ("lanes", "created"): noop("new lanes"),
    ("lanes", "renamed"): noop("renamed lanes"),
    ("lanes", "moved"): noop("moved lanes"),
    ("lanes", "removed"): noop("lanes removed: archived there, empty here"),
    ("lanes", "kept"): noop("lanes kept: archived there, with cards here"),
    ("comments", "carried"): noop("comments"),
    ("comments", "known"): noop("comments that are here already"),
    ("comments", "missing"): noop("comments missing from the file"),
}


@dataclass(frozen=True)
class Line:
    """Something that came otherwise, or not at all: how often, and where for example."""

    words: str
    count: int
    examples: str


@dataclass(frozen=True)
class LaneLine:
    """What a lane was taken for; unsure where its name does not say."""

    name: str
    role: str
    is_sure: bool


@dataclass(frozen=True)
class Shown:
    figures: list[tuple[int, str]]
    lanes: list[LaneLine]
    changed: list[Line]
    left_out: list[Line]
    refused: list[dict[str, Any]]
    more_refused: int


def shown(job: Import) -> Shown | None:
    """None before there is a report."""
    if job.report is None:
        return None
    report: dict[str, Any] = job.report
    refused = [{**row, "why": retold(row["why"])} for row in report["refused"][:ROWS_SHOWN]]
    return Shown(
        figures=list(_figures(report)),
        lanes=[_lane(name, said) for name, said in report["roles"].items()],
        changed=_lines(report["changed"]),
        left_out=_lines(report["left_out"]),
        refused=refused,
        more_refused=report["refused_count"] - len(refused),
    )


def _figures(report: dict[str, Any]) -> Iterator[tuple[int, str]]:
    for (part, name), words in FIGURES.items():
        if count := report[part].get(name, 0):
            yield count, _(words)
    if report["labels"]:
        yield report["labels"], _("labels in use")


def _lane(name: str, said: str) -> LaneLine:
    role, _space, unsure = said.partition(" ")
    return LaneLine(name, role_word(role), not unsure)


def _lines(notes: dict[str, Any]) -> list[Line]:
    """The most frequent first."""
    lines = [Line(retold(what), note["count"], _examples(note)) for what, note in notes.items()]
    return sorted(lines, key=lambda line: -line.count)


def _examples(note: dict[str, Any]) -> str:
    more = ["…"] if note["count"] > len(note["examples"]) else []
    return "; ".join([*note["examples"], *more]) if note["examples"] else ""
