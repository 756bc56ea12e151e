"""Trello: one board per export."""

from integrations.importers.trello.importer import ONE_OF_ITS_OWN, import_trello
from integrations.importers.trello.reading import BadExport, is_export

__all__ = ["ONE_OF_ITS_OWN", "BadExport", "import_trello", "is_export"]
