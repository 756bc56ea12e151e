"""docs/EVENTS.md from the code: every kind of event, what it means and what it carries."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boards.events import Fact

PAGE = Path(__file__).resolve().parents[1] / "docs" / "EVENTS.md"
HEAD = """# Events

Written by `python -m tools.event_docs` from the code; a test compares. The envelope is the same in changes,
stream and history: `id`, `seq`, `board`, `kind`, `v`, `at`, `actor`, `origin`, `op`, `card`, `version`, `data`,
`previous`. A card's event also carries `data.set`, the fields of the card that changed. A kind is never
renamed.

| kind | meaning | data |
|---|---|---|
"""


def kinds() -> dict[str, type[Fact]]:
    """Every kind of every room, by name."""
    from boards.events import KINDS

    return dict(sorted(KINDS.items()))


def text() -> str:
    """The page as it must be."""
    rows = []
    for kind, fact in kinds().items():
        names = [
            "from" if field.name == "source" and kind == "card.moved" else field.name for field in fields(fact)
        ]
        carried = ", ".join(f"`{name}`" for name in names if name != "previous") or "nothing"
        meaning = " ".join((fact.__doc__ or "").split())
        rows.append(f"| `{kind}` | {meaning} | {carried} |")
    return HEAD + "\n".join(rows) + "\n"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
