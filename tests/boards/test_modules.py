"""What the board weighs, and that its modules can be given names with hashes."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from boards.models import Board
from boards.modules import graph
from tests.pages import client_of
from tests.world import World

KB = 1024
SCRIPTS = Path(settings.BASE_DIR, "static", "js")
# As the storage of production reads it: also inside comments.
NAMED = re.compile(r"""(?:from|import)\s*\(?["']\./([\w.]+\.js)["']""")


def weight(*paths: Path) -> float:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths) / KB


def test_no_module_imports_itself_through_others() -> None:
    imports = {path.name: set(NAMED.findall(path.read_text())) for path in SCRIPTS.glob("*.js")}
    while ready := [name for name, wanted in imports.items() if not wanted & imports.keys()]:
        for name in ready:
            del imports[name]
    assert imports == {}, "hashed names cannot go in a ring"


def test_the_first_sight_of_the_board_needs_at_most_40_kb_of_script() -> None:
    first = graph("board.js")
    assert "drawer.js" not in first
    assert weight(*(SCRIPTS / name for name in first)) <= 40


@pytest.mark.django_db
def test_the_page_names_what_it_needs_and_stays_light(world: World) -> None:
    board: Board = world.board()
    for n in range(150):
        world.hypothesis(board, f"Question {n} about the churn of customers", "to do" if n % 3 else "update model")
    page = client_of(world.ben).get("/boards/CHURN/").content
    assert len(gzip.compress(page, 9)) <= 40 * KB
    html = page.decode()
    assert html.count('rel="modulepreload"') == len(graph("board.js"))
    sheets = [finders.find(name) for name in re.findall(r'href="/static/(css/[\w.-]+)"', html)]
    assert weight(*(Path(str(sheet)) for sheet in sheets)) <= 15
