"""Which JavaScript modules a page needs at once: the entry and all it imports, not what it fetches later."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings

IMPORT = re.compile(r'^(?:import|export)\b[^;(]*?"\./([\w.]+\.js)";', re.MULTILINE)


@cache
def graph(entry: str) -> tuple[str, ...]:
    """The file names below static/js, the entry first."""
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += IMPORT.findall(Path(settings.BASE_DIR, f"static/js/{name}").read_text())
    return tuple(found)
