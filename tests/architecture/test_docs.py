"""Docs that can fail: what they name exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: doc.name)
def test_every_command_named_in_the_docs_exists(doc: Path) -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", doc.read_text(encoding="utf-8")))
    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: doc.name)
def test_every_make_target_named_in_the_docs_exists(doc: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)`", doc.read_text(encoding="utf-8")))
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.M)} == set()


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: doc.name)
def test_every_file_named_in_the_docs_exists(doc: Path) -> None:
    text = doc.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    paths = re.findall(
        r"`((?:tests|tools|boards|accounts|hypotheses|timeboxes|config|docker|docs)/[\w./-]+)`", text
    )
    missing = [link for link in links if not (doc.parent / link).exists()]
    missing += [path for path in paths if not (ROOT / path).exists()]
    assert missing == []


def test_the_settings_table_is_complete() -> None:
    """The names in the table of settings are those that settings.py reads."""
    table = (ROOT / "docs" / "OPERATING.md").read_text(encoding="utf-8").split("## Containers")[0]
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.M))
    source = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)) | {"PROOFLANE_DEMO_PASSWORD", "PORT"}
    assert documented == read
