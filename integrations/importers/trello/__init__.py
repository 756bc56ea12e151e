"""Trello: one board per export."""

from integrations.importers.trello.importer import ORIGIN, import_trello
from integrations.importers.trello.reading import BadExport
from integrations.importers.trello.report import Report

__all__ = ["ORIGIN", "BadExport", "Report", "import_trello"]
