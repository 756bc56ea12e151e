"""Static files in production: hashed names, also inside JavaScript modules that import each other."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise is untyped
    """Rewrites `import … from "./x.js"` to the hashed name, so that no import map is needed."""

    support_js_module_import_aggregation = True
