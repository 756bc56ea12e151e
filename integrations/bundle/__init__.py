"""A whole board in one JSON file: everything that happened on it, to be read in again under another key."""

from integrations.bundle.importing import ONE_OF_ITS_OWN, run
from integrations.bundle.reading import BadBundle, Restored, import_board, is_bundle
from integrations.bundle.writing import export_board

__all__ = ["ONE_OF_ITS_OWN", "BadBundle", "Restored", "export_board", "import_board", "is_bundle", "run"]
