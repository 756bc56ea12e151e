"""Any table of cards: our own export, or a spreadsheet whose headers say what its columns are."""

from integrations.importers.sheet.columns import WANTED
from integrations.importers.sheet.reading import is_table, read_sheet, reader

__all__ = ["WANTED", "is_table", "read_sheet", "reader"]
