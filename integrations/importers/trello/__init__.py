"""Trello: one board per export."""

from integrations.importers.trello.importer import ORIGIN, import_trello, run
from integrations.importers.trello.reading import BadExport, is_export

__all__ = ["ORIGIN", "BadExport", "import_trello", "is_export", "run"]
