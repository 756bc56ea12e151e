"""The icons of the product: our names, the drawings of the lucide package, one sprite per page."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

ICONS: dict[str, str] = {
    "hypothesis": "flask-conical",
    "task": "square-check",
    "exploration": "telescope",
    "inbox": "inbox",
    "search": "search",
    "board": "columns-3",
    "boards": "layout-grid",
    "backlog": "list-ordered",
    "log": "notebook-pen",
    "insights": "chart-line",
    "plus": "plus",
    "iteration": "rotate-cw",
    "dot": "circle-dot",
    "square": "square",
    "more": "ellipsis",
    "comment": "message-square",
    "blocked": "ban",
    "run": "microscope",
    "right": "arrow-right",
    "up": "arrow-up",
    "down": "arrow-down",
    "top": "arrow-up-to-line",
    "bottom": "arrow-down-to-line",
    "filter": "funnel",
    "close": "x",
    "users": "users",
    "bell": "bell",
    "user": "user",
    "assign": "user-plus",
    "settings": "settings",
    "help": "circle-question-mark",
    "moon": "moon",
    "warn": "triangle-alert",
    "check": "check",
    "history": "history",
    "bulb": "lightbulb",
    "link": "link",
    "external": "external-link",
    "scale": "scale",
    "expand": "maximize-2",
    "prev": "chevron-up",
    "next": "chevron-down",
    "chevron": "chevron-right",
    "clock": "clock",
    "view": "sliders-horizontal",
    "flag": "flag",
    "clip": "paperclip",
    "edit": "pencil",
    "archive": "archive",
    "trash": "trash-2",
    "tag": "tag",
    "lock": "lock",
    "loop": "repeat",
    "high": "chevron-up",
    "urgent": "chevrons-up",
    "sign_out": "log-out",
    "key": "key-round",
    "mail": "mail",
    "calendar": "calendar",
    "download": "download",
    "upload": "upload",
    "copy": "copy",
    "undo": "undo-2",
    "fold": "fold-horizontal",
    "grip": "grip-vertical",
    "pause": "pause",
    "play": "play",
    "keyboard": "keyboard",
    "eye": "eye",
    "hand": "life-buoy",
    "initiative": "target",
    "model": "box",
}


def svg(name: str, size: int = 16) -> str:
    """A reference into the sprite; an unknown name is a mistake in a template and says so."""
    if name not in ICONS:
        raise LookupError(f"There is no icon {name!r}; boards/icons.py lists them.")
    modifier = "" if size == 16 else f" ic--{size}"
    return f'<svg class="ic{modifier}" aria-hidden="true"><use href="#i-{name}"/></svg>'


@cache
def sprite() -> str:
    """Every icon once, as symbols; it stands at the top of each page."""
    archive = ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))
    symbols = "".join(_symbol(name, archive.read(f"{drawing}.svg").decode()) for name, drawing in ICONS.items())
    return f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>'


def _symbol(name: str, drawing: str) -> str:
    shapes = re.sub(r"\s+", " ", drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")])
    shapes = shapes.replace(" />", "/>").replace("> <", "><").strip()
    return f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes}</symbol>'
