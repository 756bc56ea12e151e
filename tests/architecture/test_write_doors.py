"""Pages, REST and jobs write through actions; nothing else inserts an event."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "accounts",
    "boards",
    "hypotheses",
    "timeboxes",
    "modelversions",
    "cadence",
    "webhooks",
    "integrations",
)
WRITES = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
}
# What is written here is no domain row, or no database row at all.
ALLOWED = {"boards/views/board.py: digest.update"}


def doors() -> list[Path]:
    """The files of views, REST endpoints and tasks."""
    found = [
        *ROOT.glob("*/views/*.py"),
        *ROOT.glob("*/views.py"),
        *ROOT.glob("*/tasks.py"),
        *ROOT.glob("*/api/*.py"),
    ]
    return sorted(path for path in found if path.relative_to(ROOT).parts[0] in ROOMS)


def writes(path: Path) -> Iterator[str]:
    """Calls such as `….objects.create(…)` or `card.save()`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            target = ast.unparse(node.func)
            if not target.startswith(("request.session", "response", "headers", "self.client")):
                yield f"{path.relative_to(ROOT)}: {target}"


@pytest.mark.parametrize("path", doors(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_door_writes_no_rows(path: Path) -> None:
    assert [write for write in writes(path) if write not in ALLOWED] == []


def test_only_record_inserts_events() -> None:
    """`Event(` is built in one place, and its manager creates rows in no other."""
    builders = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and _builds_events(path)
    ]
    assert builders == ["boards/events.py"]


def _builds_events(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "Event",
            "Event.objects.create",
            "Event.objects.bulk_create",
        ):
            return True
    return False
