"""Trello: one board per export."""

from integrations.importers.trello.importer import import_trello, run
from integrations.importers.trello.reading import BadExport, is_export

__all__ = ["BadExport", "import_trello", "is_export", "run"]
