"""Static files as production serves them: hashed, compressed, and complete."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import get_template
from pytest_django import Settings

from config.vendored import FILES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.storage.ModuleManifestStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_file_is_hashed_and_modules_import_hashed_names(collected: Path) -> None:
    assert re.search(
        r'"vendor/htmx\.js": "vendor/htmx\.[0-9a-f]{12}\.js"', (collected / "staticfiles.json").read_text()
    )
    hashed = [path for path in (collected / "js").rglob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)]
    assert hashed
    for module in hashed:
        for name in re.findall(r"""(?:from|import)\s*["'](\.[^"']+)["']""", module.read_text()):
            assert re.search(r"\.[0-9a-f]{12}\.js$", name), f"{module.name} imports {name}"
            assert (module.parent / name).is_file()


def test_only_the_listed_vendored_files_are_served() -> None:
    assert all(Path(str(finders.find(f"vendor/{name}"))).is_file() for name in FILES)
    assert finders.find("vendor/htmx.org/package.json") is None
    assert finders.find("vendor/../package.json") is None


def test_every_file_a_template_names_exists() -> None:
    named = {
        (template.relative_to(ROOT), name)
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""{%\s*static\s+["']([^"']+)["']""", template.read_text())
    }
    assert [(str(template), name) for template, name in named if finders.find(name) is None] == []


def test_every_template_parses() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        get_template(str(template.relative_to(ROOT / "templates")))
