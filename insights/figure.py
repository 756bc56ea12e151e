"""What a figure is: a question, one sentence that answers it, and a table; the picture only draws the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from boards.models import Board

# In the order of the page; a figure of another name comes after them.
ORDER = (
    "outcomes",
    "yield",
    "cfd",
    "lanes",
    "cycle-time",
    "ageing",
    "timeboxes",
    "gates",
    "calibration",
    "surprises",
    "throughput",
    "forecast",
    "loops",
    "ladder",
    "refutations",
    "overrides",
    "help",
    "freshness",
)
ENOUGH = 10  # finished cards, before a figure speaks of what is usual


@dataclass(frozen=True)
class Span:
    """What a figure looks at: from `start`, up to but without `end`."""

    start: datetime
    end: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True)
class Column:
    """`name` is the key in JSON and CSV, `label` the head on the page; `form` says how a cell is written.

    `words` say to people what the codes in the cells mean; `given` is a label that people gave, a lane's name.
    """

    name: str
    label: str
    form: Literal["text", "count", "number", "days", "percent", "date", "time", "card"] = "text"
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    given: bool = False

    @property
    def head(self) -> str:
        """The label in the language of who reads."""
        return self.label if self.given else _(self.label)

    @property
    def is_right(self) -> bool:
        return self.form in ("count", "number", "days", "percent")


@dataclass(frozen=True)
class Row:
    """One line of the table: a cell for each column, and the refs of the cards behind it.

    `key` is what a picture links to: the line with it on the figure's own page.
    """

    cells: tuple[Any, ...]
    cards: Sequence[str] = ()
    key: str = ""


@dataclass(frozen=True)
class Picture:
    """An SVG template under `templates/insights/`, and what it draws."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """`numbers` are the figures that the sentence speaks of, for JSON; `notes` say what was counted and what not.

    `lacks` is said in the frame of the picture while there is too little to draw.
    """

    name: str
    question: str
    answer: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    numbers: dict[str, Any] = field(default_factory=dict)
    picture: Picture | None = None
    lacks: str = ""


Build = Callable[[Board, Span, datetime], Figure]
_builds: dict[str, Build] = {}


def register(name: str, build: Build) -> None:
    """Offer a figure under a name that stays; `build(board, span, at)` only reads."""
    _builds[name] = build


def names() -> list[str]:
    """All figures in the order of the page."""
    return sorted(_builds, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def build_of(name: str) -> Build | None:
    return _builds.get(name)


def too_few(have: int) -> str:
    """The sentence of a frame that stays empty, or nothing when there are enough finished cards."""
    if have >= ENOUGH:
        return ""
    return _("Needs %(enough)s finished cards; you have %(have)s.") % {"enough": ENOUGH, "have": have}
