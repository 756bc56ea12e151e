"""The pictures of the documents are there, are those the script takes, and keep the repository light."""

from __future__ import annotations

import re
from pathlib import Path

from tools.screenshots import FOLDER, ROOT, SHOTS

MOST_BYTES = 1_500_000


def named(document: Path) -> set[Path]:
    return {
        (document.parent / name).resolve() for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", document.read_text())
    }


def test_every_picture_is_taken_by_the_script_and_shown() -> None:
    kept = set(FOLDER.iterdir())
    assert kept == {FOLDER / f"{shot.name}.webp" for shot in SHOTS}
    assert named(ROOT / "docs" / "TOUR.md") == kept
    assert named(ROOT / "README.md") <= kept


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MOST_BYTES
