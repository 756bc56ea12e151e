"""Static files in production: hashed names, also inside JavaScript modules that import each other."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise is untyped
    """Rewrites `import … from "./x.js"` to the hashed name, so that no import map is needed."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[tuple[str, bool], str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """A page names forty files, and their addresses never change while the process runs."""
        key = (name, force or not settings.DEBUG)
        if key not in self._known:
            self._known[key] = super().url(name, force)
        return self._known[key]
