"""What the pictures of the learning figures are drawn from: shapes with their places, and charts made of them.

A picture is 440 wide, so that on a phone its words stay readable and its rows wide enough for a finger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from insights.figure import Picture
from insights.scale import Scale

WIDTH = 440
ROW = 32
LABELS = 92  # room for the refs of cards
RIGHT = 16
BESIDE = 98  # room for the words after a row
AXIS = 26
HEAD = 22


@dataclass(frozen=True)
class Mark:
    """One shape of SVG; with `href` it is a link, and `name` says what it stands for."""

    shape: str
    look: str
    at: dict[str, Any]
    words: str = ""
    href: str = ""
    name: str = ""


def words(x: float, y: float, text: str, *, look: str = "", anchor: str = "start") -> Mark:
    return Mark("text", f"m-words {look}".strip(), {"x": x, "y": y, "text-anchor": anchor}, text)


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> Mark:
    return Mark("line", look, {"x1": x1, "y1": y1, "x2": x2, "y2": y2})


def rect(x: float, y: float, width: float, height: float, look: str) -> Mark:
    return Mark("rect", look, {"x": x, "y": y, "width": width, "height": height})


def dot(x: float, y: float, look: str, r: float = 5) -> Mark:
    return Mark("circle", look, {"cx": x, "cy": y, "r": round(r, 1)})


def diamond(x: float, y: float, look: str, r: float = 7) -> Mark:
    """A dot of another shape, so that it differs without its colour."""
    path = f"M{x} {y - r}L{x + r} {y}L{x} {y + r}L{x - r} {y}Z"
    return Mark("path", look, {"d": path})


def link(x: float, y: float, width: float, height: float, href: str, name: str) -> Mark:
    """A place to point at, as large as a finger: it lies over the shapes that it names."""
    at = {"x": x, "y": y, "width": width, "height": height, "rx": 4}
    return Mark("rect", "m-hit", at, href=href, name=name)


def picture(label: str, height: float, marks: Iterable[Mark], *, hatch: bool = False) -> Picture:
    """The drawing, named for those who do not see it; `hatch` brings the pattern `m-hatch`."""
    context = {"label": label, "width": WIDTH, "height": height, "marks": list(marks), "hatch": hatch}
    return Picture("insights/_marks.html", context)


@dataclass(frozen=True)
class Line:
    """A row of a chart: what stands at its left, where it leads, and its shapes around the middle `y`."""

    label: str
    href: str
    name: str
    shapes: list[tuple[str, float, str]] = field(default_factory=list)
    span: tuple[float, float] | None = None
    after: str = ""


@dataclass(frozen=True)
class Upright:
    """A line across all rows, with its words on top."""

    value: float
    text: str
    look: str = "m-guide"


SHAPES = {"dot": dot, "diamond": diamond}


def row_chart(
    label: str, rows: Sequence[Line], ticks: Sequence[tuple[float, str]], uprights: Sequence[Upright] = ()
) -> Picture:
    """Rows under each other on one scale from 0 to the last tick; each row is a link."""
    right = BESIDE if any(row.after for row in rows) else RIGHT
    x = Scale(0, ticks[-1][0], LABELS, WIDTH - right)
    bottom = HEAD + len(rows) * ROW
    marks = [line(x(value), HEAD, x(value), bottom, "m-grid") for value, _ in ticks]
    marks += [words(x(value), bottom + 17, text, look="m-axis", anchor="middle") for value, text in ticks]
    for upright in uprights:
        marks.append(line(x(upright.value), HEAD - 4, x(upright.value), bottom, upright.look))
    marks += _heads(uprights, x)
    for n, row in enumerate(rows):
        marks += _row(row, x, HEAD + n * ROW)
    return picture(label, bottom + AXIS, marks)


def _heads(uprights: Sequence[Upright], x: Scale) -> list[Mark]:
    """Words over the lines: the last reads to the right where there is room, the others to the left."""
    marks = []
    for n, upright in enumerate(uprights):
        right = n == len(uprights) - 1 and x(upright.value) < WIDTH - 110
        shift, anchor = (4, "start") if right else (-4, "end")
        marks.append(words(x(upright.value) + shift, HEAD - 8, upright.text, look="m-head", anchor=anchor))
    return marks


def _row(row: Line, x: Scale, top: float) -> list[Mark]:
    middle = top + ROW / 2
    marks = [words(0, middle + 4, row.label, look="m-label")]
    if row.span:
        marks.append(line(x(row.span[0]), middle, x(row.span[1]), middle, "m-rail"))
    for shape, value, look in row.shapes:
        marks.append(SHAPES[shape](x(value), middle, look))
    if row.after:
        furthest = max(x(value) for _, value, _ in row.shapes)
        marks.append(words(furthest + 11, middle + 4, row.after, look="m-note"))
    marks.append(link(0, top + 1, WIDTH, ROW - 2, row.href, row.name))
    return marks
