"""Serve exactly these files of the npm packages, under vendor/, and nothing else of node_modules."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

HTMX = "htmx.org/dist"
INTER = "@fontsource-variable/inter/files"
SERIF = "@fontsource-variable/source-serif-4/files"
FILES = {
    "htmx.js": f"{HTMX}/htmx.min.js",
    "htmx.min.js.map": f"{HTMX}/htmx.min.js.map",
    "hx-sse.js": f"{HTMX}/ext/hx-sse.min.js",
    "hx-sse.min.js.map": f"{HTMX}/ext/hx-sse.min.js.map",
    "inter-latin.woff2": f"{INTER}/inter-latin-wght-normal.woff2",
    "inter-latin-ext.woff2": f"{INTER}/inter-latin-ext-wght-normal.woff2",
    "inter-cyrillic.woff2": f"{INTER}/inter-cyrillic-wght-normal.woff2",
    "source-serif-latin.woff2": f"{SERIF}/source-serif-4-latin-wght-normal.woff2",
    "source-serif-latin-ext.woff2": f"{SERIF}/source-serif-4-latin-ext-wght-normal.woff2",
    "source-serif-latin-italic.woff2": f"{SERIF}/source-serif-4-latin-wght-italic.woff2",
}


class VendoredStorage(FileSystemStorage):
    """The listed files, under their short names."""

    prefix = "vendor"

    def path(self, name: str) -> str:
        return super().path(FILES[name])


class VendoredFinder(BaseFinder):
    """Finds the listed files; collectstatic copies them, the development server serves them in place."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.storage = VendoredStorage(settings.BASE_DIR / "node_modules")

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, VendoredStorage]]:
        for name in FILES:
            yield name, self.storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix("vendor/")
        if not path.startswith("vendor/") or name not in FILES:
            return []
        found = self.storage.path(name)
        return [found] if find_all or kwargs.get("all") else found
